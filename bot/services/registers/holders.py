"""What is somebody's own in every register: for App Home and reminders."""

from collections.abc import Sequence
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.registers import AnyEntry
from bot.models import Card
from bot.registers import REGISTERS
from bot.store import registers as store


async def open_of(database: Database, who: str) -> list[AnyEntry]:
    """Return somebody's open entries in every register and team, by due date."""
    async with database.read() as session:
        found = [await store.open_of(session, one, who) for one in REGISTERS.values()]
    return sorted((one for some in found for one in some), key=lambda one: one.due_on or date.max)


async def of_team(session: AsyncSession, team_id: int, who: str) -> list[AnyEntry]:
    """Return somebody's open entries in a team, whatever the register."""
    found = [await store.open_of(session, one, who) for one in REGISTERS.values()]
    return [one for some in found for one in some if one.team_id == team_id]


async def owners(session: AsyncSession, team_id: int) -> list[str]:
    """Return whose open entries there are in a team, whatever the register."""
    found = [await store.open_holders(session, one, team_id) for one in REGISTERS.values()]
    return [one for some in found for one in some]


async def due_until(session: AsyncSession, team_id: int, last: date) -> list[AnyEntry]:
    """Return a team's open entries of somebody's that are due up to a date, by date."""
    found = [await store.due_until(session, one, team_id, last) for one in REGISTERS.values()]
    return sorted((one for some in found for one in some), key=lambda one: one.due_on or date.max)


async def shown(session: AsyncSession, rows: Sequence[Card]) -> list[AnyEntry]:
    """Return the entries that a message shows, as they stand now."""
    made: list[AnyEntry] = []
    for name, kind in REGISTERS.items():
        numbers = [int(row.subject_key) for row in rows if row.subject == name]
        if numbers:
            made += await store.several(session, kind, rows[0].team_id, numbers)
    return made
