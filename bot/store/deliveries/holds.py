"""Channels that nothing is posted to for now."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import Hold

_EVERY = select(Hold).order_by(col(Hold.since))


async def every(session: AsyncSession) -> Sequence[Hold]:
    """Return every hold, also those that are over."""
    return (await session.exec(_EVERY)).all()


async def keep(session: AsyncSession, hold: Hold) -> Hold:
    """Hold a channel; one that is held for the same reason stays held since it was."""
    connection = await session.connection()
    module = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = module.insert(Hold).values(hold.model_dump())
    known = await session.get(Hold, hold.channel_id)
    since = known.since if known and known.reason == hold.reason else hold.since
    told = {"reason": hold.reason, "until": hold.until, "since": since}
    await connection.execute(insert.on_conflict_do_update(index_elements=["channel_id"], set_=told))
    return Hold(**{**hold.model_dump(), "since": since})


async def lift(session: AsyncSession, channel_ids: Sequence[str]) -> None:
    """End the holds of channels."""
    await session.exec(delete(Hold).where(col(Hold.channel_id).in_(channel_ids)))
