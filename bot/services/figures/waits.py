"""Which tickets wait for a first reply now, and which of them to answer next."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import from_micros, to_micros
from bot.metrics.figures.report import Scope, TicketLine, WaitingList, Whose
from bot.metrics.paging import page_at
from bot.metrics.team import Reader
from bot.services.figures.behind import Judged, judged_at, lines_of, of_person, people_in
from bot.services.figures.drawing import drawn_once
from bot.services.figures.selecting import selected, waiting
from bot.services.team import Choice, Request
from bot.store.imports import data_at
from bot.text.words import WAITS

T = TypeVar("T")
PAGE = 8
_ORDER: tuple[Whose, ...] = ("mine", "unassigned", "others")


@dataclass(frozen=True, slots=True)
class Waits:
    """The open waits and the one the list was made for."""

    waiting: WaitingList
    reader: Reader


async def drawn_waits(
    database: Database,
    request: Request,
    draw: Callable[[Waits | Choice], T],
    *,
    team_id: int | None = None,
    page: int = 1,
) -> T:
    """Return what `draw` makes of what a team owes a first reply now, or of teams to choose from.

    A page beyond the last is the last. What it makes is kept as `drawn_once` says. Raises BotError.
    """

    async def make(session: AsyncSession) -> tuple[int | None, T]:
        made = await _waits(session, request, team_id, page)
        return made.waiting.team.id if isinstance(made, Waits) else None, draw(made)

    return await drawn_once(database, request, ("waits", team_id, page), make)


async def _waits(
    session: AsyncSession, request: Request, team_id: int | None, page: int
) -> Waits | Choice:
    if request.ask.by is not None:
        raise BotError("error.waiting_by")
    standing = await selected(session, request, team_id)
    if isinstance(standing, Choice):
        return standing
    names, person = await people_in(session, standing, request.ask.person)
    own = names.of_user.get(standing.reader.user_id) if standing.reader.role else None
    scope = WAITS[request.ask.period]
    if scope == "mine" and own is None:
        user_id = standing.reader.user_id
        raise BotError("error.person_unknown", user_id=user_id, team=standing.team.name)
    at = to_micros(request.as_of)
    data = await data_at(session, standing.team.id, at, standing.business)
    as_of = data.judged(at)
    found = await waiting(session, standing, as_of, is_past=False)
    judged = judged_at(of_person(person, names.unified(found)), as_of, standing)
    owed = [(_whose(one, own), one) for one in judged if one[1].waited_seconds is not None]
    counted = Counter(whose for whose, _ in owed)
    shown = [one for one in owed if scope in {"all", one[0]}]
    shown.sort(key=_in_turn)
    here = page_at(page, len(shown), PAGE)

    def lines(some: list[tuple[Whose, Judged]]) -> tuple[TicketLine, ...]:
        drawn = lines_of((one for _, one in some), standing, names)
        return tuple(
            replace(line, whose=whose) for line, (whose, _) in zip(drawn, some, strict=True)
        )

    counts: dict[Scope, int] = {"mine": counted["mine"]} if own else {}
    listed = WaitingList(
        team=standing.team,
        as_of=from_micros(as_of),
        clock=standing.clock.name,
        total=len(shown),
        over_limit=sum(verdict.outcome == "missed" for _, (_, verdict) in shown),
        uncounted=sum(verdict.left_seconds is None for _, (_, verdict) in shown),
        untold=any(verdict.outcome == "not_told" for _, verdict in judged),
        data=data,
        asked=request.as_of,
        scope=scope,
        counts=counts | {"unassigned": counted["unassigned"], "all": len(owed)},
        shared_out=counted["unassigned"] < len(owed),
        first=next(iter(lines(shown[:1])), None),
        page=here.number,
        pages=here.pages,
        start=here.start,
        lines=lines(list(here.of(shown))),
        person=request.ask.person,
        shown=person.shown if person else None,
        asked_clock=request.ask.clock,
        where=standing.selection.filters,
    )
    return Waits(listed, standing.reader)


def _whose(one: Judged, own: str | None) -> Whose:
    agent = one[0].agent
    if not agent:
        return "unassigned"
    return "mine" if agent == own else "others"


def _in_turn(one: tuple[Whose, Judged]) -> tuple[int, bool, float, int]:
    whose, (ticket, verdict) = one
    left = verdict.left_seconds
    return _ORDER.index(whose), left is None, left or 0.0, ticket.opened_at
