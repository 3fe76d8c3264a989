"""How many replies a team's phrases were."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Table, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import OF_NO_FIGURE
from bot.models import PhraseCount

_COUNTS: Table = PhraseCount.__table__  # type: ignore[attr-defined]


def add(connection: Connection, team_id: int, met: Mapping[str, int], now: datetime) -> None:
    """Count replies that were phrases beside those that were counted before."""
    module = sqlite if connection.dialect.name == "sqlite" else postgresql
    for phrase, n in sorted(met.items()):
        if n:
            new = module.insert(_COUNTS).values(team_id=team_id, phrase=phrase, met=n, since=now)
            more = new.on_conflict_do_update(
                index_elements=["team_id", "phrase"], set_={"met": _COUNTS.c.met + n}
            )
            connection.execute(more.execution_options(**OF_NO_FIGURE))


async def counted(session: AsyncSession, team_id: int) -> dict[str, tuple[int, datetime]]:
    """Return how many replies each phrase of a team was, and since when it is counted."""
    query = select(PhraseCount).where(col(PhraseCount.team_id) == team_id)
    return {one.phrase: (one.met, one.since) for one in await session.exec(query)}


async def forget(session: AsyncSession, team_id: int) -> None:
    """Begin to count anew."""
    connection = await session.connection()
    await connection.execute(delete(_COUNTS).where(_COUNTS.c.team_id == team_id))
