"""Lists of actions, and the empty form for a new one."""

from collections.abc import Sequence
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.actions.actions import (
    SCOPES,
    ActionList,
    Matrix,
    Scope,
    default_due,
    matrix,
)
from bot.metrics.clocks import BusinessClock
from bot.metrics.daily import About
from bot.metrics.paging import page_at
from bot.metrics.problems import ProblemFacts
from bot.metrics.registers import AnyEntry, may
from bot.metrics.team import TeamView
from bot.metrics.tickets import TicketKey
from bot.registers.actions import ACTIONS, entry_of
from bot.services.daily import about_ticket
from bot.services.people import cut, plain
from bot.services.registers import New, Source, teams_to_make_for
from bot.services.team import Choice, Request, Standing, business_clock, resolve
from bot.store import actions as store
from bot.store.problems import problems
from bot.store.team import roles, teams

PAGE = 8


async def new_form(
    database: Database, request: Request, source: Source, team_id: int | None = None
) -> New:
    """Return the empty form of an action. Raises BotError for somebody who is in no such team."""
    async with database.read() as session:
        standing = await resolve(session, request, team_id)
        kept = await teams_to_make_for(session, ACTIONS, request, standing)
        today = request.as_of.astimezone(kept[0].zone).date()
        clock = await _clock(session, standing, kept[0])
        problem = await _problem(session, kept, source)
        about = await _about(session, kept[0], source, request)
        if problem is None:
            measure = await plain(session, source.text, request.profile.language)
        else:
            measure = problem.direction or ""
    shown = cut(measure, ACTIONS.most("measure"))
    due = default_due(today, clock).isoformat()
    texts = {"measure": shown, "owner": request.profile.user_id, "due": due}
    if problem is not None:
        texts |= _to_solve(problem, today)
    return New(kept, texts, "measure" if shown != measure else None, about)


async def _about(
    session: AsyncSession, team: TeamView, source: Source, request: Request
) -> About | None:
    """Return what an action is made from, where that is a ticket not met or a group of them."""
    if source.about is not None or source.origin != "report":
        return source.about
    name, slash, ticket = (source.ref or "").partition("/")
    if not slash:
        return None
    return await about_ticket(session, team, TicketKey(name, ticket), request.as_of)


async def _problem(
    session: AsyncSession, teams_of: Sequence[TeamView], source: Source
) -> ProblemFacts | None:
    """Return the problem that an action is made from. Raises BotError where it needs none."""
    if source.origin != "problem":
        return None
    ref = source.ref or ""
    number = int(ref) if ref.isdecimal() and len(ref) < len("1000000000") else 0
    problem = await problems.problem(session, teams_of[0].id, number)
    if problem is None:
        raise BotError("problem.error.gone")
    if problem.is_closed:
        raise BotError("problem.error.closed", number=problem.number)
    return problem


def _to_solve(problem: ProblemFacts, today: date) -> dict[str, str]:
    """Return who solves the problem, by when and how it is verified, where that is known."""
    ahead = problem.due_on and problem.due_on >= today
    known = {
        "owner": problem.owner_id,
        "due": problem.due_on.isoformat() if problem.due_on and ahead else None,
        "verification": problem.verification,
    }
    return {name: text for name, text in known.items() if text}


async def page(
    database: Database, request: Request, scope: Scope, number: int = 1, team_id: int | None = None
) -> ActionList | Choice:
    """Return a page of actions, or the teams to choose from. Raises BotError.

    One's own are listed from every team, also for an owner who belongs to none.
    """
    async with database.read() as session:
        team = await _team(session, request, scope, team_id)
        if isinstance(team, Choice):
            return team
        user_id, now = request.profile.user_id, request.as_of
        today = now.astimezone(team.zone if team else request.profile.zone).date()
        wheres = {
            name: store.within(name, team_id=team.id if team else 0, user_id=user_id, today=today)
            for name in SCOPES
        }
        counts = await store.counts(session, wheres)
        at = page_at(number, counts[scope], PAGE)
        found = await store.listed(session, wheres[scope], at.start, PAGE)
        held = {
            team_id: await roles.role(session, team_id, user_id)
            for team_id in {one.team_id for one in found}
        }
    may_change = frozenset(
        (one.team_id, one.number)
        for one in found
        if _may_change(entry_of(one), user_id, held[one.team_id])
    )
    return ActionList(team, scope, tuple(found), counts, at.number, at.pages, may_change)


async def matrix_of(
    database: Database, request: Request, team_id: int | None = None
) -> Matrix | Choice:
    """Return a team's open actions by impact and ease, or the teams to choose from."""
    async with database.read() as session:
        standing = await resolve(session, request, team_id)
        if isinstance(standing, Choice):
            return standing
        return matrix(standing.team, await store.open_in(session, standing.team.id))


def _may_change(entry: AnyEntry, who: str, role: str | None) -> bool:
    return any(may(step, who, role, entry) for step in entry.steps())


async def _team(
    session: AsyncSession, request: Request, scope: Scope, team_id: int | None
) -> TeamView | Choice | None:
    try:
        standing = await resolve(session, request, team_id)
    except BotError as error:
        if scope == "mine" and error.key == "error.no_team":
            return None
        raise
    if isinstance(standing, Choice):
        return None if scope == "mine" else standing
    return standing.team


async def _clock(
    session: AsyncSession, standing: Standing | Choice, view: TeamView
) -> BusinessClock:
    if isinstance(standing, Standing):
        return standing.business
    rows = await teams.all_teams(session, standing.reader.user_id)
    row = next(row for row in rows if row.id == view.id)
    versions = await teams.hours(session, row.id)
    return business_clock(row.zone, versions, row.country, row.days_off)
