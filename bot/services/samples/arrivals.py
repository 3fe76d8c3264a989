"""Sample tickets of the demo's teams, those set up in it included, as its clock goes on."""

import asyncio
import json
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from bot.db import Database, sync_engine
from bot.models import Team
from bot.services.team import measured
from bot.sources import sample
from bot.sources.sample_desks import desk_of_team, sample_desks
from bot.store.team import writes as store

_EVERY = timedelta(minutes=10)
_STILL_MOVING = timedelta(days=10)


class Arrivals:
    """What happens to the sample tickets of the demo's teams after it began, at `began`.

    A team that has no tickets of any kind is given those of 90 days; one with tickets of its own
    gets none.
    """

    def __init__(self, database: Database, database_url: str, began: datetime) -> None:
        self._database, self._engine = database, sync_engine(database_url)
        self._began = self._known = began
        self._settled: set[str] = set()

    async def take_in(self, now: datetime) -> None:
        """Take in what happened up to `now`; at most every ten minutes, for new teams at once."""
        is_time = now - self._known >= _EVERY
        for team, desk, is_new in await _desks(self._database, now):
            if is_new:
                told: Iterable[sample.Record] = sample.tickets(desk, now, began=self._began)
                await _take_in(self._engine, team, told, now)
            elif is_time:
                await _take_in(self._engine, team, self._fresh(desk, now), now)
        if is_time:
            self._known = now

    def _fresh(self, desk: sample.Desk, now: datetime) -> Sequence[sample.Record]:
        """Return the tickets to which something happened, if none did any one.

        For an import says what it covers.
        """
        since = (self._known - _STILL_MOVING).astimezone(desk.zone).date()
        told = sample.tickets(desk, now, began=self._began, since=since, skip=self._settled)
        records = list(told)
        self._settled |= {one["external_id"] for one in records if sample.is_settled(desk, one)}
        fresh = [one for one in records if sample.last_change(one) > self._known]
        return fresh or records[-1:]


async def take_in(
    engine: Engine, team: Team, records: Iterable[sample.Record], path: Path, now: datetime
) -> int:
    """Write tickets to a file and import it as a customer's; return how many were new.

    The engine can be used again: it keeps no connection, only the statements it has compiled.
    """
    from bot.services.imports import importing

    try:
        await asyncio.to_thread(_write, path, records)
        request = importing.ImportRequest(team.id or 0, team.zone, path, "demo")
        return (await asyncio.to_thread(importing.run, engine, request, now)).created
    finally:
        engine.dispose()


async def _take_in(
    engine: Engine, team: Team, records: Iterable[sample.Record], now: datetime
) -> None:
    with tempfile.TemporaryDirectory(prefix="frt-sample-") as folder:
        path = Path(folder) / f"{team.id}-{now:%Y%m%dT%H%M%S}.jsonl"
        await take_in(engine, team, records, path, now)


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
