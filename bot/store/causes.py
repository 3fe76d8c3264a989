"""The causes that people named for not-met tickets; only ever added to, the latest counts."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, func, true, tuple_
from sqlalchemy import select as columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.tickets import TicketKey
from bot.models import CaseCause, Ticket


async def lock(session: AsyncSession, team_id: int, case: TicketKey) -> bool:
    """Hold a ticket's row until the transaction ends; return False when there is none."""
    query = (
        columns(col(Ticket.external_id))
        .where(
            col(Ticket.team_id) == team_id,
            col(Ticket.source) == case.source,
            col(Ticket.external_id) == case.external_id,
        )
        .with_for_update()
    )
    connection = await session.connection()
    return (await connection.execute(query)).first() is not None


async def last(session: AsyncSession, team_id: int, case: TicketKey) -> CaseCause | None:
    """Return the latest cause named for a ticket."""
    query = (
        select(CaseCause)
        .where(
            col(CaseCause.team_id) == team_id,
            col(CaseCause.source) == case.source,
            col(CaseCause.external_id) == case.external_id,
        )
        .order_by(col(CaseCause.number).desc())
        .limit(1)
    )
    return (await session.exec(query)).first()


async def add(session: AsyncSession, row: CaseCause) -> None:
    """Add a cause."""
    session.add(row)
    await session.flush()


async def latest(
    session: AsyncSession, team_id: int, cases: Iterable[TicketKey], until: datetime | None = None
) -> dict[TicketKey, str]:
    """Return the latest cause of each of these tickets (a few hundred at most) that has one.

    With `until` the latest that was named before an instant.
    """
    wanted = list(cases)
    if not wanted:
        return {}
    newest = (
        columns(
            col(CaseCause.source).label("source"),
            col(CaseCause.external_id).label("external_id"),
            func.max(col(CaseCause.number)).label("number"),
        )
        .where(
            col(CaseCause.team_id) == team_id,
            tuple_(col(CaseCause.source), col(CaseCause.external_id)).in_(wanted),
            col(CaseCause.named_at) < until if until else true(),
        )
        .group_by(col(CaseCause.source), col(CaseCause.external_id))
        .subquery()
    )
    same = and_(
        col(CaseCause.source) == newest.c.source,
        col(CaseCause.external_id) == newest.c.external_id,
        col(CaseCause.number) == newest.c.number,
    )
    query = (
        columns(col(CaseCause.source), col(CaseCause.external_id), col(CaseCause.cause))
        .join(newest, same)
        .where(col(CaseCause.team_id) == team_id)
    )
    connection = await session.connection()
    rows = await connection.execute(query)
    return {TicketKey(source, external_id): cause for source, external_id, cause in rows}
