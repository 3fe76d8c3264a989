"""What a team may watch with the warning rule, and a day's value of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.metrics.clocks import BusinessClock, Clock, Micros, midnight
from bot.metrics.figures import METRICS, figures
from bot.metrics.team import TeamView
from bot.metrics.tickets import CLOSED_LATE, Event, Standards, TicketFacts, Verdict, judge
from bot.metrics.warnings.near_threshold import Day, default_warning_value, judge_day

DEFAULT_METRIC = "frt_median"
_ONE_DAY = timedelta(days=1)
_NOTHING: dict[Event, str] = {
    "opening": "nothing_opened",
    "solving": "nothing_solved",
    "quiet": "nothing_settled",
    "analysis": "no_complaint",
}


class Rule(NamedTuple):
    """A watched metric and its values: seconds, shares of 1, or ratings from 1 to 5."""

    metric: str
    target: float | None
    warning_value: float
    limit_value: float


@dataclass(frozen=True, slots=True)
class RuleForm:
    """What a form about a rule shows: its values as typed, none for a metric not watched yet.

    `metric` is None where one of `others`, which are not watched, is still to be chosen; `version`
    counts the changes of the rule. `may_stop` says that the team has set it and may take it back.
    """

    team: TeamView
    metric: str | None
    others: tuple[str, ...]
    texts: Mapping[str, str]
    version: int
    may_stop: bool


class DayFacts(NamedTuple):
    """A metric on one day, as it stood at the day's end.

    `value` is None without samples; `samples` counts what it is of: tickets answered, tickets met
    or missed, replies, ratings. `tickets` counts the day's without the excluded, `answered` those
    with a first response, `known` all that a feed or import told of. `longest_wait` is the longest
    that one of those opened on it waits, or was closed late, without a first reply, in seconds.
    `untold` is whether the sources tell of first responses for none of the tickets.
    """

    value: float | None
    samples: int
    tickets: int
    answered: int
    known: int
    longest_wait: float | None
    untold: bool = False


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
    """Return a metric of a day's tickets, as they stood at an instant.

    Which are a day's is what the metric is `of`. Satisfaction is that of the tickets opened on the
    day: a rating has no date of its own.
    """
    measure = METRICS[metric]
    made = figures(tickets, as_of=as_of, clock=clock, standards=standards)
    waiting = tickets if measure.of == "opening" else ()
    waits = (_waited(judge(ticket, as_of, clock, standards)) for ticket in waiting)
    return DayFacts(
        value=measure.value(made),
        samples=measure.n(made),
        tickets=made.tickets,
        answered=made.answered,
        known=made.tickets + made.excluded,
        longest_wait=max((wait for wait in waits if wait is not None), default=None),
        untold=made.is_untold,
    )


def _waited(verdict: Verdict) -> float | None:
    """Return how long somebody waited in vain: until now, or until the ticket was closed late."""
    if CLOSED_LATE in verdict.reasons:
        return (verdict.limit_seconds or 0) + (verdict.late_by_seconds or 0)
    return verdict.waited_seconds


def judged(facts: DayFacts, rule: Rule, *, covered: bool) -> Day:
    """Return the judgement of a day by a rule.

    `covered` is whether a feed or import reaches past the day; it need not when it told of one of
    the day's tickets. Besides the reasons of `judge_day`, no_data may be for what the metric is
    `missing`, not_measured only where replies were sent, and for nothing that it is `of`; of a
    metric of first responses also for replies_untold.
    """
    known, metric = covered or facts.known > 0, METRICS[rule.metric]
    replied = facts.answered or metric.of != "opening"
    missing = metric.missing if replied or metric.missing != "not_measured" else None
    if facts.untold and metric.of == "opening":
        missing = missing or "replies_untold"
    if known and facts.tickets and facts.value is None and missing:
        return Day("no_data", missing)
    if known and not facts.tickets:
        return Day("no_data", _NOTHING[metric.of])
    return judge_day(
        facts.value,
        rule.warning_value,
        metric.direction,
        opened=facts.tickets,
        longest_wait=facts.longest_wait,
        covered=known,
    )
