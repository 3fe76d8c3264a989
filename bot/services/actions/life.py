"""An action as it stands, and its owner's place in the team; its life is that of its register."""

from bot.db import Database
from bot.metrics.actions.actions import ActionFacts
from bot.registers.actions import ACTION
from bot.store import actions as store
from bot.store.team import roles

SUBJECT = ACTION


async def look(database: Database, team_id: int, number: int) -> ActionFacts | None:
    """Return an action as it stands now."""
    async with database.read() as session:
        return await store.action(session, team_id, number)


async def owner_role(database: Database, action: ActionFacts) -> str | None:
    """Return the role of an action's owner in its team, None for who is not in it."""
    async with database.read() as session:
        return await roles.role(session, action.team_id, action.owner_id)
