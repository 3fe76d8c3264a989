"""The figures behind `/frt today` and its kin, as one answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import Micros, Period, from_micros, midnight, to_micros
from bot.metrics.figures import Summed
from bot.metrics.figures.breakdowns import BREAKDOWNS
from bot.metrics.figures.cohort import (
    AnyCohort,
    Figures,
    figures,
    grouped,
    headline,
    with_groups,
)
from bot.metrics.figures.report import Ask, Group, Report
from bot.metrics.figures.tally import Headline, Rules
from bot.metrics.team import Reader
from bot.metrics.tickets import TicketFacts
from bot.services.figures.asking import period_of
from bot.services.figures.cohorts import beside, opened_within
from bot.services.figures.comparing import told_of
from bot.services.figures.drawing import drawn_once, minute_of
from bot.services.figures.grouping import individual, partitioned
from bot.services.figures.rollups import summed
from bot.services.figures.spans import Spans, spans_of
from bot.services.figures.trend import Chart, trend_of
from bot.services.team import (
    Choice,
    Names,
    Person,
    Request,
    Standing,
    names_in,
    person_asked,
    resolve,
)
from bot.store.imports import data_at
from bot.store.kept import made_once
from bot.store.tickets import cohort_between
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

    Everything is as of `request.as_of`; `now` tells whether that is already past. What is only in
    its chart is read where it `is_charted`: days, unless a breakdown is asked for. By agent that is
    the reader's own days, where they see no other agent. Raises BotError.
    """
    async with database.read() as session:
        standing = await resolve(session, request, team_id)
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
        standing = await resolve(session, request, team_id)
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
        found = await cohort_between(session, team.id, spans.start, spans.end)
        tickets: AnyCohort = names.unify(found)
    else:
        tickets = await summed(session, standing, names, spans.uses(as_of), ask.by)
    waiting = await store.waiting_at(session, team.id, as_of, is_past=asked < to_micros(now))
    material = _Material(
        standing,
        spans,
        as_of,
        person,
        tickets,
        names.unified(waiting),
    )
    present, groups, hidden = await beside(tickets, _counted, material, ask.by, names)
    before = await beside(tickets, material.headline_before)
    trend = None
    if spans.trend is not None:
        chart = Chart(spans.trend, as_of, present if spans.is_one_day and not person else None)
        trend = await trend_of(session, standing, person, material.tickets, chart)
    latest = await store.last_opened(session, team.id)
    compared = (spans.before, spans.period)
    told = {} if person else await told_of(session, standing, tickets, compared, as_of)
    made = Report(
        team=team,
        ask=replace(ask, team=team.name),
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
        data=data,
        told=told,
    )
    return Answer(made, standing.reader)


@dataclass(frozen=True, slots=True)
class _Material:
    """The tickets of a request and how to count them, for everyone or for one person."""

    standing: Standing
    spans: Spans
    as_of: Micros
    person: Person | None
    tickets: AnyCohort
    waiting: Sequence[TicketFacts]

    def figures_of(self, period: Period, as_of: Micros, waiting: Sequence[TicketFacts]) -> Figures:
        return self.figures_in(opened_within(self.tickets, period), as_of, waiting)

    def headline_before(self) -> Headline:
        period, as_of = self.spans.before, self.spans.before_as_of
        if self.person is not None:
            return Headline.of(self.figures_of(period, as_of, []))
        clock, standards = self.standing.clock, self.standing.standards
        tickets = opened_within(self.tickets, period)
        return headline(tickets, as_of=as_of, clock=clock, standards=standards)

    def figures_in(
        self, tickets: AnyCohort, as_of: Micros, waiting: Sequence[TicketFacts]
    ) -> Figures:
        clock, standards = self.standing.clock, self.standing.standards
        if self.person is None:
            return figures(tickets, as_of=as_of, clock=clock, standards=standards, waiting=waiting)
        people = grouped(
            tickets,
            "agent",
            as_of=as_of,
            clock=clock,
            standards=standards,
            zone=self.standing.team.zone,
            waiting=waiting,
        )
        return individual(people, self.person.key)


def _counted(
    material: _Material, by: str | None, names: Names
) -> tuple[Figures, tuple[Group, ...], int]:
    """Return the figures, those of the groups that are shown, and how many others there are."""
    of_all = material.spans.period, material.as_of, material.waiting
    if by is None:
        return material.figures_of(*of_all), (), 0
    standing, key_by = material.standing, _breakdown(by)
    tickets = opened_within(material.tickets, material.spans.period)
    if material.person is not None and not isinstance(tickets, Summed):
        parts = partitioned(tickets, material.waiting, key_by, standing.team.zone)
        found = [
            (key, material.figures_in(part, material.as_of, waits)) for key, part, waits in parts
        ]
        groups = [Group(_text(key), made) for key, made in found if made.tickets or made.answered]
        return material.figures_of(*of_all), tuple(groups), 0
    rules = Rules(material.as_of, standing.clock, standing.standards, standing.team.zone)
    present, rows = with_groups(tickets, key_by, rules, material.waiting)
    made = [Group(_text(key), values) for key, values in rows]
    if by != "agent" or standing.sees_people:
        return present, tuple(made), 0
    own = names.of_user.get(standing.reader.user_id)
    shown = tuple(group for group in made if group.key is not None and group.key == own)
    return present, shown, sum(group.key is not None for group in made) - len(shown)


def _breakdown(name: str) -> str:
    if name not in BREAKDOWNS:
        raise BotError("error.button")
    return name


def _text(key: str | int | None) -> str | None:
    return None if key is None else str(key)


def _unknown_years(standing: Standing, period: Period, as_of: Micros) -> tuple[int, ...]:
    if standing.clock.name != "business":
        return ()
    end = min(to_micros(period.end) - 1, as_of)
    first = midnight(period.first_day, period.zone)
    return tuple(standing.business.unknown_years(first, max(first, end)))
