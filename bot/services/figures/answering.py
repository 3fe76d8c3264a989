"""The figures behind `/frt today` and its kin, as one answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import Micros, Period, from_micros, local, midnight, to_micros
from bot.metrics.figures.cohort import AnyCohort
from bot.metrics.figures.evidence import Told
from bot.metrics.figures.report import Ask, Report
from bot.metrics.figures.tally import Tally
from bot.metrics.team import Reader
from bot.services.figures.asking import period_of
from bot.services.figures.cohorts import beside
from bot.services.figures.comparing import told_of
from bot.services.figures.counting import Material, counted
from bot.services.figures.drawing import drawn_once, minute_of
from bot.services.figures.rollups import summed
from bot.services.figures.selecting import opened, selected, waiting
from bot.services.figures.spans import Spans, spans_of
from bot.services.figures.targets import targets_of
from bot.services.figures.trend import Chart, trend_of
from bot.services.team import Choice, Names, Request, Standing, names_in, person_asked
from bot.store.imports import data_at
from bot.store.kept import made_once
from bot.store.tickets import tickets as store

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """A report and the one it was made for."""

    report: Report
    reader: Reader


async def report(
    database: Database,
    request: Request,
    *,
    now: datetime,
    team_id: int | None = None,
    is_charted: bool = False,
) -> Answer | Choice:
    """Return the answer to a request, or the teams it may be about.

    Everything is as of `request.as_of`; `now` tells whether that is already past. Where it
    `is_charted` it has what its chart is drawn of, days unless a breakdown is asked for, and of the
    period before nothing. By agent those are the reader's own days, where they see no other agent.
    Raises BotError.
    """
    async with database.read() as session:
        standing = await selected(session, request, team_id)
        if isinstance(standing, Choice):
            return standing
        ask = _charted(request.ask, standing) if is_charted else request.ask
        request = replace(request, ask=ask)
        return await _answer(session, request, standing, now, is_charted=is_charted)


async def drawn(
    database: Database,
    request: Request,
    draw: Callable[[Answer | Choice], T],
    *,
    team_id: int | None = None,
) -> T:
    """Return what `draw` makes of the answer to a request of now, or of the teams to choose from.

    What it makes is kept for a minute at most, see `drawn_once`. Raises BotError.
    """

    async def make(session: AsyncSession) -> tuple[int | None, T]:
        standing = await selected(session, request, team_id)
        if isinstance(standing, Choice):
            return None, draw(standing)
        return standing.team.id, draw(await _of_this_minute(session, request, standing))

    return await drawn_once(database, request, ("report", team_id), make)


async def _of_this_minute(session: AsyncSession, request: Request, standing: Standing) -> Answer:
    """Return an answer with figures as of an instant in this minute, the same for all who ask.

    But for those of individuals, of which not everybody sees the same.
    """
    ask = replace(request.ask, team=None)
    if ask.person is not None or ask.by == "agent":
        return await _answer(session, request, standing, request.as_of)
    key = ("report", standing.team, standing.clock.name, ask, minute_of(request.as_of))

    async def make() -> Answer:
        return await _answer(session, request, standing, request.as_of)

    made = await made_once(session, standing.team.id, key, make)
    return Answer(made.report, standing.reader)


def refuse_to_share(report: Report) -> None:
    """Raise BotError for individual figures, unless the team has opened its leaderboard."""
    individual = report.person is not None or report.ask.by == "agent"
    if individual and not report.team.leaderboard_open:
        raise BotError("error.share_individual", team=report.team.name)


def _charted(ask: Ask, standing: Standing) -> Ask:
    if ask.by != "agent" or standing.sees_people:
        return ask
    return replace(ask, by=None, person=ask.person or standing.reader.user_id)


async def _answer(
    session: AsyncSession,
    request: Request,
    standing: Standing,
    now: datetime,
    *,
    is_charted: bool = False,
) -> Answer:
    ask, team = request.ask, standing.team
    asked = to_micros(request.as_of)
    data = await data_at(session, team.id, asked, standing.business)
    period = period_of(ask.period, request.as_of, team.zone)
    as_of = data.judged(asked)
    since = max(from_micros(as_of), period.start)
    spans = spans_of(period, since, is_charted=is_charted and ask.by is None)
    names, person = Names({}, {}), None
    if ask.person is not None or ask.by == "agent":
        names = await names_in(session, team.id)
    if ask.person is not None:
        person = await person_asked(session, standing, names, ask.person)
    elif ask.by == "agent" and not standing.sees_people and standing.reader.role is None:
        raise BotError("error.agents_forbidden", team=team.name)
    if person is not None:
        found = await opened(session, standing, spans.start, spans.end)
        tickets: AnyCohort = names.unify(found)
    else:
        tickets = await summed(session, standing, names, spans.uses(as_of), ask.by)
    owed = await waiting(session, standing, as_of, is_past=asked < to_micros(now))
    material = Material(standing, spans, as_of, person, tickets, names.unified(owed))
    present, groups, hidden = await beside(tickets, counted, material, ask.by, names)
    begun = await _data_since(session, standing, spans)
    before = Tally().headline()
    told: Mapping[str, Told] = {}
    if begun is None and not is_charted:
        before = await beside(tickets, material.headline_before)
    if begun is None and person is None and not is_charted:
        told = await told_of(session, standing, tickets, (spans.before, spans.period), as_of)
    trend = None
    if spans.trend is not None:
        chart = Chart(spans.trend, as_of, present if spans.is_one_day and not person else None)
        trend = await trend_of(session, standing, person, material.tickets, chart)
    latest = await store.last_opened(session, team.id)
    made = Report(
        team=team,
        ask=replace(ask, team=team.name, where=standing.selection.filters),
        as_of=request.as_of,
        period=spans.period,
        figures=present,
        before_period=spans.before,
        before=before,
        clock=standing.clock.name,
        other_clock=standing.other_clock,
        trend=trend,
        groups=groups,
        hidden_groups=hidden,
        person=person.shown if person else None,
        unknown_years=_unknown_years(standing, spans.period, as_of),
        covered_until=from_micros(latest) if latest is not None else None,
        target=(await targets_of(session, team, request.as_of))["attainment"],
        data=data,
        told=told,
        data_since=begun,
    )
    return Answer(made, standing.reader)


async def _data_since(session: AsyncSession, standing: Standing, spans: Spans) -> date | None:
    """Return the local date of a team's first ticket, None where the period before has it all.

    Days off at its start are not missed.
    """
    first = await store.first_opened(session, standing.team.id)
    if first is None:
        return None
    day, begins = local(first, standing.team.zone).date(), spans.before.first_day
    if not standing.business.is_working_day(begins):
        begins = standing.business.next_working_day(begins)
    return day if begins < day else None


def _unknown_years(standing: Standing, period: Period, as_of: Micros) -> tuple[int, ...]:
    if standing.clock.name != "business":
        return ()
    end = min(to_micros(period.end) - 1, as_of)
    first = midnight(period.first_day, period.zone)
    return tuple(standing.business.unknown_years(first, max(first, end)))
