"""Tickets that a weekly review may learn from, and those that were chosen."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import BigInteger, type_coerce
from sqlalchemy import select as columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.instants import Micros
from bot.metrics.tickets import TicketFacts, TicketKey
from bot.models import ReviewCase, ReviewNote, Ticket
from bot.store import tickets

_SOLVED = type_coerce(col(Ticket.solved_at), BigInteger)


async def rated_between(
    session: AsyncSession, team_id: int, start: Micros, end: Micros
) -> list[tuple[TicketFacts, str | None]]:
    """Return the rated tickets last solved from `start` up to `end`, each with its complexity."""
    conditions = (start <= _SOLVED, end > _SOLVED, col(Ticket.csat).is_not(None))
    found = await tickets.some(session, team_id, *conditions)
    query = columns(col(Ticket.source), col(Ticket.external_id), col(Ticket.complexity)).where(
        col(Ticket.team_id) == team_id, col(Ticket.complexity).is_not(None), *conditions
    )
    connection = await session.connection()
    rows = (await connection.execute(query)).all()
    known = {TicketKey(source, external_id): level for source, external_id, level in rows}
    return [(one, known.get(TicketKey(one.source, one.external_id))) for one in found]


async def ticket(
    session: AsyncSession, team_id: int, key: TicketKey
) -> tuple[TicketFacts, str | None] | None:
    """Return a ticket with its complexity."""
    conditions = (col(Ticket.source) == key.source, col(Ticket.external_id) == key.external_id)
    found = await tickets.some(session, team_id, *conditions)
    if not found:
        return None
    query = columns(col(Ticket.complexity)).where(col(Ticket.team_id) == team_id, *conditions)
    connection = await session.connection()
    return found[0], (await connection.execute(query)).scalar()


async def numbered(session: AsyncSession, team_id: int, external_id: str) -> TicketKey | None:
    """Return the ticket with a number, the latest of those that several sources have."""
    query = (
        columns(col(Ticket.source))
        .where(col(Ticket.team_id) == team_id, col(Ticket.external_id) == external_id)
        .order_by(col(Ticket.opened_at).desc())
        .limit(1)
    )
    connection = await session.connection()
    source = (await connection.execute(query)).scalar()
    return TicketKey(source, external_id) if source is not None else None


async def chosen(session: AsyncSession, team_id: int, week: date) -> Sequence[ReviewCase]:
    """Return the cases of a review."""
    query = select(ReviewCase).where(ReviewCase.team_id == team_id, ReviewCase.week == week)
    return (await session.exec(query)).all()


async def case(session: AsyncSession, team_id: int, week: date, kind: str) -> ReviewCase | None:
    """Return one of a review's cases."""
    return await session.get(ReviewCase, (team_id, week, kind))


async def add(session: AsyncSession, row: ReviewCase | ReviewNote) -> None:
    """Add a case or a note to a review."""
    session.add(row)
    await session.flush()


async def notes(session: AsyncSession, team_id: int, week: date) -> Sequence[ReviewNote]:
    """Return what was written in the thread of a review, oldest first."""
    query = (
        select(ReviewNote)
        .where(ReviewNote.team_id == team_id, ReviewNote.week == week)
        .order_by(ReviewNote.message_ts)
    )
    return (await session.exec(query)).all()
