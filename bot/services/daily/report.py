"""The daily report: what a team's tickets of the last days say, for its channel."""

from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import (
    Micros,
    Period,
    between,
    daily_report,
    daily_reports,
    from_micros,
    report_time,
    to_micros,
)
from bot.metrics.daily.report import (
    DailyReport,
    DayBefore,
    Measures,
    Share,
    Usual,
    measures,
    shares,
    span_of,
    usual,
    usual_spans,
)
from bot.metrics.deliveries import Missed
from bot.metrics.figures import AnyCohort, Figures, figures, grouped
from bot.metrics.tickets import TicketFacts
from bot.models import Delivery, Team
from bot.services.daily.cases import NotMet, around, drawn, moment_of, not_met
from bot.services.daily.revised import changed
from bot.services.deliveries import Due, missed_in
from bot.services.figures import opened_within, solved_within, targets_of
from bot.services.team import Measured, measured, posting_times
from bot.store import causes
from bot.store import daily as store
from bot.store.imports import data_at
from bot.store.tickets import cohort_between, tickets

KIND = "daily"
SHOWN = 3
"""So many tickets stand in the message itself."""


async def due_between(
    database: Database, team: Team, after: datetime, until: datetime
) -> list[Due]:
    """Return the reports that fell due for a team after one instant and up to another."""
    if team.id is None or team.channel_id is None:
        return []
    async with database.read() as session:
        rhythm = await posting_times(session, team)
    found = daily_reports(rhythm, to_micros(after), to_micros(until))
    return [Due(KIND, team.channel_id, slot.key, from_micros(slot.due)) for slot in found]


async def due_on(database: Database, team: Team, day: date, now: datetime) -> Due:
    """Return the report of a local date, for a person who asks for it; a day off has one too.

    Raises BotError for a date yet to come and for a team without a channel.
    """
    if team.id is None or team.channel_id is None:
        raise BotError("daily.error.no_channel", team=team.name)
    async with database.read() as session:
        it = await measured(session, team.id, now)
    if day > now.astimezone(it.team.zone).date():
        raise BotError("daily.error.future", day=day.isoformat())
    slot = daily_report(it.rhythm, day)
    due = slot.due if slot else report_time(it.rhythm, day)
    return Due(KIND, team.channel_id, day.isoformat(), min(from_micros(due), now))


async def report(
    database: Database, team_id: int, day: date, *, channel_id: str, as_of: datetime, now: datetime
) -> DailyReport:
    """Return a team's report of a local date for a channel, as of an instant.

    It starts where the last one posted to that channel ended. `now` tells whether the instant is
    already past. Raises BotError when there is no such team.
    """
    async with database.read() as session:
        return await _report(session, team_id, day, channel_id, (as_of, now))


class Told(NamedTuple):
    """A report, the days of which none was posted before it, and the row of its post."""

    report: DailyReport
    missed: Missed | None
    row: Delivery


async def to_post(database: Database, row: Delivery, now: datetime) -> Told:
    """Return what the report of a row tells as of now. Raises BotError without its team."""
    day = date.fromisoformat(row.slot)
    async with database.read() as session:
        made = await _report(session, row.team_id, day, row.channel_id, (now, now))
        return Told(made, await missed_in(session, row), row)


async def posted_at(
    database: Database, channel_id: str, message_ts: str, now: datetime
) -> Told | None:
    """Return what a message tells, as of when it was posted; None if no report stands there."""
    async with database.read() as session:
        row = await store.posted_as(session, channel_id, message_ts)
        if row is None or row.settled_at is None:
            return None
        day, as_of = date.fromisoformat(row.slot), row.settled_at
        made = await _report(session, row.team_id, day, channel_id, (as_of, now))
        return Told(made, await missed_in(session, row), row)


