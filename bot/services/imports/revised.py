"""How many verdicts a file changed of tickets that were known before it."""

from asyncio import to_thread
from datetime import datetime

from bot.db import Database
from bot.metrics.clocks import to_micros
from bot.metrics.tickets import revised
from bot.services.team import measured
from bot.store.imports import data_at
from bot.store.tickets import revised as store


async def turned(database: Database, team_id: int, number: int, now: datetime) -> int:
    """Return of how many tickets another verdict follows since an import than did before it.

    Both are judged as of where the data end, by the team's clock and standards.
    """
    async with database.read() as session:
        found = await store.judged_in(session, team_id, number)
        known = await store.known(session, team_id, list(found)) if found else []
        it, at = await measured(session, team_id, now), to_micros(now)
        judged = (await data_at(session, team_id, at, it.business)).judged(at)

    def count() -> int:
        measures = (it.clock, it.standards)
        made = (revised(one, found[one.key], at, judged, measures) for one in known)
        return sum(one.turned for one in made)

    return await to_thread(count)
