"""Sample tickets of the demo's teams, those set up in it included, as its clock goes on."""

import asyncio
import json
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.db import Database, sync_engine
from bot.models import Team
from bot.services import imports
from bot.services.importing_types import ImportRequest
from bot.services.measured import measured
from bot.sources import sample
from bot.sources.sample_desks import desk_of_team, sample_desks
from bot.store import team_writes as store

_STILL_MOVING = timedelta(days=10)


async def begin_new_teams(
    database: Database, database_url: str, began: datetime, now: datetime
) -> None:
    """Take in 90 days of sample tickets for each team that has none of any kind."""
    for team, desk, is_new in await _desks(database, now):
        if is_new:
            await _take_in(database_url, team, sample.tickets(desk, now, began=began), now)


async def add_arrivals(
    database: Database, database_url: str, began: datetime, known: datetime, now: datetime
) -> None:
    """Take in what happened to the teams' sample tickets after `known`, up to `now`.

    `began` is when the demo began: the tickets go on from those that were there then. A team with
    tickets of its own gets none.
    """
    since = known - _STILL_MOVING
    for team, desk, is_new in await _desks(database, now):
        if is_new:
            await _take_in(database_url, team, sample.tickets(desk, now, began=began), now)
            continue
        day = since.astimezone(desk.zone).date()
        records = list(sample.tickets(desk, now, began=began, since=day))
        fresh = [record for record in records if sample.last_change(record) > known]
        # The last one is told again where nothing happened: an import says what it covers.
        await _take_in(database_url, team, fresh or records[-1:], now)


async def take_in(
    database_url: str, team: Team, records: Iterable[sample.Record], path: Path, now: datetime
) -> int:
    """Write tickets to a file and import it as a customer's; return how many were new."""
    engine = sync_engine(database_url)
    try:
        await asyncio.to_thread(_write, path, records)
        request = ImportRequest(team.id or 0, team.zone, path, "demo")
        return (await asyncio.to_thread(imports.run, engine, request, now)).created
    finally:
        engine.dispose()


async def _take_in(
    database_url: str, team: Team, records: Iterable[sample.Record], now: datetime
) -> None:
    with tempfile.TemporaryDirectory(prefix="frt-sample-") as folder:
        path = Path(folder) / f"{team.id}-{now:%Y%m%dT%H%M%S}.jsonl"
        await take_in(database_url, team, records, path, now)


async def _desks(database: Database, now: datetime) -> Sequence[tuple[Team, sample.Desk, bool]]:
    """Return the teams that sample tickets are for, how each works, and whether it has none yet."""
    found = []
    async with database.read() as session:
        for team in await store.all_teams(session):
            told = await measured(session, team.id or 0, now)
            own = desk_of_team(told.team, told.business)
            number = await store.any_ticket(session, told.team.id)
            for desk in (own, *sample_desks()):
                if number is None or number.startswith(desk.prefix):
                    found.append((team, desk, number is None))
                    break
    return found


def _write(path: Path, records: Iterable[sample.Record]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
