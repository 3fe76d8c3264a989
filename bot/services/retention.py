"""Deleting what has been kept long enough, and forgetting a customer when they ask for it."""

import asyncio
from datetime import datetime, timedelta

from bot.db import Database
from bot.errors import BotError
from bot.settings import Settings
from bot.store import history, personal, retention
from bot.store.personal import Erased

SEEN_DAYS = 1
_ROWS = 500
_PAUSE = 0.01
_SHORTEST = 3


async def purge(database: Database, settings: Settings, now: datetime) -> dict[str, int]:
    """Delete what is older than the settings say; return how many rows went, by table.

    In transactions of 500 rows with a pause between them, so that clicks are answered meanwhile.
    """
    kept = {
        retention.seen_requests: SEEN_DAYS,
        retention.set_aside: settings.keep_set_aside_days,
        retention.history: settings.keep_history_days,
        retention.tickets: settings.keep_tickets_days,
    }
    gone: dict[str, int] = {}
    for delete, days in kept.items():
        deleted = _ROWS if days else 0
        while deleted == _ROWS:
            async with database.write() as session:
                deleted = await delete(session, now - timedelta(days=days), _ROWS)
            gone[delete.__name__] = gone.get(delete.__name__, 0) + deleted
            await asyncio.sleep(_PAUSE)
    return {table: rows for table, rows in gone.items() if rows}


async def forget(database: Database, customer: str, who: str, now: datetime) -> Erased:
    """Erase who a customer is, keep every figure, and write that it was done, not to whom.

    Raises BotError for a name so short that it would be found inside others.
    """
    customer = customer.strip()
    if len(customer) < _SHORTEST:
        raise BotError("database.forget.short", least=_SHORTEST)
    async with database.write() as session:
        erased = await personal.erase(session, customer)
        if any(erased):
            place = (session, history.NO_TEAM, "customer", "-", "forgotten")
            await history.add(*place, who, now, after=erased._asdict())
    return erased
