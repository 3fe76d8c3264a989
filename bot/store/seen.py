"""Rows of what was taken in already."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.clocks import to_micros
from bot.models import SeenRequest

# Not waiting for the disk holds for this statement, which is a transaction: a pool between us and
# the server may give the connection to somebody else after it. Sorted, so that two of them never
# wait for each other.
_CLAIM_ALL = (
    "INSERT INTO seen_requests (key, seen_at)"
    " SELECT one, %s FROM unnest(%s::text[]) AS one, set_config('synchronous_commit', 'off', true)"
    " ORDER BY one ON CONFLICT DO NOTHING RETURNING key"
)


async def claim(session: AsyncSession, key: str, now: datetime) -> bool:
    """Return whether nobody has had this key before, and keep it.

    Whoever asks for the same key meanwhile waits until this transaction has ended.
    """
    connection = await session.connection()
    module = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = module.insert(SeenRequest).values(key=key, seen_at=now)
    kept = await connection.execute(insert.on_conflict_do_nothing().returning(SeenRequest.key))
    return kept.first() is not None


async def claim_all(database: Database, keys: Iterable[str], now: datetime) -> set[str]:
    """Return which of some keys nobody has had before, and keep all, in one trip to PostgreSQL.

    If the server is lost within its next second, so may they be. By the driver itself, since it
    comes with every request: SQLAlchemy would take twice as long.
    """
    async with database.aside() as driver:
        rows = await driver.execute(_CLAIM_ALL, (to_micros(now), list(keys)))
        return {key for (key,) in await rows.fetchall()}


async def is_claimed(session: AsyncSession, key: str) -> bool:
    """Return whether somebody has had this key."""
    return await session.get(SeenRequest, key) is not None


async def release(session: AsyncSession, key: str) -> None:
    """Let a key be claimed again."""
    await session.exec(delete(SeenRequest).where(col(SeenRequest.key) == key))
