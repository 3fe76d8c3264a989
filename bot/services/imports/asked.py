"""Files that somebody brings in Slack: who may, for which team, and what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.db import Database
from bot.errors import BotError
from bot.metrics.imports import Found, Glimpse, Said
from bot.metrics.team import MAY_LEAD
from bot.services.imports import beside
from bot.services.team import Managed
from bot.store import imports
from bot.store.team import roles
from bot.store.team import teams as store

_PAUSE = 0.03
"""Seconds. SQLite has who waits up to 100 ms try again every 25 ms at the latest."""
_USUAL = "file"


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that somebody brings for a team, where it lies, and what they said of it."""

    team_id: int
    who: str
    path: Path
    said: Said


async def teams_of(database: Database, user_id: str) -> Managed:
    """Return the teams for which somebody may take files in. Raises BotError for none."""
    async with database.read() as session:
        is_admin = await roles.role(session, 0, user_id) == "admin"
        rows = await store.all_teams(session, user_id)
    teams = tuple(
        (row.id, row.name, row.channel_id) for row in rows if is_admin or row.role in MAY_LEAD
    )
    if not teams:
        raise BotError("setup.none_for_admin" if is_admin else "intake.error.forbidden")
    return Managed(teams, is_admin)


async def team_of(database: Database, user_id: str, team_id: int) -> str:
    """Return the name of a team. Raises BotError for whoever may not take files in for it."""
    found = next((one for one in (await _rows(database, user_id)) if one.id == team_id), None)
    if found is None:
        raise BotError("error.button")
    if not (found.is_admin or found.role in MAY_LEAD):
        raise BotError("intake.error.forbidden")
    return found.name


async def columns(database: Database, url: str, brought: Brought, now: datetime) -> Glimpse:
    """Return the columns of a file. Raises BotError for one that holds no table."""
    return await beside.glimpse(await _task(database, url, brought, now))


async def look(
    database: Database, url: str, brought: Brought, now: datetime, tell: beside.Tell
) -> Found:
    """Return what taking a file in would do; nothing is kept. Raises BotError as imports do."""
    return await beside.look(await _task(database, url, brought, now), tell)


async def take(
    database: Database, url: str, brought: Brought, now: datetime, tell: beside.Tell
) -> Found:
    """Take a file in and return what that did. Raises BotError as imports do.

    The same file again changes nothing; one whose import was cut off goes on where it stopped.
    """
    return await beside.take(await _task(database, url, brought, now), tell)


async def set_aside(database: Database, team_id: int, number: int) -> Sequence[imports.Aside]:
    """Return the rows that an import set aside, by their lines."""
    async with database.read() as session:
        return await imports.quarantined(session, team_id, number)


async def _rows(database: Database, user_id: str) -> list[store.TeamRow]:
    async with database.read() as session:
        return await store.all_teams(session, user_id)


async def _task(database: Database, url: str, brought: Brought, now: datetime) -> beside.Task:
    await team_of(database, brought.who, brought.team_id)
    async with database.read() as session:
        zone = await store.zone(session, brought.team_id)
        source = await imports.last_source(session, brought.team_id)
    return beside.Task(
        wish="look",
        database_url=url,
        team_id=brought.team_id,
        zone=zone.key,
        path=brought.path,
        who=brought.who,
        source=source or _USUAL,
        said=brought.said,
        at=now,
        pause=_PAUSE,
    )
