"""The first person who opens the bot becomes its admin, as long as it has none."""

from datetime import datetime
from typing import Literal

from bot.db import Database
from bot.models import SlackUser
from bot.store import history, locks
from bot.store.team import writes as store

Reason = Literal["made_admin", "has_admin", "unknown", "refused"]


async def claim(database: Database, user_id: str, now: datetime) -> Reason:
    """Make somebody admin if there is none: `made_admin`, or why not.

    Guests, bots, deactivated people (`refused`) and those whom Slack has not described (`unknown`)
    never become admin. Of several at once only one does.
    """
    async with database.read() as session:
        if await store.admins(session):
            return "has_admin"
    async with database.write() as session:
        await locks.settings_in_turn(session)
        if await store.admins(session):
            return "has_admin"
        user = await session.get(SlackUser, user_id)
        if user is None or user.refreshed_at == store.ALWAYS:
            return "unknown"
        if user.is_bot or user.is_guest or user.deleted or user.is_stranger:
            return "refused"
        user.is_admin = True
        session.add(user)
        place = (session, history.NO_TEAM, "admin", user_id, "first_admin")
        await history.add(*place, user_id, now, after={"admin": True})
    return "made_admin"
