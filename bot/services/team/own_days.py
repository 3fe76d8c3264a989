"""A team's own days off from a calendar file: who may set them, and how they are set."""

from datetime import datetime
from typing import Literal

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import CalendarDays
from bot.metrics.team.settings_form import Changed, SavedSettings
from bot.models import Team
from bot.services.team import leads
from bot.services.team.managing import Managed, team_for, teams_for
from bot.services.team.settings import SUBJECT, Choices, apply
from bot.services.team.values import read_own_days_off
from bot.store import history, locks
from bot.store.team import writes as store

How = Literal["add", "replace"]
_FIELD = "days_off"
_REFUSAL = "setup.forbidden"


async def teams_of(database: Database, who: str) -> Managed:
    """Return the teams whose days off somebody may set. Raises BotError for none."""
    return await teams_for(database, who, _REFUSAL)


async def team_of(database: Database, who: str, team_id: int) -> str:
    """Return the name of a team. Raises BotError for whoever may not set its days off."""
    return await team_for(database, who, team_id, _REFUSAL)


async def set_days(
    database: Database, place: tuple[str, int], days: CalendarDays, how: How, now: datetime
) -> SavedSettings:
    """Add days to a team's own, or put them in their place; the history names whom it was by.

    `place` is who, and the team. Raises BotError to whoever may not, and for too many.
    """
    who, team_id = place
    async with database.write() as session:
        await locks.settings_in_turn(session)
        await leads.refuse(session, team_id, who)
        team = await session.get(Team, team_id)
        if team is None:
            raise BotError("error.button")
        before = team.days_off
        after = read_own_days_off(f"{before}\n{days.text}" if how == "add" else days.text)
        changed = (Changed(_FIELD, before, after),) if before != after else ()
        if changed:
            await apply(session, team, Choices(days_off=after), now)
            noted = (session, team_id, SUBJECT, str(team_id), "changed", who, now)
            await history.add(*noted, {_FIELD: before}, {_FIELD: after})
        has_tickets = await store.has_tickets(session, team_id)
        return SavedSettings(team_id, team.name, team.channel_id, False, has_tickets, changed)
