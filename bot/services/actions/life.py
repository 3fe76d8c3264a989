"""An action as it stands; its life is that of its register."""

from bot.db import Database
from bot.metrics.actions.actions import ActionFacts
from bot.registers.actions import ACTION
from bot.store import actions as store

SUBJECT = ACTION


async def look(database: Database, team_id: int, number: int) -> ActionFacts | None:
    """Return an action as it stands now."""
    async with database.read() as session:
        return await store.action(session, team_id, number)
