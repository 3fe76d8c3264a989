"""What a team may watch with the warning rule, and a day's value of it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from bot.metrics.clocks import BusinessClock, Clock, Micros, midnight
from bot.metrics.figures import Figures, Statistic, figures
from bot.metrics.tickets import Standards, TicketFacts, as_seen, judge
from bot.metrics.warnings.near_threshold import Day, Direction, default_warning_value, judge_day

Unit: TypeAlias = Literal["duration", "share", "rating"]

_STATISTICS: dict[str, Statistic] = {
    "frt_median": "frt_median_seconds",
    "frt_mean": "frt_mean_seconds",
    "frt_p90": "frt_p90_seconds",
    "attainment": "attainment",
    "art_mean": "art_mean_seconds",
    "csat_mean": "csat_mean",
}
METRICS = tuple(_STATISTICS)
DEFAULT_METRIC = "frt_median"
_ONE_DAY = timedelta(days=1)


class Rule(NamedTuple):
    """A watched metric and its values: seconds, shares of 1, or ratings from 1 to 5."""

    metric: str
    target: float | None
    warning_value: float
    limit_value: float


class DayFacts(NamedTuple):
    """A metric on one day, as it stood at the day's end.

    `value` is None without samples; `samples` counts what it is of: tickets answered, tickets met
    or missed, replies, ratings. `opened` counts the day's tickets without the excluded, `answered`
    those with a first response, `known` all that a feed or import told of. `longest_wait` is the
    longest that one of them waited for a first reply, in seconds, None when none waits.
    """

    value: float | None
    samples: int
    opened: int
    answered: int
    known: int
    longest_wait: float | None


def unit(metric: str) -> Unit:
    """Return what a metric's values are counted in."""
    units: dict[str, Unit] = {"attainment": "share", "csat_mean": "rating"}
    return units.get(metric, "duration")


def direction(metric: str) -> Direction:
    """Return which way a metric gets better."""
    return "lower_is_better" if unit(metric) == "duration" else "higher_is_better"


def default_rule(limit_seconds: float) -> Rule:
    """Return what a team watches that has chosen nothing: median FRT against its default limit."""
    return Rule(DEFAULT_METRIC, None, default_warning_value(limit_seconds), limit_seconds)


def span_of_day(clock: BusinessClock, zone: ZoneInfo, day: date) -> tuple[Micros, Micros]:
    """Return the instants from and up to which a ticket is opened "on" a working day.

    The local date; hours past midnight belong to the day they start on, so a night shift's small
    hours are the day before's.
    """
    start, before = midnight(day, zone), day - _ONE_DAY
    if clock.is_working_day(before):
        start = max(start, clock.end_of_working_day(before))
    return start, max(midnight(day + _ONE_DAY, zone), clock.end_of_working_day(day))


def facts_of_day(
    tickets: Sequence[TicketFacts],
    metric: str,
    *,
    as_of: Micros,
    clock: Clock,
    standards: Standards,
) -> DayFacts:
    """Return a metric of the tickets opened on a day, as they stood at an instant.

    Satisfaction is that of the tickets opened on the day: a rating has no date of its own.
    """
    made = figures(tickets, as_of=as_of, clock=clock, standards=standards)
    waits = (judge(ticket, as_of, clock, standards).waited_seconds for ticket in tickets)
    return DayFacts(
        value=getattr(made, _STATISTICS[metric]),
        samples=_samples(metric, made, tickets, as_of),
        opened=made.tickets,
        answered=made.answered,
        known=made.tickets + made.excluded,
        longest_wait=max((wait for wait in waits if wait is not None), default=None),
    )


def judged(facts: DayFacts, rule: Rule, *, covered: bool) -> Day:
    """Return the judgement of a day by a rule.

    `covered` is whether a feed or import reaches past the day; it need not when it told of one of
    the day's tickets. Besides the reasons of `judge_day`, no_data may be for nothing_rated and,
    where replies were sent but their times are not known, not_measured.
    """
    known = covered or facts.known > 0
    if known and facts.opened and facts.value is None:
        if rule.metric == "csat_mean":
            return Day("no_data", "nothing_rated")
        if rule.metric == "art_mean" and facts.answered:
            return Day("no_data", "not_measured")
    return judge_day(
        facts.value,
        rule.warning_value,
        direction(rule.metric),
        opened=facts.opened,
        longest_wait=facts.longest_wait,
        covered=known,
    )


def _samples(metric: str, made: Figures, tickets: Iterable[TicketFacts], as_of: Micros) -> int:
    if metric == "attainment":
        return made.met + made.missed
    if metric == "csat_mean":
        return made.csat_rated
    if metric == "art_mean":
        seen = (as_seen(ticket, as_of) for ticket in tickets)
        return sum(_turns(ticket) for ticket in seen if ticket and ticket.excluded is None)
    return made.answered


def _turns(ticket: TicketFacts) -> int:
    return sum(asked <= replied for asked, replied in ticket.turns or ())
