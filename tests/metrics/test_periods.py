# ruff: noqa: RUF001
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.clocks.instants import to_micros
from bot.metrics.clocks.period_words import PERIOD_WORDS, PeriodError, parse_period
from bot.metrics.clocks.periods import (
    between,
    last_days,
    period_of,
    previous,
    whole_days,
)
from tests.metrics.build import NEW_YORK, SHANGHAI, moment

SANTIAGO = ZoneInfo("America/Santiago")
TUESDAY = moment("2026-11-17 11:00")


def shown(period):
    return tuple(
        f"{end.astimezone(period.zone):%Y-%m-%d %H:%M}" for end in (period.start, period.end)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", None),
        ("yesterday", "16 16"),
        ("week", "16 16"),
        ("month", "01 16"),
        ("last 3 days", "15 16"),
        ("2026-11-10..2026-11-12", "10 12"),
        ("2026-11-10..2026-11-30", "10 16"),
        ("2026-11-18..2026-11-30", None),
    ],
)
def test_the_days_that_are_over(text, expected):
    period = parse_period(text, TUESDAY, SHANGHAI)
    found = whole_days(period, to_micros(TUESDAY))
    assert (found and f"{found.first_day:%d} {found.last_day:%d}") == expected
    before = whole_days(previous(period, TUESDAY), to_micros(TUESDAY))
    length = (found.last_day - found.first_day).days if found else None
    if text != "2026-11-18..2026-11-30":
        assert (before and (before.last_day - before.first_day).days) == length


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [
        ("today", "2026-11-17 00:00", "2026-11-17 11:00"),
        ("yesterday", "2026-11-16 00:00", "2026-11-17 00:00"),
        ("week", "2026-11-16 00:00", "2026-11-17 11:00"),
        ("month", "2026-11-01 00:00", "2026-11-17 11:00"),
    ],
)
def test_kinds(kind, start, end):
    period = period_of(kind, TUESDAY, SHANGHAI)
    assert shown(period) == (start, end)
    assert period.kind == kind


def test_a_period_is_cut_in_its_own_zone():
    evening_before = moment("2026-11-17 01:00").astimezone(NEW_YORK)
    assert shown(period_of("today", evening_before, SHANGHAI))[0] == "2026-11-17 00:00"
    assert shown(period_of("today", evening_before, NEW_YORK))[0] == "2026-11-16 00:00"


def test_last_days_include_today():
    period = last_days(3, TUESDAY, SHANGHAI)
    assert shown(period) == ("2026-11-15 00:00", "2026-11-17 11:00")
    assert period.dates() == [date(2026, 11, 15), date(2026, 11, 16), date(2026, 11, 17)]
    assert period.days == 3


def test_a_range_includes_both_dates():
    period = between(date(2026, 11, 1), date(2026, 11, 30), SHANGHAI)
    assert shown(period) == ("2026-11-01 00:00", "2026-12-01 00:00")
    assert (period.first_day, period.last_day) == (date(2026, 11, 1), date(2026, 11, 30))
    assert len(period.dates()) == 30


@pytest.mark.parametrize(("kind", "days"), [("range", None), ("last_days", None), ("last_days", 0)])
def test_kinds_that_need_more_are_refused(kind, days):
    with pytest.raises(ValueError, match="no period"):
        period_of(kind, TUESDAY, SHANGHAI, days=days)


def test_a_naive_now_and_a_reversed_range_are_refused():
    with pytest.raises(ValueError, match="naive"):
        period_of("today", TUESDAY.replace(tzinfo=None), SHANGHAI)
    with pytest.raises(ValueError, match="before"):
        between(date(2026, 11, 2), date(2026, 11, 1), SHANGHAI)


def test_at_monday_midnight_the_week_is_empty_but_dated():
    period = period_of("week", moment("2026-11-16 00:00"), SHANGHAI)
    assert period.start == period.end
    assert period.dates() == [date(2026, 11, 16)]


@pytest.mark.parametrize(
    ("text", "now", "start", "end"),
    [
        ("today", "2026-11-17 11:00", "2026-11-16 00:00", "2026-11-16 11:00"),
        ("yesterday", "2026-11-17 11:00", "2026-11-15 00:00", "2026-11-16 00:00"),
        ("week", "2026-11-17 11:00", "2026-11-09 00:00", "2026-11-10 11:00"),
        ("month", "2026-11-17 11:00", "2026-10-01 00:00", "2026-10-17 11:00"),
        ("month", "2026-03-30 11:00", "2026-02-01 00:00", "2026-03-01 00:00"),
        ("month", "2026-02-28 11:00", "2026-01-01 00:00", "2026-01-28 11:00"),
        ("month", "2026-01-05 08:00", "2025-12-01 00:00", "2025-12-05 08:00"),
        ("last 7 days", "2026-11-17 11:00", "2026-11-04 00:00", "2026-11-10 11:00"),
        ("2026-11-01..2026-11-15", "2026-11-17 11:00", "2026-10-17 00:00", "2026-11-01 00:00"),
        ("2026-11-16..2026-11-20", "2026-11-17 11:00", "2026-11-11 00:00", "2026-11-12 11:00"),
        ("2026-12-01..2026-12-02", "2026-11-17 11:00", "2026-11-29 00:00", "2026-12-01 00:00"),
    ],
)
def test_the_same_part_of_the_period_before(text, now, start, end):
    now = moment(now)
    before = previous(parse_period(text, now, SHANGHAI), now)
    assert shown(before) == (start, end)


