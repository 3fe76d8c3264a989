"""Checklists as people see them: pages, progress, somebody's own items."""

from collections.abc import Sequence
from datetime import date, datetime
from html import escape

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.actions import Visible
from bot.metrics.paging import page_at
from bot.metrics.plans.plans import (
    SCOPES,
    Checklist,
    ItemFacts,
    OwnItem,
    PhaseProgress,
    PlanFacts,
    PlanProgress,
    PlanView,
    Sighting,
    by_phase,
    counted,
    phase_name,
)
from bot.metrics.registers import Sums, sums_of
from bot.metrics.team import TeamView
from bot.registers import REGISTERS
from bot.services.figures import visible
from bot.services.plans.rights import may_edit, may_start
from bot.services.plans.sighting import sightings
from bot.services.team import Choice, Request, measured, resolve
from bot.store import registers
from bot.store.plans import items as store
from bot.store.plans import plans
from bot.text import LANGUAGES
from bot.text.words import normalised

PHASE = "phase:"
_MOST_BLOCKS = 38
_MOST_CHARACTERS = 8_500
"""Of the items on a page: a message holds 10,000, with what stands above and below."""
_SHOWN, _BESIDE = 160, 330
_MOST_EARLIER = 3


async def items_of(database: Database, user_id: str) -> list[OwnItem]:
    """Return somebody's items that are not met, of every current plan: by date, then undated."""
    async with database.read() as session:
        return await store.of_owner(session, user_id)


async def progress_of(session: AsyncSession, plan: PlanFacts, now: datetime) -> PlanProgress:
    """Return how a plan stands on the team's local date."""
    items = await store.items(session, plan.team_id, plan.number)
    return _progress(plan, items, plan.today(now))


async def overview(
    database: Database, request: Request, team_id: int | None = None
) -> PlanView | Choice:
    """Return what `/frt plan` answers, or the teams it may be about. Raises BotError."""
    async with database.read() as session:
        standing = await resolve(session, request, team_id)
        if isinstance(standing, Choice):
            return standing
        team, user_id = standing.team, request.profile.user_id
        plan = await plans.current(session, team.id)
        closed = await plans.closed(session, team.id, _MOST_EARLIER)
        return PlanView(
            team,
            await progress_of(session, plan, request.as_of) if plan else None,
            tuple([await progress_of(session, one, request.as_of) for one in closed]),
            await may_edit(session, plan, user_id)
            if plan
            else await may_start(session, team.id, user_id),
            await _resources(session, request, team) if plan else {},
            await _visible(session, plan, request.as_of) if plan else None,
        )


async def _visible(session: AsyncSession, plan: PlanFacts, now: datetime) -> Visible:
    it = await measured(session, plan.team_id, now)
    return await visible(session, it, plan.standard, (plan.first_on, plan.last_on), now)


async def _resources(session: AsyncSession, request: Request, team: TeamView) -> Sums:
    register, who = REGISTERS["resources"], request.profile.user_id
    today = request.as_of.astimezone(team.zone).date()
    every = registers.within(register, team.id, "all", who, today, sees_all=True)
    return sums_of(await registers.amounts(session, register, every))


async def page(
    database: Database, request: Request, scope: str, number: int = 1, team_id: int | None = None
) -> Checklist | Choice:
    """Return a page of a team's checklist, or the teams it may be of.

    Raises BotError without a current plan, and for a phase that it does not have.
    """
    async with database.read() as session:
        standing = await resolve(session, request, team_id)
        if isinstance(standing, Choice):
            return standing
        return await _current(session, request, standing.team, (scope, number))


async def to_post(
    database: Database, request: Request, scope: str, team_id: int | None
) -> Checklist:
    """Return the first page of a team's checklist to a member, who may post it.

    Raises BotError as `page` does, and for everybody else.
    """
    async with database.read() as session:
        standing = await resolve(session, request, team_id)
        if isinstance(standing, Choice):
            raise BotError("error.button")
        if standing.reader.role is None:
            raise BotError("error.team_forbidden", team=standing.team.name)
        return await _current(session, request, standing.team, (scope, 1))


async def _current(
    session: AsyncSession, request: Request, team: TeamView, wanted: tuple[str, int]
) -> Checklist:
    plan = await plans.current(session, team.id)
    if plan is None:
        raise BotError("checklist.error.no_plan", team=team.name)
    return await _page(session, plan, wanted, request.profile.user_id, request.as_of)


