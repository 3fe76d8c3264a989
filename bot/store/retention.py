"""Deleting what has been kept long enough, some rows at a time."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Executable, delete, or_, select, tuple_
from sqlmodel import SQLModel, col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import (
    CaseCause,
    ChannelVisit,
    Complaint,
    Feed,
    FeedEvent,
    History,
    Import,
    QuarantinedRow,
    SeenRequest,
    Ticket,
    TicketMessage,
    TicketRevision,
)

_TICKET = ("team_id", "source", "external_id")


async def seen_requests(session: AsyncSession, before: datetime, most: int) -> int:
    """Delete what was seen before an instant; return how many rows."""
    query = select(col(SeenRequest.key)).where(col(SeenRequest.seen_at) < before)
    return await _delete(session, query.limit(most), ("key",), SeenRequest)


async def channel_visits(session: AsyncSession, before: datetime, most: int) -> int:
    """Delete who was seen in a channel before an instant; return how many rows."""
    names = ("slack_user_id", "channel_id")
    query = select(*(getattr(ChannelVisit, name) for name in names))
    query = query.where(col(ChannelVisit.seen_at) < before)
    return await _delete(session, query.limit(most), names, ChannelVisit)


async def history(session: AsyncSession, before: datetime, most: int) -> int:
    """Delete changes made before an instant; return how many rows."""
    query = select(col(History.team_id), col(History.number)).where(col(History.at) < before)
    return await _delete(session, query.limit(most), ("team_id", "number"), History)


async def set_aside(session: AsyncSession, before: datetime, most: int) -> int:
    """Delete rows that imports before an instant set aside; return how many."""
    names = ("team_id", "import_number", "row")
    query = (
        select(*(getattr(QuarantinedRow, name) for name in names))
        .join(
            Import,
            (col(Import.team_id) == QuarantinedRow.team_id)
            & (col(Import.number) == QuarantinedRow.import_number),
        )
        .where(col(Import.started_at) < before)
    )
    return await _delete(session, query.limit(most), names, QuarantinedRow)


async def tickets(session: AsyncSession, before: datetime, most: int) -> int:
    """Delete tickets opened before an instant with all that hangs on them; return how many.

    A ticket that still waits for a first reply stays.
    """
    answered = or_(
        col(Ticket.first_response_at).is_not(None),
        col(Ticket.solved_at).is_not(None),
        col(Ticket.excluded).is_not(None),
    )
    query = select(*(getattr(Ticket, name) for name in _TICKET))
    query = query.where(col(Ticket.opened_at) < before, answered)
    hanging = (TicketMessage, TicketRevision, CaseCause, Complaint)
    return await _delete(session, query.limit(most), _TICKET, *hanging, Ticket)


async def feed_events(session: AsyncSession, before: datetime, most: int) -> int:
    """Delete what came before an instant of tickets that are not kept; return how many events."""
    names = ("team_id", "feed_number", "event_id")
    ticket = (
        select(1)
        .where(col(Ticket.team_id) == FeedEvent.team_id, col(Ticket.source) == Feed.source)
        .where(col(Ticket.external_id) == FeedEvent.ticket)
    )
    query = (
        select(*(getattr(FeedEvent, name) for name in names))
        .join(
            Feed,
            (col(Feed.team_id) == FeedEvent.team_id) & (col(Feed.number) == FeedEvent.feed_number),
        )
        .where(col(FeedEvent.received_at) < before, ~ticket.exists())
    )
    return await _delete(session, query.limit(most), names, FeedEvent)


async def _delete(
    session: AsyncSession, query: Executable, names: Sequence[str], *tables: type[SQLModel]
) -> int:
    """Delete what has these keys from every table; return how many rows of the last one."""
    connection = await session.connection()
    keys = [tuple(row) for row in (await connection.execute(query)).all()]
    if not keys:
        return 0
    for table in tables:
        key = tuple_(*(getattr(table, name) for name in names))
        await connection.execute(delete(table).where(key.in_(keys)))
    return len(keys)