async def _report(
    session: AsyncSession, team_id: int, day: date, channel_id: str, when: tuple[datetime, datetime]
) -> DailyReport:
    as_of, now = when
    it, at = await measured(session, team_id, as_of), to_micros(as_of)
    last = await store.posted_before(session, channel_id, day, at)
    span = span_of(day, it.business, last[0] if last else None)
    period = between(span.first_day, span.last_day, it.team.zone)
    month = between(span.last_day.replace(day=1), span.last_day, it.team.zone)
    four_weeks = usual_spans(span.first_day, it.business)
    data = await data_at(session, team_id, at, it.business)
    judged = data.judged(at)
    material = await _read(session, it, [period, month, *_periods(four_weeks, it)], judged)
    waiting = await tickets.waiting_at(session, team_id, judged, is_past=at < to_micros(now))
    told = from_micros(last[1]) if last else None
    moment = await moment_of(session, it, period, as_of, told)
    chosen = material.opened
    if not isinstance(chosen, Sequence):
        chosen = await around(session, team_id, period, moment)
    cases = [
        one
        for one in not_met(chosen, moment, it.clock, it.standards)
        if one.ticket.opened_at < to_micros(period.end)
    ]
    # Counting a busy month takes a while, during which clicks are still answered.
    counted = await to_thread(_count, material, (period, month, four_weeks), waiting)
    revised = []
    if last is not None:
        measures = (it.clock, it.standards)
        revised = await changed(session, it.team.id, (last[1], at), judged, measures)
    named = await causes.latest(session, team_id, [one.key for one in cases])
    latest = await tickets.last_opened(session, team_id, at)
    return DailyReport(
        team=it.team,
        day=day,
        span=span,
        period=period,
        month_period=month,
        as_of=as_of,
        before=told,
        clock=it.clock.name,
        figures=counted.figures,
        now=counted.now,
        month=counted.month,
        usual=counted.usual,
        day_before=counted.day_before,
        targets=await targets_of(session, it.team, as_of),
        not_met=tuple(one.key for one in cases),
        earlier=sum(one.earlier for one in cases),
        unnamed=len(cases) - len(named),
        cases=drawn(_hurting(cases), named),
        channels=counted.channels,
        hours=counted.hours,
        unknown_years=_unknown_years(it, period),
        covered_until=from_micros(latest) if latest is not None else None,
        data=data,
        revised=len(revised),
    )


def _hurting(cases: Sequence[NotMet]) -> list[NotMet]:
    """Return the worst few: first those that still wait, the latest first of either."""
    waiting = [one for one in cases if one.verdict.waited_seconds is not None]
    over = [one for one in cases if one.verdict.waited_seconds is None]
    return [*waiting, *over][:SHOWN]


class _Counted(NamedTuple):
    figures: Figures
    now: Measures
    month: Measures
    usual: Usual | None
    day_before: DayBefore | None
    channels: tuple[Share, ...]
    hours: tuple[Share, ...]


def _count(
    material: "_Material",
    periods: tuple[Period, Period, Sequence[tuple[date, date]]],
    waiting: Sequence[TicketFacts],
) -> _Counted:
    """Return what the tickets say; each working day of the four weeks as long after it as now."""
    it, at = material.it, material.at
    period, month, four_weeks = periods
    cohort, end = material.cohort(period), to_micros(period.end)
    elapsed = max(at - end, 0)
    days = [
        (span, material.column(past, min(at, to_micros(past.end) + elapsed)))
        for span, past in zip(four_weeks, _periods(four_weeks, it), strict=True)
    ]
    return _Counted(
        figures=material.figures(cohort, at, waiting),
        now=material.column(period, at),
        month=material.column(month, at),
        usual=usual(days),
        day_before=DayBefore(days[-1][1], *days[-1][0]) if days else None,
        channels=shares(material.grouped(cohort, "channel")),
        hours=shares(material.grouped(cohort, "hour")),
    )


def _periods(spans: Sequence[tuple[date, date]], it: Measured) -> list[Period]:
    return [between(first, last, it.team.zone) for first, last in spans]


async def _read(
    session: AsyncSession, it: Measured, periods: Sequence[Period], at: Micros
) -> "_Material":
    start = to_micros(min(period.start for period in periods))
    end = min(at + 1, to_micros(max(period.end for period in periods)))
    opened = await cohort_between(session, it.team.id, start, end)
    solved = await store.solved_between(session, it.team.id, start, end, opened)
    return _Material(it, at, opened, solved)


@dataclass(frozen=True, slots=True)
class _Material:
    """Tickets by opening and by resolution, in order, and how to count them."""

    it: Measured
    at: Micros
    opened: AnyCohort
    solved: AnyCohort

    def cohort(self, period: Period) -> AnyCohort:
        return opened_within(self.opened, period)

    def figures(
        self, cohort: AnyCohort, at: Micros, waiting: Sequence[TicketFacts] = ()
    ) -> Figures:
        clock, standards = self.it.clock, self.it.standards
        return figures(cohort, as_of=at, clock=clock, standards=standards, waiting=waiting)

    def column(self, period: Period, at: Micros) -> Measures:
        """Return a column: what was opened in the period as it stood at an instant, and events."""
        events = solved_within(self.solved, period)
        cohort = self.figures(self.cohort(period), at)
        return measures(cohort, self.figures(events, self.at), self.it.team.statistic)

    def grouped(self, cohort: AnyCohort, by: str) -> list[tuple[str | int | None, Figures]]:
        return grouped(
            cohort,
            by,
            as_of=self.at,
            clock=self.it.clock,
            standards=self.it.standards,
            zone=self.it.team.zone,
        )


def _unknown_years(it: Measured, period: Period) -> tuple[int, ...]:
    if it.clock.name != "business":
        return ()
    start, end = to_micros(period.start), to_micros(period.end) - 1
    return tuple(it.business.unknown_years(start, end))
