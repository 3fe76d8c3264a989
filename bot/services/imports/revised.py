"""How many verdicts a file changes, or would, of tickets that were known before it."""

from asyncio import to_thread
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from bot.db import Database
from bot.metrics.clocks import to_micros
from bot.metrics.imports import Outcome
from bot.metrics.tickets import Foretold, TicketKey, foretold, revised
from bot.services.team import measured
from bot.store.imports import data_at
from bot.store.tickets import revised as store


async def turned_by(database: Database, team_id: int, done: Outcome, now: datetime) -> int:
    """Return how many verdicts an import changed; 0 for one that changed no ticket."""
    if done.number is None or done.status == "already" or not done.updated:
        return 0
    return await turned(database, team_id, done.number, now)


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


async def would_turn(
    database: Database, team_id: int, told: Iterable[Foretold], now: datetime
) -> int:
    """Return of how many tickets another verdict would follow if a file were taken in now."""
    by_ticket: dict[TicketKey, list[Foretold]] = defaultdict(list)
    for one in told:
        by_ticket[one.key].append(one)
    if not by_ticket:
        return 0
    async with database.read() as session:
        known = await store.known(session, team_id, list(by_ticket))
        it, at = await measured(session, team_id, now), to_micros(now)

    def count() -> int:
        measures = (it.clock, it.standards)
        made = (foretold(one, by_ticket[one.key], at, measures) for one in known)
        return sum(one.turned for one in made)

    return await to_thread(count)
