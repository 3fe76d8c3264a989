"""Verdicts by hand: the windows, the night, the fewest, the boundary."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.metrics.actions import is_reminded
from bot.metrics.business_clock import BusinessClock, CalendarClock
from bot.metrics.goals import Goal
from bot.metrics.instants import to_micros
from bot.metrics.standards import Standards
from bot.metrics.tickets import TicketFacts
from bot.metrics.verification import Side, Standard, change, post_day, side, verdict, windows
from bot.metrics.working_hours import WorkingHours

SHANGHAI = ZoneInfo("Asia/Shanghai")
FRT = Goal("frt_median", "at_most", 3_600)


def ticket(opened: str, seconds: int) -> TicketFacts:
    at = to_micros(datetime.fromisoformat(opened).replace(tzinfo=SHANGHAI).astimezone(UTC))
    return TicketFacts("file", opened, at, at, at + seconds * 1_000_000)


def test_the_day_itself_is_in_neither_window_and_both_are_as_long():
    found = windows(date(2026, 3, 10), date(2026, 3, 11), 30)
    assert found.before == (date(2026, 2, 8), date(2026, 3, 9))
    assert found.after == (date(2026, 3, 11), date(2026, 4, 9))
    assert windows(date(2026, 3, 10), date(2026, 3, 11), 1).after == (date(2026, 3, 11),) * 2


@pytest.mark.parametrize(
    ("goal", "value", "samples", "expected"),
    [
        (FRT, 3_600.0, 5, "met"),
        (FRT, 3_600.5, 5, "not_met"),
        (FRT, 60.0, 4, "not_enough"),
        (FRT, None, 0, "not_enough"),
        (Goal("attainment", "at_least", 0.9), 0.9, 5, "met"),
        (Goal("attainment", "at_least", 0.9), 0.899, 5, "not_met"),
    ],
)
def test_the_verdict(goal: Goal, value: float | None, samples: int, expected: str):
    assert verdict(goal, Side(value, samples)) == expected


def test_at_night_is_from_21_until_8_in_the_team_s_zone():
    found = [
        ticket("2026-11-02 20:59", 10),
        ticket("2026-11-02 21:00", 600),
        ticket("2026-11-03 07:59", 1_200),
        ticket("2026-11-03 08:00", 20),
    ]
    as_of = to_micros(datetime(2026, 11, 9, tzinfo=UTC))
    more = {
        "as_of": as_of,
        "zone": SHANGHAI,
        "clock": CalendarClock(),
        "standards": Standards(),
    }
    assert side(found, Standard(FRT, 7, "night"), **more) == Side(900.0, 2)
    assert side(found, Standard(FRT, 7), **more) == Side(310.0, 4)


def test_the_size_of_a_change():
    assert change(Side(720.0, 9), Side(480.0, 9)) == pytest.approx(-1 / 3)
    assert change(Side(None, 0), Side(480.0, 9)) is None


def test_a_verdict_and_a_reminder_wait_for_a_working_day():
    clock = BusinessClock(SHANGHAI, [(None, WorkingHours.parse("Mon-Fri 09:00-18:00"))], "CN")
    assert post_day(clock, date(2026, 11, 21)) == date(2026, 11, 23)
    assert post_day(clock, date(2026, 10, 1)) == date(2026, 10, 8)
    due = date(2026, 11, 21)
    reminded = [day for day in range(16, 31) if is_reminded(due, date(2026, 11, day), clock)]
    assert reminded == [20, 25, 30]
