"""Taking turns where there is no row yet that two could wait for."""

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

_PEOPLE_AND_TEAMS = 7_270_001


async def settings_in_turn(session: AsyncSession) -> None:
    """Let nobody else change teams or admins before this transaction ends.

    On SQLite a writing transaction has the whole database to itself anyway.
    """
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(
            text("SELECT pg_advisory_xact_lock(:key)"), {"key": _PEOPLE_AND_TEAMS}
        )
