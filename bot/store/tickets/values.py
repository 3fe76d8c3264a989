"""Which values a team's tickets have in the columns that they can be told apart by."""

from collections.abc import Mapping

from sqlalchemy import literal, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.figures import FILTERS
from bot.models import Ticket
from bot.store.kept import kept_of_team
from bot.store.tickets.tickets import FACTS, OPENED

LOOKED_AT = 200_000
"""Of so many tickets, the latest, values are known: half a second of a large team."""
_MOST_SETS = 20_000
_MOST = 1_000
"""So many values of a column can be asked for; one with more is a text, and no way to divide."""


@kept_of_team
async def values_of(session: AsyncSession, team_id: int) -> Mapping[str, tuple[str, ...]]:
    """Return the values that a team's latest tickets have, by column, in order."""
    connection = await session.connection()
    latest = (
        select(*(FACTS[name].label(name) for name in FILTERS))
        .where(col(Ticket.team_id) == literal(team_id))
        .order_by(OPENED.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    sets = await connection.execute(select(latest).distinct().limit(_MOST_SETS))
    found: dict[str, set[str]] = {name: set() for name in FILTERS}
    for values in sets:
        for name, value in zip(FILTERS, values, strict=True):
            if value and len(found[name]) < _MOST:
                found[name].add(value)
    return {name: tuple(sorted(values)) for name, values in found.items()}
