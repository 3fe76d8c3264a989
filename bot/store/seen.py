"""Rows of what was taken in already."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import SeenRequest


async def claim(session: AsyncSession, key: str, now: datetime) -> bool:
    """Return whether nobody has had this key before, and keep it.

    Whoever asks for the same key meanwhile waits until this transaction has ended.
    """
    connection = await session.connection()
    module = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = module.insert(SeenRequest).values(key=key, seen_at=now)
    kept = await connection.execute(insert.on_conflict_do_nothing().returning(SeenRequest.key))
    return kept.first() is not None


async def is_claimed(session: AsyncSession, key: str) -> bool:
    """Return whether somebody has had this key."""
    return await session.get(SeenRequest, key) is not None


async def release(session: AsyncSession, key: str) -> None:
    """Let a key be claimed again."""
    await session.exec(delete(SeenRequest).where(col(SeenRequest.key) == key))
