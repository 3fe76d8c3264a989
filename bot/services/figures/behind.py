"""The tickets behind a figure."""

from asyncio import to_thread
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import from_micros, to_micros
from bot.metrics.figures import Rules, Verdict, judge, with_values
from bot.metrics.figures.report import TicketLine, TicketList
from bot.metrics.paging import Page, page_at
from bot.metrics.team import Reader
from bot.metrics.tickets import OUTCOMES, Outcome, TicketFacts
from bot.services.figures.asking import period_of
from bot.services.figures.cohorts import responded
from bot.services.figures.selecting import opened, selected
from bot.services.team import (
    Choice,
    Names,
    Person,
    Request,
    Standing,
    names_in,
    person_asked,
    responded_by,
)
from bot.store.imports import data_at
from bot.store.tickets import opened_at_instants

if TYPE_CHECKING:
    from bot.metrics.figures import Columns

T = TypeVar("T")
PAGE = 10
ALL = "all"
Judged = tuple[TicketFacts, Verdict]


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of tickets and the one it was made for."""

    tickets: TicketList
    reader: Reader


async def tickets_behind(
    database: Database, request: Request, *, outcome: str, page: int
) -> Behind:
    """Return a page of the tickets behind a report, the latest past their limit first.

    A page beyond the last is the last. Raises BotError.
    """
    if outcome != ALL and outcome not in OUTCOMES:
        raise BotError("error.button")
    async with database.read() as session:
        standing = await selected(session, request)
        if isinstance(standing, Choice):
            raise BotError("error.button")
        names, person = await people_in(session, standing, request.ask.person)
        period = period_of(request.ask.period, request.as_of, standing.team.zone)
        asked = to_micros(request.as_of)
        as_of = (await data_at(session, standing.team.id, asked, standing.business)).judged(asked)
        end = min(to_micros(period.end), as_of)
        found = await opened(session, standing, to_micros(period.start), end)
        theirs = names.unify(found)
        theirs = theirs if person is None else responded(theirs, person.key)
        asked_for = _Asked(standing, names, person, as_of, outcome, page)
        if isinstance(theirs, Sequence):
            shown = _of_objects(theirs, asked_for)
        else:
            shown = await _of_columns(session, theirs, asked_for)
    listed = TicketList(
        team=standing.team,
        ask=replace(request.ask, team=standing.team.name, where=standing.selection.filters),
        as_of=request.as_of,
        period=period,
        clock=standing.clock.name,
        outcome=outcome,
        counts=tuple((name, shown.counts[name]) for name in OUTCOMES if name in shown.counts),
        page=shown.at.number,
        pages=shown.at.pages,
        lines=lines_of(shown.judged, standing, names),
    )
    return Behind(listed, standing.reader)


class _Asked(NamedTuple):
    """Which page of which tickets."""

    standing: Standing
    names: Names
    person: Person | None
    as_of: int
    outcome: str
    page: int


class _Shown(NamedTuple):
    """A page: how many tickets have each outcome, where it is, and what stands on it."""

    counts: Mapping[Outcome, int]
    at: Page
    judged: Sequence[Judged]


def _of_objects(tickets: Sequence[TicketFacts], asked: _Asked) -> _Shown:
    judged = judged_at(tickets, asked.as_of, asked.standing)
    counts = Counter(verdict.outcome for _, verdict in judged)
    chosen = [one for one in judged if asked.outcome in {ALL, one[1].outcome}]
    chosen.sort(key=_latest_first)
    at = page_at(asked.page, len(chosen), PAGE)
    return _Shown(counts, at, at.of(chosen))


async def _of_columns(session: AsyncSession, tickets: "Columns", asked: _Asked) -> _Shown:
    """Return a page of many: only its own tickets are read as objects.

    They are known by their rank. Others were opened at the same instants, and where several have
    the rank of the first, those that stand above are skipped.
    """
    standing = asked.standing
    rules = Rules(asked.as_of, standing.clock, standing.standards, standing.team.zone)
    ranks = await to_thread(tickets.ranks, rules)
    chosen = ranks if asked.outcome == ALL else ranks.of(asked.outcome)
    at = page_at(asked.page, len(chosen), PAGE)
    page, above = await to_thread(chosen.page, at.start, PAGE)
    instants = sorted({rank.opened_at for rank in page})
    found = await opened_at_instants(session, standing.team.id, instants)
    found = with_values(found, standing.selection.where)
    theirs = of_person(asked.person, asked.names.unified(found))
    judged = judged_at(theirs, asked.as_of, standing)
    wanted = {(rank.outcome, -rank.late, rank.opened_at) for rank in page}
    alike = sorted((one for one in judged if _latest_first(one) in wanted), key=_latest_first)
    return _Shown(ranks.counts(), at, alike[above : above + len(page)])


async def people_in(
    session: AsyncSession, standing: Standing, user_id: str | None
) -> tuple[Names, Person | None]:
    """Return a team's names, and the person asked for. Raises BotError when they may not be."""
    names = await names_in(session, standing.team.id)
    if user_id is None:
        return names, None
    return names, await person_asked(session, standing, names, user_id)


def of_person(person: Person | None, tickets: Sequence[TicketFacts]) -> Iterable[TicketFacts]:
    """Return the tickets that count in somebody's first-response figures, all for nobody."""
    return tickets if person is None else filter(responded_by(person.key), tickets)


def judged_at(tickets: Iterable[TicketFacts], as_of: int, standing: Standing) -> list[Judged]:
    """Return each ticket with its verdict as of an instant."""
    clock, standards = standing.clock, standing.standards
    return [(ticket, judge(ticket, as_of, clock, standards)) for ticket in tickets]


def _latest_first(one: Judged) -> tuple[int, float, int]:
    ticket, verdict = one
    late = verdict.late_by_seconds or verdict.waited_seconds or verdict.frt_seconds or 0.0
    return OUTCOMES.index(verdict.outcome), -late, ticket.opened_at


def lines_of(judged: Iterable[Judged], standing: Standing, names: Names) -> tuple[TicketLine, ...]:
    """Return tickets as the reader may see them."""
    named = _may_name(standing, names)
    return tuple(
        TicketLine(
            source=ticket.source,
            external_id=ticket.external_id,
            subject=ticket.subject,
            channel=ticket.channel,
            tier=ticket.tier,
            agent=named(ticket.responder or ticket.agent),
            opened_at=from_micros(ticket.opened_at),
            verdict=verdict,
        )
        for ticket, verdict in judged
    )


def _may_name(standing: Standing, names: Names) -> Callable[[str | None], str | None]:
    if standing.sees_people:
        return lambda name: name
    own = names.of_user.get(standing.reader.user_id)
    return lambda name: name if name == own else None
