"""Rows of the delivery ledger."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import Delivery, Team


async def add(session: AsyncSession, row: Delivery) -> bool:
    """Add a row; return False when its kind, channel and slot have one already."""
    connection = await session.connection()
    module = sqlite if connection.dialect.name == "sqlite" else postgresql
    added = await connection.execute(
        module.insert(Delivery)
        .values(row.model_dump())
        .on_conflict_do_nothing(index_elements=["kind", "channel_id", "slot"])
        .returning(col(Delivery.id))
    )
    return added.first() is not None


async def take_up(session: AsyncSession, wanted: Delivery) -> Delivery | None:
    """Plan the skipped row of a slot anew and return it; None when it was not skipped."""
    taken = await session.exec(
        update(Delivery)
        .where(
            col(Delivery.kind) == wanted.kind,
            col(Delivery.channel_id) == wanted.channel_id,
            col(Delivery.slot) == wanted.slot,
            col(Delivery.status) == "skipped",
        )
        .values(status="planned", reason=None, due_at=wanted.due_at, attempts=0, settled_at=None)
        .returning(col(Delivery.id))
    )
    if taken.first() is None:
        return None
    return await of_slot(session, wanted.kind, wanted.channel_id, wanted.slot)


async def of_slot(session: AsyncSession, kind: str, channel_id: str, slot: str) -> Delivery | None:
    """Return the row of one slot."""
    query = select(Delivery).where(
        Delivery.kind == kind, Delivery.channel_id == channel_id, Delivery.slot == slot
    )
    return (await session.exec(query)).first()


async def planned(session: AsyncSession, team_id: int, now: datetime) -> Sequence[Delivery]:
    """Return a team's rows that are due and not begun, in the order they fell due."""
    query = (
        select(Delivery)
        .where(Delivery.team_id == team_id, Delivery.status == "planned", Delivery.due_at <= now)
        .order_by(col(Delivery.due_at), Delivery.kind)
    )
    return (await session.exec(query)).all()


async def begin(session: AsyncSession, delivery_id: str) -> bool:
    """Move a row from planned to sending; return False when somebody else has."""
    result = await session.exec(
        update(Delivery)
        .where(col(Delivery.id) == delivery_id, col(Delivery.status) == "planned")
        .values(status="sending", attempts=Delivery.attempts + 1)
        .returning(col(Delivery.id))
    )
    return result.first() is not None


async def settle(session: AsyncSession, delivery_id: str, values: dict[str, object]) -> None:
    """Write the end of a row that is being sent; a row that has ended is left alone."""
    await session.exec(
        update(Delivery)
        .where(col(Delivery.id) == delivery_id, col(Delivery.status) == "sending")
        .values(values)
    )


async def interrupted(session: AsyncSession, now: datetime) -> int:
    """End what a stopped process left half sent as ambiguous; return how many there were."""
    result = await session.exec(
        update(Delivery)
        .where(col(Delivery.status) == "sending")
        .values(status="ambiguous", reason="interrupted", settled_at=now)
        .returning(col(Delivery.id))
    )
    return len(result.all())


async def statuses(session: AsyncSession) -> set[str]:
    """Return every status that some row is in."""
    return set((await session.exec(select(Delivery.status).distinct())).all())


async def teams_with_channel(session: AsyncSession) -> Sequence[Team]:
    """Return every team that has a channel to post to."""
    query = select(Team).where(col(Team.channel_id).is_not(None)).order_by(col(Team.id))
    return (await session.exec(query)).all()


async def last_posted(session: AsyncSession, kind: str, channel_id: str) -> Delivery | None:
    """Return the latest row of a kind that was posted to a channel."""
    query = (
        select(Delivery)
        .where(
            Delivery.kind == kind, Delivery.channel_id == channel_id, Delivery.status == "posted"
        )
        .order_by(col(Delivery.due_at).desc())
        .limit(1)
    )
    return (await session.exec(query)).first()