def test_the_same_part_goes_by_the_wall_clock_when_clocks_change():
    now = moment("2026-11-03 11:00", NEW_YORK)
    before = previous(period_of("week", now, NEW_YORK), now)
    assert shown(before) == ("2026-10-26 00:00", "2026-10-27 11:00")


def test_a_period_looked_at_later_keeps_its_elapsed_part():
    month = period_of("month", TUESDAY, SHANGHAI)
    before = previous(month, moment("2026-11-20 18:00"))
    assert shown(before) == ("2026-10-01 00:00", "2026-10-17 11:00")


def test_a_day_without_a_midnight_is_compared_with_whole_days():
    now = moment("2026-09-06 12:00", SANTIAGO)
    today = period_of("today", now, SANTIAGO)
    assert shown(today)[0] == "2026-09-06 01:00"
    assert shown(previous(today, now)) == ("2026-09-05 00:00", "2026-09-05 12:00")
    yesterday = period_of("yesterday", now, SANTIAGO)
    assert shown(previous(yesterday, now)) == ("2026-09-04 00:00", "2026-09-05 00:00")


@given(
    st.sampled_from(["today", "yesterday", "week", "month", "last 1 day", "last 40 days"]),
    st.datetimes(
        datetime(2000, 1, 1),  # noqa: DTZ001
        datetime(2090, 1, 1),  # noqa: DTZ001
        timezones=st.just(SANTIAGO),
    ),
)
def test_the_period_before_never_overlaps(text, now):
    period = parse_period(text, now, SANTIAGO)
    before = previous(period, now)
    assert before.start < period.start
    assert before.start <= before.end <= period.start
    assert before.kind == period.kind
    drift = (period.end - period.start) - (before.end - before.start)
    assert text == "month" or abs(drift) <= timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("today", "today"),
        ("  Yesterday ", "yesterday"),
        ("THIS   WEEK", "week"),
        ("month", "month"),
        ("今天", "today"),
        ("昨天", "yesterday"),
        ("本周", "week"),
        ("本月", "month"),
        ("ｗｅｅｋ", "week"),
    ],
)
def test_words(text, kind):
    assert parse_period(text, TUESDAY, SHANGHAI) == period_of(kind, TUESDAY, SHANGHAI)


@pytest.mark.parametrize(
    "text",
    ["last 30 days", "Last 30 Days", "past 30 days", "30 days", "最近30天", "近30天",
     "最近 ３０ 天", "last\u300030\u3000days"],
)  # fmt: skip
def test_last_days_as_typed(text):
    assert parse_period(text, TUESDAY, SHANGHAI) == last_days(30, TUESDAY, SHANGHAI)


@pytest.mark.parametrize(
    "text",
    ["2026-11-01..2026-11-15", "2026-11-01 .. 2026-11-15", "2026/11/1 - 2026/11/15",
     "2026-11-01…2026-11-15", "2026-11-01 to 2026-11-15", "2026年11月1日至2026年11月15日",
     "２０２６－１１－０１～２０２６－１１－１５"],
)  # fmt: skip
def test_ranges_as_typed(text):
    expected = between(date(2026, 11, 1), date(2026, 11, 15), SHANGHAI)
    assert parse_period(text, TUESDAY, SHANGHAI) == expected


def test_a_single_date():
    day = date(2026, 11, 16)
    assert parse_period("2026-11-16", TUESDAY, SHANGHAI) == between(day, day, SHANGHAI)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("day before yesterday", "2026-11-15", "2026-11-15"),
        ("前天", "2026-11-15", "2026-11-15"),
        ("the week before last", "2026-11-02", "2026-11-08"),
        ("上上周", "2026-11-02", "2026-11-08"),
        ("month before last", "2026-09-01", "2026-09-30"),
        ("上上个月", "2026-09-01", "2026-09-30"),
        ("past week", "2026-11-11", "2026-11-17"),
        ("past month", "2026-10-18", "2026-11-17"),
        ("past year", "2025-11-18", "2026-11-17"),
    ],
)
def test_periods_before_the_last_and_up_to_now(text, first, last):
    period = parse_period(text, TUESDAY, SHANGHAI)
    assert (str(period.first_day), str(period.last_day)) == (first, last)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not_understood"),
        ("fortnight", "not_understood"),
        ("last days", "not_understood"),
        ("2026-11-", "not_understood"),
        ("2026-11-01..", "not_understood"),
        ("2026-13-01", "impossible_date"),
        ("2026-02-29", "impossible_date"),
        ("2026-02-01..2026-02-30", "impossible_date"),
        ("0001-01-01", "impossible_date"),
        ("9999-12-31", "impossible_date"),
        ("2026-11-15..2026-11-01", "end_before_start"),
        ("last 0 days", "no_days"),
        ("last 4000 days", "too_many_days"),
        (f"last {'9' * 5000} days", "too_many_days"),
    ],
)
def test_what_is_refused(text, reason):
    with pytest.raises(PeriodError) as caught:
        parse_period(text, TUESDAY, SHANGHAI)
    assert caught.value.reason == reason


def test_every_suggested_word_is_understood():
    for word in PERIOD_WORDS:
        parse_period(word, TUESDAY, SHANGHAI)
