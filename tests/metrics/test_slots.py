from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.metrics.clocks.business_clock import BusinessClock
from bot.metrics.clocks.instants import from_micros, to_micros
from bot.metrics.clocks.slots import (
    Rhythm,
    daily_reports,
    judgements,
    noons,
    reminder,
    reminders,
    review_reminder,
    weekly_reviews,
)
from bot.metrics.clocks.working_hours import WorkingHours

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = WorkingHours.parse("Mon-Fri 09:00-12:00,13:00-18:00")


def rhythm(zone=SHANGHAI, country="CN", hours=HOURS, report_at=time(9)):
    versions = [(None, hours)] if hours else []
    return Rhythm(zone, BusinessClock(zone, versions, country), report_at)


def at(text, zone=UTC):
    return to_micros(datetime.fromisoformat(text).replace(tzinfo=zone))


def wall(slots, zone):
    return [f"{from_micros(slot.due).astimezone(zone):%a %d %H:%M}" for slot in slots]


def test_monday_speaks_of_friday_and_the_weekend():
    slots = daily_reports(
        rhythm(), at("2026-11-16T00:00", SHANGHAI), at("2026-11-17T12:00", SHANGHAI)
    )
    assert wall(slots, SHANGHAI) == ["Mon 16 09:00", "Tue 17 09:00"]
    assert (slots[0].first_day, slots[0].last_day) == (date(2026, 11, 13), date(2026, 11, 15))
    assert (slots[1].first_day, slots[1].last_day) == (date(2026, 11, 16), date(2026, 11, 16))


def test_no_report_on_a_holiday_one_on_a_make_up_sunday():
    slots = daily_reports(
        rhythm(), at("2026-09-19T00:00", SHANGHAI), at("2026-09-28T23:00", SHANGHAI)
    )
    days = [slot.key for slot in slots]
    assert "2026-09-20" in days, "a make-up Sunday is worked"
    assert "2026-09-25" not in days, "Mid-Autumn is off"
    assert slots[-1].first_day == date(2026, 9, 24)


def test_the_start_is_left_out_and_the_end_is_included():
    nine = at("2026-11-17T09:00", SHANGHAI)
    assert daily_reports(rhythm(), nine, nine + 1) == []
    assert len(daily_reports(rhythm(), nine - 1, nine)) == 1


def test_a_review_moves_to_the_working_day_before():
    slots = weekly_reviews(
        rhythm(), at("2026-09-21T00:00", SHANGHAI), at("2026-09-28T00:00", SHANGHAI)
    )
    assert wall(slots, SHANGHAI) == ["Thu 24 16:00"]
    assert slots[0].key == "2026-09-21"


def test_a_week_off_has_no_review():
    monday = date(2026, 2, 16)
    slots = weekly_reviews(
        rhythm(), at("2026-02-16T00:00", SHANGHAI), at("2026-02-23T00:00", SHANGHAI)
    )
    working = [
        monday + timedelta(days=n)
        for n in range(5)
        if rhythm().clock.is_working_day(monday + timedelta(days=n))
    ]
    assert working == []
    assert slots == []


@pytest.mark.parametrize(
    ("zone", "day", "report_at", "expected"),
    [
        ("America/New_York", "2026-03-08", time(2, 30), "Sun 08 03:00"),
        ("America/New_York", "2026-11-01", time(1, 30), "Sun 01 01:30"),
        ("America/Santiago", "2026-09-06", time(0), "Sun 06 01:00"),
        ("Australia/Lord_Howe", "2026-10-04", time(2, 15), "Sun 04 02:30"),
    ],
)
def test_each_local_date_once_through_changes_of_the_clock(zone, day, report_at, expected):
    place = ZoneInfo(zone)
    around = datetime.fromisoformat(day).replace(tzinfo=UTC)
    slots = daily_reports(
        rhythm(place, None, None, report_at),
        to_micros(around - timedelta(days=3)),
        to_micros(around + timedelta(days=3)),
    )
    keys = [slot.key for slot in slots]
    assert len(keys) == len(set(keys))
    assert [
        text for slot, text in zip(slots, wall(slots, place), strict=True) if slot.key == day
    ] == [expected]


def test_a_date_that_a_zone_skipped_has_no_two_reports():
    apia = ZoneInfo("Pacific/Apia")
    slots = daily_reports(
        rhythm(apia, None, None), at("2011-12-28T00:00", apia), at("2012-01-01T00:00", apia)
    )
    assert [slot.key for slot in slots] == ["2011-12-28", "2011-12-29", "2011-12-31"]


def test_a_day_is_judged_at_the_end_of_its_last_interval():
    slots = judgements(rhythm(), at("2026-11-20T00:00", SHANGHAI), at("2026-11-23T23:00", SHANGHAI))
    assert wall(slots, SHANGHAI) == ["Fri 20 18:00", "Mon 23 18:00"]


def test_without_hours_a_day_is_judged_at_midnight():
    slots = judgements(
        rhythm(SHANGHAI, None, None),
        at("2026-11-20T12:00", SHANGHAI),
        at("2026-11-21T12:00", SHANGHAI),
    )
    assert wall(slots, SHANGHAI) == ["Sat 21 00:00"]
    assert slots[0].key == "2026-11-20"


def test_what_is_told_of_at_the_report_time_or_at_noon_is_among_those_times():
    team = rhythm()
    week = at("2026-09-18T00:00", SHANGHAI), at("2026-09-30T00:00", SHANGHAI)
    days = [date(2026, 9, 20) + timedelta(days=day) for day in range(7)]
    assert {reminder(team, day) for day in days} <= {slot.due for slot in reminders(team, *week)}
    opened = [at(f"{day}T23:30", SHANGHAI) for day in days]
    told = {review_reminder(team, date(2026, 9, 14), moment) for moment in opened}
    assert told <= {slot.due for slot in noons(team, *week)}
