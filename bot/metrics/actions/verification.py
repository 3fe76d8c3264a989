"""Whether an action moved the metric it should: the same length of time before and after it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from bot.errors import BotError
from bot.metrics.clocks import BusinessClock, Clock, Micros, local
from bot.metrics.figures import (
    METRICS,
    Cohort,
    Days,
    Goal,
    Interval,
    Told,
    days_of,
    direction,
    figures,
    interval,
    more_days,
    possible,
    working_spans,
)
from bot.metrics.tickets import Standards, TicketFacts
from bot.metrics.typed import normalised

Verdict: TypeAlias = Literal["met", "met_before", "unclear", "not_met", "not_enough"]

LEAST_DAYS, USUAL_DAYS, LONGEST_DAYS = 7, 30, 180
"""A window of fewer days has fewer than five working days, and so no verdict."""
NIGHT = (21, 8)
"""The hours of the team's zone from and up to which a ticket is opened at night."""
_ONE_DAY = timedelta(days=1)


def read_days(text: str) -> int:
    """Return the length of a window: `30`, `30 days`, `30天`. Raises BotError for none."""
    plain = normalised(text).casefold()
    for word in ("days", "day", "d", "天"):
        plain = plain.removesuffix(word).strip()
    is_number = plain.isascii() and plain.isdigit() and len(plain) < len("1000000")
    if not is_number or not LEAST_DAYS <= int(plain) <= LONGEST_DAYS:
        raise BotError("verify.error.days", least=LEAST_DAYS, most=LONGEST_DAYS)
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


class Visible(NamedTuple):
    """The smallest change that a window of a standard would show.

    By what was seen over `days` local dates before; None where that is too little to tell.
    """

    size: float | None
    seen: Side
    days: int


class Windows(NamedTuple):
    """Two spans of local dates of the same length, each with its first and last date."""

    before: tuple[date, date]
    after: tuple[date, date]


@dataclass(frozen=True, slots=True)
class Measurement:
    """What the data say of an action once its window has ended.

    `change` is between which values the metric changed, None where there is not enough to tell or
    where it was measured before such intervals were; `days` are the working days after it.
    """

    windows: Windows
    before: Side
    after: Side
    verdict: Verdict
    change: Interval | None = None
    days: int = 0

    def told(self, metric: str) -> Told | None:
        """Return whether it changed for the better, None where there is not enough to tell."""
        if self.change is None:
            return None
        return self.change.told(direction(metric))

    def more_days(self, goal: Goal) -> int | None:
        """Return how many more days would show the change that the goal asks for.

        None where they would not: it was there before, or would have been seen already.
        """
        if self.change is None or self.before.value is None or reached(goal, self.before):
            return None
        return more_days(self.change, self.days, goal.value - self.before.value) or None


def windows(done_on: date, after_from: date, days: int) -> Windows:
    """Return the dates before an action was done, and those after; the day itself is in neither."""
    before = (done_on - days * _ONE_DAY, done_on - _ONE_DAY)
    return Windows(before, (after_from, after_from + (days - 1) * _ONE_DAY))


@dataclass(frozen=True, slots=True)
class Rules:
    """How a team's tickets are measured."""

    zone: ZoneInfo
    business: BusinessClock
    clock: Clock
    standards: Standards


def side(
    tickets: Cohort,
    standard: Standard,
    span: tuple[date, date],
    rules: Rules,
    as_of: Micros,
) -> tuple[Side, Days]:
    """Return the metric of the tickets of a window as they stood at an instant, and of its days.

    Columns are of a metric that the opening puts on a day, and of all hours.
    """
    if isinstance(tickets, Sequence) and standard.hours == "night":
        tickets = [one for one in tickets if _at_night(one, rules.zone)]
    name, clock, standards = standard.goal.metric, rules.clock, rules.standards
    made = figures(tickets, as_of=as_of, clock=clock, standards=standards)
    spans = working_spans(*span, rules.business)
    zone = rules.zone
    days = days_of(tickets, [name], spans, as_of=as_of, clock=clock, standards=standards, zone=zone)
    return Side(METRICS[name].value(made), METRICS[name].n(made)), days[name]


def measurement(
    goal: Goal, spans: Windows, before: tuple[Side, Days], after: tuple[Side, Days]
) -> Measurement:
    """Return what two windows say of a goal.

    It is met where the value is there and the change is none that chance makes; where both
    windows are at the goal and no change shows, it was met before. Nothing is said where one has
    fewer than five working days or thirty samples.
    """
    change = _possible(goal.metric, before[0], interval(before[1], after[1]))
    made = Measurement(spans, before[0], after[0], "not_enough", change, len(after[1].blocks))
    return replace(made, verdict=_verdict(goal, made))


def _possible(metric: str, before: Side, change: Interval | None) -> Interval | None:
    """Return an interval without what the metric cannot become, such as less than no time."""
    if change is None or before.value is None:
        return change
    least, most = (value - before.value for value in possible(metric))
    return Interval(max(change.low, least), min(change.high, most))


def _verdict(goal: Goal, made: Measurement) -> Verdict:
    told = made.told(goal.metric)
    if told is None:
        return "not_enough"
    if not reached(goal, made.after):
        return "not_met"
    if told == "better":
        return "met"
    return "met_before" if reached(goal, made.before) else "unclear"


def reached(goal: Goal, side: Side) -> bool:
    """Return whether a value is at a goal."""
    if side.value is None:
        return False
    if goal.comparison == "at_most":
        return side.value <= goal.value
    return side.value >= goal.value


def post_day(clock: BusinessClock, measured_on: date) -> date:
    """Return the working day on which a verdict is posted."""
    if clock.is_working_day(measured_on):
        return measured_on
    return clock.next_working_day(measured_on)


def _at_night(ticket: TicketFacts, zone: ZoneInfo) -> bool:
    start, end = NIGHT
    hour = local(ticket.opened_at, zone).hour
    return hour >= start or hour < end
