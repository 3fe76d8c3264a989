"""Days off of a team's own: as people write them, and in working time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.clocks import BusinessClock, DaysOffError, WorkingHours, days_off, read_days_off
from tests.metrics.build import SHANGHAI, at

OFFICE = WorkingHours.parse("Mon-Fri 09:00-18:00")
EVE = date(2026, 12, 24)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2026-12-24", "2026-12-24"),
        ("2026/12/24, 2026.12.26", "2026-12-24\n2026-12-26"),
        ("2026-12-31..2027-01-01", "2026-12-31..2027-01-01"),
        ("2026-12-27 to 2026-12-31; 2026-12-26", "2026-12-26..2026-12-31"),
        ("2026年12月24日至2026年12月26日，2026年1月2日", "2026-01-02\n2026-12-24..2026-12-26"),
        ("2026-12-24\n2026-12-24", "2026-12-24"),
        (" , ", ""),
    ],
)
def test_days_are_read_as_people_write_them(text, kept):
    assert read_days_off(text) == kept


@pytest.mark.parametrize(
    "text",
    ["Christmas", "24.12.2026", "2026-02-30", "2026-12-24..2026-12-20", "1999-12-31", "2100-01-01"],
)
def test_what_names_no_day_is_named(text):
    with pytest.raises(DaysOffError) as wrong:
        read_days_off(f"2026-12-24, {text}")
    assert str(wrong.value) == text


@pytest.mark.parametrize(
    "text", ["2020-01-01..2026-01-01", "2020-01-01..2020-12-31, 2022-01-01..2022-12-31"]
)
def test_too_many_are_refused_without_a_word(text):
    with pytest.raises(DaysOffError) as wrong:
        read_days_off(text)
    assert str(wrong.value) == ""


DAYS = st.sets(st.integers(0, 900).map(lambda after: EVE + timedelta(days=after)), max_size=40)


@given(DAYS)
def test_what_is_kept_reads_back_as_itself(days):
    kept = read_days_off(", ".join(day.isoformat() for day in days))
    assert days_off(kept) == days
    assert read_days_off(kept) == kept


def test_no_working_time_passes_on_a_day_off():
    usual, off = (
        BusinessClock(SHANGHAI, [(None, OFFICE)], "CN", days) for days in ((), frozenset({EVE}))
    )
    start, end = at("2026-12-23 17:00", SHANGHAI), at("2026-12-25 10:00", SHANGHAI)
    assert (usual.seconds(start, end), off.seconds(start, end)) == (11 * 3_600, 2 * 3_600)
    assert usual.is_working_day(EVE)
    assert not off.is_working_day(EVE)
    assert off.next_working_day(EVE - timedelta(days=1)) == EVE + timedelta(days=1)
    assert usual.described != off.described


def test_a_day_off_goes_before_a_make_up_day():
    makeup = date(2026, 2, 14)
    clock = BusinessClock(SHANGHAI, [(None, OFFICE)], "CN")
    assert clock.is_working_day(makeup)
    assert not BusinessClock(SHANGHAI, [(None, OFFICE)], "CN", frozenset({makeup})).is_working_day(
        makeup
    )
