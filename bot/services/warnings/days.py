"""The working days of a watched metric: which values are in force, what a day's value is."""

from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.clocks import Micros, Slot, judgements, midnight, to_micros
from bot.metrics.figures import METRICS
from bot.metrics.tickets import TicketFacts
from bot.metrics.warnings.near_threshold import DayKind
from bot.metrics.warnings.report import DayLine
from bot.metrics.warnings.watched import (
    DayFacts,
    Rule,
    default_rule,
    facts_of_day,
    judged,
    span_of_day,
)
from bot.models import WarningDay, WarningRule
from bot.services.team import Measured
from bot.store import warnings as store
from bot.store.tickets import events

CHART_DAYS = 14
_CHART_SPAN = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A working day with what there is to judge it by."""

    day: date
    ends: Micros
    rule: Rule
    facts: DayFacts
    kind: DayKind
    reason: str


async def rules_in_force(session: AsyncSession, it: Measured, at: Micros) -> tuple[Rule, ...]:
    """Return what a team watches, in the order of `METRICS`; without a choice the default."""
    chosen = [as_rule(row) for row in await store.rules(session, it.team.id)]
    if not chosen:
        return (default_rule(it.standards.limit_for(TicketFacts("", "", at, at))),)
    return tuple(sorted(chosen, key=lambda rule: list(METRICS).index(rule.metric)))


def as_rule(row: WarningRule) -> Rule:
    """Return a rule's row as a value."""
    return Rule(row.metric, row.target, row.warning_value, row.limit_value)


def end_of(it: Measured, day: date) -> Micros:
    """Return when a working day is judged."""
    return it.business.end_of_working_day(day)


def ended_between(it: Measured, after: Micros, until: Micros) -> list[Slot]:
    """Return the working days that ended after one instant and up to another, in order."""
    return judgements(it.rhythm, after, until)


async def measure_days(
    session: AsyncSession, it: Measured, metric: str, days: Sequence[date]
) -> dict[date, DayFacts]:
    """Return a metric of each working day, of the tickets that are the day's for it, at its end."""
    if not days:
        return {}
    spans = {day: span_of_day(it.business, it.team.zone, day) for day in days}
    first = min(start for start, _ in spans.values())
    last = max(end for _, end in spans.values())
    found = await events.around(session, it.team.id, METRICS[metric].of, (first, last))
    facts_of = partial(facts_of_day, metric=metric, clock=it.clock, standards=it.standards)

    def count() -> dict[date, DayFacts]:
        ends = {day: end_of(it, day) for day in spans}
        return {
            day: facts_of(found.between(span, ends[day]), as_of=ends[day])
            for day, span in spans.items()
        }

    # Counting weeks of tickets takes a while, during which others are answered.
    return await to_thread(count)


async def judge_days(
    session: AsyncSession, it: Measured, metric: str, days: Sequence[date]
) -> list[Judgement]:
    """Return the judgements of working days by the rules in force at the end of each."""
    measured = await measure_days(session, it, metric, days)
    reached = await store.covered_through(session, it.team.id)
    made = []
    for day, facts in measured.items():
        ends = end_of(it, day)
        rules = await rules_in_force(session, it, ends)
        rule = next(rule for rule in rules if rule.metric == metric)
        covered = reached is not None and to_micros(reached) >= ends
        kind, reason = judged(facts, rule, covered=covered)
        made.append(Judgement(day, ends, rule, facts, kind, reason))
    return made


async def chart_days(
    session: AsyncSession, it: Measured, rule: Rule, shown: date
) -> tuple[DayLine, ...]:
    """Return the last 14 working days through one: as judged, or as measured where never judged."""
    end = end_of(it, shown)
    after = midnight(shown - _CHART_SPAN, it.team.zone)
    days = [date.fromisoformat(slot.key) for slot in ended_between(it, after, end)][-CHART_DAYS:]
    rows = await store.days(session, it.team.id, rule.metric, shown, CHART_DAYS)
    lines = {row.day: line_of(row) for row in rows}
    others = [day for day in days if day not in lines]
    measured = await measure_days(session, it, rule.metric, others)
    for day, facts in measured.items():
        lines[day] = DayLine(day, facts.value, facts.samples, None, None, rule.warning_value)
    return tuple(lines[day] for day in days)


def line_of(row: WarningDay) -> DayLine:
    """Return a judged day as a value."""
    kinds: dict[str, DayKind] = {"near": "near", "good": "good", "no_data": "no_data"}
    return DayLine(row.day, row.value, row.samples, kinds[row.kind], row.reason, row.warning_value)
