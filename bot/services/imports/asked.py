"""Files that somebody brings in Slack: who may, for which team, and what comes of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.db import Database
from bot.metrics.imports import Found, Glimpse, Said
from bot.metrics.team import MAY_LEAD
from bot.models import Upload
from bot.services.imports import beside
from bot.services.imports.pace import BESIDE_THE_BOT
from bot.services.team import Managed, team_for, teams_for
from bot.store import imports
from bot.store.team import teams as store

_USUAL = "file"
_REFUSAL = "intake.error.forbidden"


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that somebody brings for a team, where it lies, and what they said of it.

    `since` is when they asked for it to be taken in.
    """

    team_id: int
    who: str
    path: Path
    said: Said
    since: datetime | None = None


async def teams_of(database: Database, user_id: str) -> Managed:
    """Return the teams for which somebody may take files in. Raises BotError for none."""
    return await teams_for(database, user_id, _REFUSAL, MAY_LEAD)


async def team_of(database: Database, user_id: str, team_id: int) -> str:
    """Return the name of a team. Raises BotError for whoever may not take files in for it."""
    return await team_for(database, user_id, team_id, _REFUSAL, MAY_LEAD)


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

    The same file again changes nothing; one whose import was cut off goes on where it stopped. What
    was done since it was asked for, by a process that ended before it was told, counts as done now.
    """
    return await beside.take(await _task(database, url, brought, now), tell)


async def begin(database: Database, upload: Upload) -> bool:
    """Keep that a file is being taken in, for whoever may; return False where it was asked before.

    So another process goes on with it where this one ends. Raises BotError.
    """
    await team_of(database, upload.who, upload.team_id)
    async with database.write() as session:
        return await imports.begin_upload(session, upload)


async def left(
    database: Database, now: datetime, lease: timedelta, own: Collection[str]
) -> Sequence[Upload]:
    """Return the files of which nothing was heard for so long; each is this process's now.

    Those that it is at, by their modals, are its `own`.
    """
    async with database.read() as session:
        found = await imports.uploads_left(session, now - lease)
    others = [one for one in found if one.view_id not in own]
    return [mine for one in others if (mine := await hear(database, one, now)) is not None]


async def hear(database: Database, upload: Upload, now: datetime) -> Upload | None:
    """Keep that this process is at a file, and return it so; None where another has it."""
    async with database.write() as session:
        if not await imports.hear_of_upload(session, upload, now):
            return None
    return Upload(**upload.model_dump() | {"heard_at": now})


async def end(database: Database, upload: Upload) -> None:
    """Forget a file of which somebody was told what came."""
    async with database.write() as session:
        await imports.end_upload(session, upload)


async def set_aside(database: Database, team_id: int, number: int) -> Sequence[imports.Aside]:
    """Return the rows that an import set aside, by their lines."""
    async with database.read() as session:
        return await imports.quarantined(session, team_id, number)


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
        pause=BESIDE_THE_BOT,
        since=brought.since,
    )