async def posted(
    database: Database, team_id: int, plan_number: int, scope: str, now: datetime
) -> Checklist | None:
    """Return what a posted checklist shows as it stands now; the same for everybody."""
    async with database.read() as session:
        plan = await plans.plan(session, team_id, plan_number)
        return await _page(session, plan, (scope, 1), None, now) if plan else None


async def phases_of(database: Database, team_id: int, plan_number: int) -> list[str]:
    """Return the phases of a plan, in order."""
    async with database.read() as session:
        return list(by_phase(await store.items(session, team_id, plan_number)))


def phase_meant(text: str, phases: Sequence[str]) -> str:
    """Return the phase that is meant by its name in any language or its number.

    Raises BotError that names the phases there are.
    """
    wanted = normalised(text).casefold()
    for place, phase in enumerate(phases, 1):
        names = {normalised(phase_name(phase, language)).casefold() for language in LANGUAGES}
        names |= {name.removesuffix("阶段") for name in names}
        if wanted in names | {phase, str(place), f"phase {place}"}:
            return phase
    raise BotError("checklist.error.scope", text=text)


async def _page(
    session: AsyncSession,
    plan: PlanFacts,
    wanted: tuple[str, int],
    reader_id: str | None,
    now: datetime,
) -> Checklist:
    scope, number = wanted
    items = await store.items(session, plan.team_id, plan.number)
    today = plan.today(now)
    if scope.startswith(PHASE):
        scope = PHASE + phase_meant(scope.removeprefix(PHASE), list(by_phase(items)))
    elif scope not in SCOPES:
        raise BotError("error.button")
    edit = reader_id is not None and await may_edit(session, plan, reader_id)
    within = _within(items, scope, reader_id, today)
    seen = await sightings(session, plan, items, now, within) if plan.is_current else {}
    pages = _pages(within, seen)
    number = page_at(number, len(pages), 1).number
    return Checklist(
        progress=_progress(plan, items, today),
        scope=scope,
        items=tuple(pages[number - 1]),
        counts={one: len(_within(items, one, reader_id, today)) for one in SCOPES},
        page=number,
        pages=len(pages),
        reader_id=reader_id,
        may_edit=edit,
        movable=_movable(plan, within, reader_id, edit=edit),
        sightings=seen,
    )


def _movable(
    plan: PlanFacts, items: Sequence[ItemFacts], reader_id: str | None, *, edit: bool
) -> frozenset[int]:
    if not plan.is_current:
        return frozenset()
    everybody = edit or reader_id is None
    return frozenset(one.number for one in items if everybody or one.owner_id == reader_id)


def _within(
    items: Sequence[ItemFacts], scope: str, reader_id: str | None, today: date
) -> list[ItemFacts]:
    ordered = [item for phase in by_phase(items).values() for item in phase]
    if scope.startswith(PHASE):
        return [item for item in ordered if item.phase == scope.removeprefix(PHASE)]
    if scope == "mine":
        return [item for item in ordered if item.owner_id == reader_id]
    if scope == "overdue":
        return [item for item in ordered if item.is_overdue(today)]
    return [item for item in ordered if scope == "all" or item.status == "not_met"]


def _pages(items: Sequence[ItemFacts], seen: dict[int, Sighting]) -> list[list[ItemFacts]]:
    """Return the items in pages of what a message holds: one block each, one for each phase."""
    pages: list[list[ItemFacts]] = [[]]
    used = written = 0
    for item in items:
        begins = not pages[-1] or pages[-1][-1].phase != item.phase
        cost, length = 1 + begins + (item.number in seen), _length(item)
        if pages[-1] and (used + cost > _MOST_BLOCKS or written + length > _MOST_CHARACTERS):
            pages.append([])
            used, cost, written = 0, 2 + (item.number in seen), 0
        pages[-1].append(item)
        used, written = used + cost, written + length
    return pages


def _length(item: ItemFacts) -> int:
    """Return about how many characters an item takes where it is shown, with its select."""
    texts = (item.title, (item.standard or "")[:_SHOWN], (item.remark or "")[:_SHOWN])
    return _BESIDE + sum(len(escape(text or "", quote=False)) for text in (*texts, item.evidence))


def _progress(plan: PlanFacts, items: Sequence[ItemFacts], today: date) -> PlanProgress:
    parts = [PhaseProgress(phase, counted(own, today)) for phase, own in by_phase(items).items()]
    return PlanProgress(plan, counted(items, today), tuple(parts))
