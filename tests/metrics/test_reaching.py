"""When people are reached who are to hear of something: worked out by hand, in several zones."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.clocks import (
    BusinessClock,
    Rhythm,
    WorkingHours,
    from_micros,
    may_reach,
    noons,
    reminder,
    reminders,
    review_reminder,
    to_micros,
    weekly_lists,
    when_may_reach,
)
from bot.metrics.clocks.reaching import works_at
from bot.metrics.complaints.complaints import LIMIT, STAGES, moments

OFFICE = "Mon-Fri 09:00-12:00,13:00-18:00"
NIGHTS = "Mon-Sun 21:00-08:00"


def clock(hours: str | None, zone: str = "Asia/Shanghai", country: str | None = None):
    versions = [(None, WorkingHours.parse(hours))] if hours else []
    return BusinessClock(ZoneInfo(zone), versions, country)


def at(wall: str, zone: str = "Asia/Shanghai") -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def told(
    due: str, hours: BusinessClock, zone: str, by: str | None = None, known: str | None = None
):
    limits = (to_micros(at(one, zone)) if one else None for one in (by, known))
    found = from_micros(when_may_reach(to_micros(at(due, zone)), hours, *limits))
    return f"{found.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("zone", "country", "due", "reached"),
    [
        ("Asia/Shanghai", "CN", "2026-11-18 10:30", "2026-11-18 10:30"),
        ("Asia/Shanghai", "CN", "2026-11-18 09:00", "2026-11-18 09:00"),
        ("Asia/Shanghai", "CN", "2026-11-18 18:00", "2026-11-18 18:00"),
        ("Asia/Shanghai", "CN", "2026-11-18 18:01", "2026-11-19 09:00"),
        ("Asia/Shanghai", "CN", "2026-11-18 12:30", "2026-11-18 13:00"),
        ("Asia/Shanghai", "CN", "2026-11-20 22:00", "2026-11-23 09:00"),
        ("Asia/Shanghai", "CN", "2026-09-30 20:00", "2026-10-08 09:00"),
        ("Asia/Shanghai", "CN", "2026-09-19 20:00", "2026-09-20 09:00"),
        ("Europe/London", "GB", "2026-12-24 19:00", "2026-12-29 09:00"),
        ("Europe/London", None, "2026-03-28 20:00", "2026-03-30 09:00"),
        ("America/New_York", None, "2026-10-31 23:00", "2026-11-02 09:00"),
    ],
)
def test_it_waits_for_working_time(zone: str, country: str | None, due: str, reached: str) -> None:
    assert told(due, clock(OFFICE, zone, country), zone) == reached


def test_the_morning_after_a_change_of_the_clock_is_nine_by_the_wall() -> None:
    london = clock(OFFICE, "Europe/London")
    friday, monday = at("2026-03-27 20:00", "Europe/London"), datetime(2026, 3, 30, 8, tzinfo=UTC)
    assert from_micros(when_may_reach(to_micros(friday), london)) == monday


@pytest.mark.parametrize("hours", [None, "24/7", NIGHTS])
def test_who_works_then_is_reached_at_once(hours: str | None) -> None:
    for due in ("2026-11-18 03:00", "2026-11-21 23:30"):
        assert told(due, clock(hours), "Asia/Shanghai") == due
    assert works_at(to_micros(at("2026-11-22 03:00")), clock(hours))


def test_a_night_shift_sleeps_by_day() -> None:
    assert told("2026-11-18 12:00", clock(NIGHTS), "Asia/Shanghai") == "2026-11-18 21:00"


def test_hours_are_those_of_that_date() -> None:
    later = WorkingHours.parse("Mon-Fri 10:00-19:00")
    hours = BusinessClock(
        ZoneInfo("UTC"),
        [(None, WorkingHours.parse("Mon-Fri 09:00-18:00")), (date(2026, 11, 19), later)],
    )
    assert told("2026-11-17 20:00", hours, "UTC") == "2026-11-18 09:00"
    assert told("2026-11-18 20:00", hours, "UTC") == "2026-11-19 10:00"


def test_a_team_that_never_works_is_reached_at_once() -> None:
    closed = BusinessClock(ZoneInfo("UTC"), [(None, WorkingHours(((),) * 7))])
    assert told("2026-11-18 20:00", closed, "UTC") == "2026-11-18 20:00"


@pytest.mark.parametrize(
    ("by", "known", "reached"),
    [
        ("2026-11-23 09:00", "2026-11-20 10:00", "2026-11-23 09:00"),
        ("2026-11-23 08:59", "2026-11-20 10:00", "2026-11-20 17:00"),
        ("2026-11-21 04:00", "2026-11-20 17:30", "2026-11-20 17:30"),
        ("2026-11-21 04:00", "2026-11-20 18:00", "2026-11-20 18:00"),
        ("2026-11-21 04:00", "2026-11-20 18:10", "2026-11-23 09:00"),
        ("2026-11-21 04:00", None, "2026-11-20 17:00"),
    ],
)
def test_what_cannot_wait_comes_before_they_leave(by: str, known: str | None, reached: str) -> None:
    assert told("2026-11-21 02:00", clock(OFFICE), "Asia/Shanghai", by, known) == reached


@pytest.mark.parametrize(
    ("opened", "noticed", "half", "late", "breach"),
    [
        # Half way at 21:30 and nearly over at 07:30: half an hour after nine would be too little.
        ("Wed 18 09:30", "Wed 18 09:31", "Wed 18 17:00", "Wed 18 17:00", "Thu 19 09:30"),
        ("Wed 18 10:00", "Wed 18 10:05", "Thu 19 09:00", "Thu 19 09:00", "Thu 19 10:00"),
        ("Wed 18 14:00", "Wed 18 14:05", "Thu 19 09:00", "Thu 19 12:00", "Thu 19 14:00"),
        # The notice of 22 h would come at 02:00, the limit is at 04:00.
        ("Wed 18 04:00", "Wed 18 04:02", "Wed 18 16:00", "Wed 18 17:00", "Thu 19 09:00"),
        # On a Friday evening: it is over on Saturday, so they hear of it before they leave.
        ("Fri 20 17:50", "Fri 20 17:52", "Fri 20 18:00", "Fri 20 18:00", "Mon 23 09:00"),
        ("Fri 20 14:00", "Fri 20 14:01", "Fri 20 17:00", "Fri 20 17:00", "Mon 23 09:00"),
        # Known only once they have left.
        ("Fri 20 17:50", "Fri 20 18:30", "Mon 23 09:00", "Mon 23 09:00", "Mon 23 09:00"),
    ],
)
def test_the_stages_of_a_complaint(
    opened: str, noticed: str, half: str, late: str, breach: str
) -> None:
    def instant(text: str) -> datetime:
        return at(f"2026-11-{text[4:6]} {text[7:]}")

    found = moments(instant(opened), instant(noticed), clock(OFFICE, country="CN"))
    assert found == {"half": instant(half), "late": instant(late), "breach": instant(breach)}


def test_a_holiday_and_another_zone() -> None:
    london = clock("Mon-Fri 09:00-18:00", "Europe/London", "GB")
    opened = at("2026-12-24 15:00", "Europe/London")
    found = moments(opened, opened + timedelta(minutes=2), london)
    before, after = at("2026-12-24 17:00", "Europe/London"), at("2026-12-29 09:00", "Europe/London")
    assert found == {"half": before, "late": before, "breach": after}


@given(
    st.sampled_from([OFFICE, NIGHTS, "24/7", "Tue 10:00-10:30", None]),
    st.sampled_from(["UTC", "Europe/Berlin", "Asia/Shanghai", "America/St_Johns"]),
    st.integers(0, 400 * 24 * 60),
    st.integers(0, 10 * 24 * 60),
)
def test_stages_are_told_in_order_in_working_time_and_once_they_are_known(
    hours: str | None, zone: str, opened: int, unknown: int
) -> None:
    begun = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=opened)
    noticed, team = begun + timedelta(minutes=unknown), clock(hours, zone)
    found = moments(begun, noticed, team)
    assert list(found.values()) == sorted(found.values())
    assert found["breach"] >= begun + LIMIT
    for stage, moment in found.items():
        assert moment > noticed
        assert works_at(to_micros(moment), team)
        waited = moment - max(begun + STAGES[stage], noticed)
        assert hours not in {None, "24/7"} or waited <= timedelta(minutes=11)


@pytest.mark.parametrize(
    ("late", "reached"),
    [(0, True), (5, True), (6, False), (11 * 60, True), (-1, False)],
)
def test_what_is_on_time_reaches_people_whose_day_has_ended(late: int, reached: bool) -> None:
    due = to_micros(at("2026-11-18 22:00"))
    now = to_micros(at("2026-11-18 22:00") + timedelta(minutes=late))
    assert may_reach(due, now, clock(OFFICE)) is reached


@pytest.mark.parametrize(
    ("hours", "report_at", "told_at"),
    [
        ("Mon-Fri 09:00-18:00", time(7), "09:00"),
        ("Mon-Fri 09:00-18:00", time(9), "09:00"),
        ("Mon-Fri 09:00-18:00", time(20), "17:00"),
        ("Mon-Fri 09:00-12:00,13:00-18:00", time(12, 30), "13:00"),
        (NIGHTS, time(9), "21:00"),
        (None, time(3), "03:00"),
    ],
)
def test_a_reminder_of_a_day_comes_on_that_day(
    hours: str | None, report_at: time, told_at: str
) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    team = Rhythm(zone, clock(hours), report_at, 4, report_at)
    due = from_micros(reminder(team, date(2026, 11, 20))).astimezone(zone)
    assert f"{due:%Y-%m-%d %H:%M}" == f"2026-11-20 {told_at}"
    week = to_micros(at("2026-11-16 00:00")), to_micros(at("2026-11-22 23:59"))
    assert to_micros(due) in {slot.due for slot in reminders(team, *week)}
    assert [slot.due for slot in weekly_lists(team, *week)] == [to_micros(due)]


def test_noon_in_a_late_shift_is_when_it_begins() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    team = Rhythm(zone, clock("Mon-Fri 14:00-22:00"), time(14), 4, time(16))
    at_two = to_micros(at("2026-11-23 14:00"))
    assert review_reminder(team, date(2026, 11, 16), to_micros(at("2026-11-20 16:00"))) == at_two
    day = to_micros(at("2026-11-23 00:00")), to_micros(at("2026-11-23 23:59"))
    assert [slot.due for slot in noons(team, *day)] == [at_two]
