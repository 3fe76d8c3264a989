"""Rows of who was seen in which channel, and when last."""

from datetime import datetime

from sqlalchemy import BigInteger, select, type_coerce
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.instants import from_micros
from bot.models import ChannelVisit
from bot.store.kept import kept


@kept
async def channels_visited(session: AsyncSession, user_id: str) -> dict[str, datetime]:
    """Return when somebody was last seen in each channel."""
    connection = await session.connection()
    seen_at = type_coerce(col(ChannelVisit.seen_at), BigInteger)
    rows = await connection.execute(
        select(col(ChannelVisit.channel_id), seen_at).where(
            col(ChannelVisit.slack_user_id) == user_id
        )
    )
    return {channel_id: from_micros(at) for channel_id, at in rows}


async def note(session: AsyncSession, channel_id: str, user_id: str, now: datetime) -> None:
    """Keep that somebody was seen in a channel, in the place of when it was last."""
    connection = await session.connection()
    module = sqlite if connection.dialect.name == "sqlite" else postgresql
    row = {"slack_user_id": user_id, "channel_id": channel_id, "seen_at": now}
    insert = module.insert(ChannelVisit).values(row)
    keys = ["slack_user_id", "channel_id"]
    await connection.execute(
        insert.on_conflict_do_update(index_elements=keys, set_={"seen_at": now})
    )
