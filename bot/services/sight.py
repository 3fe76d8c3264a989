"""Who sees a team: its members, admins of the bot, and whoever stands in the team's own channel.

The one place that decides it. Where somebody stands is what Slack says of a command, or of a click
on a message, never what a button or a modal carries. Of a click in a modal or in App Home Slack
says no channel: there it counts in which channels the person was seen within a day.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.store import teams, visits
from bot.store.teams import TeamRow

TRUSTED = timedelta(hours=24)
"""For how long who was seen in a channel counts as standing there."""
_AGAIN = timedelta(hours=1)
"""How old the last sight of somebody is before it is written anew."""
Reason = Literal["admin", "member", "channel", "visitor", "stranger"]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks at an instant, and in which channel as Slack says; none in a modal or App Home."""

    user_id: str
    channel_id: str
    now: datetime


async def sight(session: AsyncSession, asker: Asker, team: TeamRow) -> Reason:
    """Return why somebody sees a team (read for them), or that they are a stranger to it."""
    if team.is_admin:
        return "admin"
    if team.role is not None:
        return "member"
    if asker.channel_id:
        return "channel" if asker.channel_id == team.channel_id else "stranger"
    seen = (await visits.channels_visited(session, asker.user_id)).get(team.channel_id or "")
    is_recent = seen is not None and abs(asker.now - seen) < TRUSTED
    return "visitor" if is_recent else "stranger"


async def require(
    session: AsyncSession, asker: Asker, team_id: int, own: Collection[str | None] = ()
) -> None:
    """Raise BotError for a stranger to a team, unless what they ask for is their `own`: by user ID.

    So also for a team that there is not.
    """
    rows = await teams.all_teams(session, asker.user_id)
    team = next((row for row in rows if row.id == team_id), None)
    if team is None:
        raise BotError("error.button")
    if asker.user_id not in own:
        await refuse_stranger(session, asker, team)


async def refuse_stranger(session: AsyncSession, asker: Asker, team: TeamRow) -> None:
    """Raise BotError for a stranger to a team."""
    if await sight(session, asker, team) == "stranger":
        raise BotError("error.team_forbidden", team=team.name)


async def remember(database: Database, asker: Asker) -> None:
    """Keep that somebody was seen in a team's channel, at most once an hour.

    Nothing is kept of those who see the team wherever they are, nor of other channels.
    """
    if not asker.channel_id:
        return
    async with database.read() as session:
        around = await teams.teams_around(session, asker.user_id, asker.channel_id)
        team = next((row for row in around if row.channel_id == asker.channel_id), None)
        if team is None or await sight(session, asker, team) != "channel":
            return
        seen = (await visits.channels_visited(session, asker.user_id)).get(asker.channel_id)
    if seen is None or abs(asker.now - seen) >= _AGAIN:
        async with database.write() as session:
            await visits.note(session, asker.channel_id, asker.user_id, asker.now)
