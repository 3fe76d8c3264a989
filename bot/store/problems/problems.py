"""Problems as their lists need them; they are written as every register's entries."""

from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.problems.problems import ProblemFacts
from bot.metrics.tickets import TicketKey
from bot.models import Problem, ProblemTicket
from bot.registers.problems import PROBLEMS, facts_of
from bot.store import registers

_LATEST = (col(Problem.created_at).desc(), col(Problem.number).desc())
_BY_DATE = (col(Problem.due_on).is_(None), col(Problem.due_on))


async def problem(session: AsyncSession, team_id: int, number: int) -> ProblemFacts | None:
    """Return a problem."""
    found = await registers.entry(session, PROBLEMS, team_id, number)
    return facts_of(found) if found else None


async def of_ticket(session: AsyncSession, team_id: int, ticket: TicketKey) -> list[ProblemFacts]:
    """Return the problems that a ticket is attached to, the latest first."""
    source, external_id = ticket
    attached = select(ProblemTicket.problem).where(
        ProblemTicket.team_id == team_id,
        ProblemTicket.source == source,
        ProblemTicket.external_id == external_id,
    )
    where = and_(col(Problem.team_id) == team_id, col(Problem.number).in_(attached))
    return await several(session, where)


async def several(
    session: AsyncSession, where: ColumnElement[bool], offset: int = 0, most: int | None = None
) -> list[ProblemFacts]:
    """Return problems with their tickets and whys, the latest first."""
    found = await registers.found(session, PROBLEMS, where, _LATEST, (offset, most))
    return [facts_of(one) for one in found]


async def of_owner(
    session: AsyncSession, user_id: str, team_id: int | None = None
) -> list[ProblemFacts]:
    """Return the problems that somebody has to solve, in one team or all: by date, then undated."""
    mine = and_(col(Problem.owner_id) == user_id, col(Problem.status) != "closed")
    if team_id is not None:
        mine = and_(mine, col(Problem.team_id) == team_id)
    order = (*_BY_DATE, col(Problem.team_id), col(Problem.number))
    return [facts_of(one) for one in await registers.found(session, PROBLEMS, mine, order)]


async def owners(session: AsyncSession, team_id: int) -> list[str]:
    """Return who has a problem of a team to solve that is not closed."""
    return await registers.open_holders(session, PROBLEMS, team_id)


def within(
    team_id: int, span: tuple[datetime, datetime] | None, *, only_open: bool = False
) -> ColumnElement[bool]:
    """Return the condition of a team's problems: made in a span, its end not included; or open."""
    conditions: list[ColumnElement[bool]] = [col(Problem.team_id) == team_id]
    if span is not None:
        conditions += [col(Problem.created_at) >= span[0], col(Problem.created_at) < span[1]]
    if only_open:
        conditions.append(col(Problem.status) != "closed")
    return and_(*conditions)


async def count(session: AsyncSession, where: ColumnElement[bool]) -> int:
    """Return how many problems there are."""
    return (await session.exec(select(func.count()).select_from(Problem).where(where))).one()
