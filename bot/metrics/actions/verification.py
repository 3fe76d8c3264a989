"""Whether an action moved the metric it should: the same length of time before and after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from bot.errors import BotError
from bot.metrics.clocks import BusinessClock, Clock, Micros, local
from bot.metrics.figures import Goal
from bot.metrics.tickets import Standards, TicketFacts
from bot.metrics.typed import normalised
from bot.metrics.warnings import facts_of_day

Verdict: TypeAlias = Literal["met", "not_met", "not_enough"]

FEWEST = 5
"""Of fewer tickets, replies or ratings than this nothing is said."""
LONGEST_DAYS = 180
NIGHT = (21, 8)
"""The hours of the team's zone from and up to which a ticket is opened at night."""
_ONE_DAY = timedelta(days=1)


def read_days(text: str) -> int:
    """Return the length of a window: `30`, `30 days`, `30天`. Raises BotError for none."""
    plain = normalised(text).casefold()
    for word in ("days", "day", "d", "天"):
        plain = plain.removesuffix(word).strip()
    is_number = plain.isascii() and plain.isdigit() and len(plain) < len("1000000")
    if not is_number or not 1 <= int(plain) <= LONGEST_DAYS:
        raise BotError("verify.error.days", most=LONGEST_DAYS)
    return int(plain)


@dataclass(frozen=True, slots=True)
class Standard:
    """What the data must show: a goal over a number of local dates.

    `hours` is night for the tickets opened at night, None for all.
    """

    goal: Goal
    days: int
    hours: str | None = None


class Side(NamedTuple):
    """A metric over a window; `samples` counts the tickets, replies or ratings it is of."""

    value: float | None
    samples: int


class Windows(NamedTuple):
    """Two spans of local dates of the same length, each with its first and last date."""

    before: tuple[date, date]
    after: tuple[date, date]


@dataclass(frozen=True, slots=True)
class Measurement:
    """What the data say of an action once its window has ended."""

    windows: Windows
    before: Side
    after: Side
    verdict: Verdict


def windows(done_on: date, after_from: date, days: int) -> Windows:
    """Return the dates before an action was done, and those after; the day itself is in neither."""
    before = (done_on - days * _ONE_DAY, done_on - _ONE_DAY)
    return Windows(before, (after_from, after_from + (days - 1) * _ONE_DAY))


def side(
    tickets: Sequence[TicketFacts],
    standard: Standard,
    *,
    as_of: Micros,
    zone: ZoneInfo,
    clock: Clock,
    standards: Standards,
) -> Side:
    """Return the metric of the tickets of a window as they stood at an instant."""
    kept = [one for one in tickets if standard.hours != "night" or _at_night(one, zone)]
    metric = standard.goal.metric
    facts = facts_of_day(kept, metric, as_of=as_of, clock=clock, standards=standards)
    return Side(facts.value, facts.samples)


def verdict(goal: Goal, after: Side) -> Verdict:
    """Return whether the value after reaches the goal; what was before decides nothing."""
    if after.value is None or after.samples < FEWEST:
        return "not_enough"
    reached = (
        after.value <= goal.value if goal.comparison == "at_most" else after.value >= goal.value
    )
    return "met" if reached else "not_met"


def change(before: Side, after: Side) -> float | None:
    """Return the size of the change as a share of what was before: 12 min to 8 min is -1/3."""
    if before.value is None or after.value is None or not before.value:
        return None
    return after.value / before.value - 1


def post_day(clock: BusinessClock, measured_on: date) -> date:
    """Return the working day on which a verdict is posted."""
    if clock.is_working_day(measured_on):
        return measured_on
    return clock.next_working_day(measured_on)


def _at_night(ticket: TicketFacts, zone: ZoneInfo) -> bool:
    start, end = NIGHT
    hour = local(ticket.opened_at, zone).hour
    return hour >= start or hour < end
