"""Verdicts by hand: the windows, the night, the fewest, the boundary."""

import math
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.metrics.actions.actions import is_reminded
from bot.metrics.actions.verification import (
    Rules,
    Side,
    Standard,
    measurement,
    post_day,
    side,
    windows,
)
from bot.metrics.clocks.business_clock import BusinessClock, CalendarClock
from bot.metrics.clocks.instants import to_micros
from bot.metrics.clocks.working_hours import WorkingHours
from bot.metrics.figures.evidence import Block, Days
from bot.metrics.figures.goals import Goal
from bot.metrics.tickets.standards import Standards
from bot.metrics.tickets.tickets import TicketFacts

SPANS = windows(date(2026, 11, 20), date(2026, 11, 21), 7)
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


def of(value: float, *, days: int = 5, each: int = 6, quantile: float | None = 0.5):
    """Return a side on which every ticket of every day has the same value."""
    ordered = (value,) * each if quantile else ()
    blocks = (Block(each, each * value, ordered),) * days
    return Side(value, days * each), Days(blocks, quantile)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (of(7_200), of(3_600), "met"),
        (of(3_600), of(1_800), "met"),
        (of(7_200), of(3_600.5), "not_met"),
        (of(1_800), of(3_600.5), "not_met"),
        (of(3_600), of(3_600), "met_before"),
        (of(1_800), of(3_600), "met_before"),
        (of(7_200), of(60, days=4, each=8), "not_enough"),
        (of(7_200, each=5), of(60), "not_enough"),
        (of(7_200), (Side(None, 0), Days((), 0.5)), "not_enough"),
    ],
)
def test_the_verdict(before: tuple[Side, Days], after: tuple[Side, Days], expected: str):
    assert measurement(FRT, SPANS, before, after).verdict == expected


def test_a_share_is_met_from_its_goal_on():
    goal = Goal("attainment", "at_least", 0.9)
    before = of(0.5, quantile=None)
    assert measurement(goal, SPANS, before, of(0.9, quantile=None)).verdict == "met"
    assert measurement(goal, SPANS, before, of(0.899, quantile=None)).verdict == "not_met"


def test_a_change_that_its_days_explain_is_unclear_and_more_days_would_show_it():
    def swinging(*values: float) -> tuple[Side, Days]:
        blocks = tuple(Block(8, 8 * value, (value,) * 8) for value in values)
        return Side(sorted(values)[2], 40), Days(blocks, 0.5)

    before = swinging(1_000, 9_000, 4_000, 2_000, 6_000)
    found = measurement(FRT, SPANS, before, swinging(900, 8_000, 3_500, 1_500, 5_000))
    assert found.verdict == "unclear"
    assert found.change is not None
    half = (found.change.high - found.change.low) / 2
    assert found.more_days(FRT) == math.ceil(5 * (half / 400) ** 2) - 5
    assert measurement(FRT, SPANS, of(3_600), of(3_600)).more_days(FRT) is None


def test_a_length_of_time_can_become_no_less_than_none():
    def of_days(*values: float) -> tuple[Side, Days]:
        blocks = tuple(Block(8, 8 * value, (value,) * 8) for value in values)
        return Side(sorted(values)[2], 40), Days(blocks, 0.5)

    before, after = of_days(600, 600, 9_000, 9_000, 600), of_days(60, 50, 60, 50, 60)
    found = measurement(FRT, SPANS, before, after)
    assert found.change is not None
    assert found.change.low == -600


def test_at_night_is_from_21_until_8_in_the_team_s_zone():
    found = [
        ticket("2026-11-02 20:59", 10),
        ticket("2026-11-02 21:00", 600),
        ticket("2026-11-03 07:59", 1_200),
        ticket("2026-11-03 08:00", 20),
    ]
    as_of = to_micros(datetime(2026, 11, 9, tzinfo=UTC))
    hours = BusinessClock(SHANGHAI, [(None, WorkingHours.parse("Mon-Fri 09:00-18:00"))], "CN")
    rules = Rules(SHANGHAI, hours, CalendarClock(), Standards())
    span = (date(2026, 11, 1), date(2026, 11, 7))
    night, days = side(found, Standard(FRT, 7, "night"), span, rules, as_of)
    assert night == Side(900.0, 2)
    assert [block.n for block in days.blocks] == [1, 1, 0, 0, 0]
    whole, days = side(found, Standard(FRT, 7), span, rules, as_of)
    assert whole == Side(310.0, 4)
    assert [list(block.ordered) for block in days.blocks] == [[10, 600], [20, 1200], [], [], []]


def test_a_verdict_and_a_reminder_wait_for_a_working_day():
    clock = BusinessClock(SHANGHAI, [(None, WorkingHours.parse("Mon-Fri 09:00-18:00"))], "CN")
    assert post_day(clock, date(2026, 11, 21)) == date(2026, 11, 23)
    assert post_day(clock, date(2026, 10, 1)) == date(2026, 10, 8)
    due = date(2026, 11, 21)
    reminded = [day for day in range(16, 31) if is_reminded(due, date(2026, 11, day), clock)]
    assert reminded == [20, 25, 30]
