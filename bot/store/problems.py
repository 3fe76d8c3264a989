"""Rows of problems with their tickets and whys."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, update
from sqlmodel import and_, col, delete, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.problems import ProblemFacts
from bot.metrics.tickets import TicketKey
from bot.models import Problem, ProblemTicket, ProblemWhy, Team, Ticket
from bot.store.numbers import following
from bot.store.records import of_team


async def add(session: AsyncSession, row: Problem) -> Problem:
    """Add a problem under its team's next number."""
    row.number = await following(session, Problem, row.team_id)
    session.add(row)
    await session.flush()
    return row


async def problem(
    session: AsyncSession, team_id: int, number: int, *, lock: bool = False
) -> ProblemFacts | None:
    """Return a problem; with `lock` nobody else changes it before this transaction ends."""
    if lock:
        held = select(Problem.number).where(Problem.team_id == team_id, Problem.number == number)
        await session.exec(held.with_for_update())
    one = and_(col(Problem.team_id) == team_id, col(Problem.number) == number)
    return next(iter(await several(session, one)), None)


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
    query = (
        select(Problem, Team)
        .join(Team, col(Team.id) == col(Problem.team_id))
        .where(where)
        .order_by(col(Problem.created_at).desc(), col(Problem.number).desc())
        .offset(offset)
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return await _read(session, (await session.exec(query)).all())


async def of_owner(
    session: AsyncSession, user_id: str, team_id: int | None = None
) -> list[ProblemFacts]:
    """Return the problems that somebody has to solve, in one team or all: by date, then undated."""
    mine = (col(Problem.owner_id) == user_id, col(Problem.status) != "closed")
    query = select(Problem, Team).join(Team, col(Team.id) == col(Problem.team_id)).where(*mine)
    if team_id is not None:
        query = query.where(Problem.team_id == team_id)
    by_date = (col(Problem.due_on).is_(None), col(Problem.due_on))
    query = query.order_by(*by_date, col(Problem.team_id), col(Problem.number))
    return await _read(session, (await session.exec(query)).all())


async def owners(session: AsyncSession, team_id: int) -> list[str]:
    """Return who has a problem of a team to solve that is not closed."""
    query = (
        select(Problem.owner_id)
        .where(Problem.team_id == team_id, Problem.status != "closed")
        .distinct()
        .order_by(Problem.owner_id)
    )
    return [owner for owner in (await session.exec(query)).all() if owner]


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


async def change(
    session: AsyncSession, team_id: int, number: int, version: int, values: Mapping[str, Any]
) -> bool:
    """Change a problem that still stands in `version`; return False when it does not."""
    result = await session.exec(
        update(Problem)
        .where(
            col(Problem.team_id) == team_id,
            col(Problem.number) == number,
            col(Problem.version) == version,
        )
        .values(**values, version=version + 1)
        .returning(col(Problem.number))
    )
    return result.first() is not None


async def put_tickets(
    session: AsyncSession, team_id: int, number: int, tickets: Sequence[TicketKey]
) -> None:
    """Attach exactly these tickets."""
    where = (col(ProblemTicket.team_id) == team_id, col(ProblemTicket.problem) == number)
    await session.exec(delete(ProblemTicket).where(*where))
    session.add_all(
        ProblemTicket(team_id=team_id, problem=number, source=source, external_id=external_id)
        for source, external_id in tickets
    )
    await session.flush()


async def put_whys(session: AsyncSession, team_id: int, number: int, whys: Sequence[str]) -> None:
    """Write the answers to *why* in this order."""
    where = (col(ProblemWhy.team_id) == team_id, col(ProblemWhy.problem) == number)
    await session.exec(delete(ProblemWhy).where(*where))
    session.add_all(
        ProblemWhy(team_id=team_id, problem=number, position=position, why=why)
        for position, why in enumerate(whys, 1)
    )
    await session.flush()


async def found_tickets(session: AsyncSession, team_id: int, ids: Sequence[str]) -> list[TicketKey]:
    """Return a team's tickets that have one of these ids."""
    query = (
        select(Ticket.source, Ticket.external_id)
        .where(Ticket.team_id == team_id, col(Ticket.external_id).in_(ids))
        .order_by(Ticket.source, Ticket.external_id)
    )
    return [TicketKey(*row) for row in (await session.exec(query)).all()]


async def _read(session: AsyncSession, rows: Sequence[tuple[Problem, Team]]) -> list[ProblemFacts]:
    tickets, whys = await _parts(session, [row for row, _ in rows])
    return [
        _facts(row, team, tickets[row.team_id, row.number], whys[row.team_id, row.number])
        for row, team in rows
    ]


async def _parts(
    session: AsyncSession, rows: Sequence[Problem]
) -> tuple[dict[tuple[int, int], list[TicketKey]], dict[tuple[int, int], list[str]]]:
    tickets: dict[tuple[int, int], list[TicketKey]] = defaultdict(list)
    whys: dict[tuple[int, int], list[str]] = defaultdict(list)
    numbers: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        numbers[row.team_id].append(row.number)
    if not rows:
        return tickets, whys
    attached = select(ProblemTicket).where(
        or_(
            *(
                and_(col(ProblemTicket.team_id) == team, col(ProblemTicket.problem).in_(some))
                for team, some in numbers.items()
            )
        )
    )
    in_order = (col(ProblemTicket.external_id), col(ProblemTicket.source))
    for ticket in (await session.exec(attached.order_by(*in_order))).all():
        key = TicketKey(ticket.source, ticket.external_id)
        tickets[ticket.team_id, ticket.problem].append(key)
    answered = select(ProblemWhy).where(
        or_(
            *(
                and_(col(ProblemWhy.team_id) == team, col(ProblemWhy.problem).in_(some))
                for team, some in numbers.items()
            )
        )
    )
    for why in (await session.exec(answered.order_by(col(ProblemWhy.position)))).all():
        whys[why.team_id, why.problem].append(why.why)
    return tickets, whys


def _facts(
    row: Problem, team: Team, tickets: Sequence[TicketKey], whys: Sequence[str]
) -> ProblemFacts:
    stored = row.model_dump(exclude={"team_id"})
    return ProblemFacts(
        **of_team(team),
        whys=tuple(whys),
        tickets=tuple(tickets),
        **stored,
    )
