"""Rows of what was taken in already."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import SeenRequest


async def claim(session: AsyncSession, key: str, now: datetime) -> bool:
    """Return whether nobody has had this key before, and keep it."""
    connection = await session.connection()
    module = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = module.insert(SeenRequest).values(key=key, seen_at=now)
    kept = await connection.execute(insert.on_conflict_do_nothing().returning(SeenRequest.key))
    return kept.first() is not None
