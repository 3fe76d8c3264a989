"""Deleting what has been kept long enough, and forgetting a customer when they ask for it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.db import Database
from bot.errors import BotError
from bot.settings import Settings
from bot.store import history, retention
from bot.store.people import Erased
from bot.store.people import erasure as personal
from bot.store.people import texts as personal_texts
from bot.store.team import teams
from bot.text import t

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
        retention.channel_visits: SEEN_DAYS,
        retention.set_aside: settings.keep_set_aside_days,
        retention.history: settings.keep_history_days,
        retention.tickets: settings.keep_tickets_days,
        retention.feed_events: settings.keep_tickets_days,
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


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was erased of tickets, and how many texts the customer was taken out of, by table."""

    erased: Erased
    texts: Mapping[str, int]

    @property
    def anything(self) -> bool:
        """Whether the customer stood anywhere."""
        return any(self.erased) or bool(self.texts)


async def forget(database: Database, customer: str, who: str, now: datetime) -> Forgotten:
    """Erase who a customer is, keep every figure, and write that it was done, not to whom.

    In texts that people wrote a placeholder in their team's language stands in the customer's
    place. Raises BotError for a name so short that it would be found inside others.
    """
    customer = customer.strip()
    if len(customer) < _SHORTEST:
        raise BotError("database.forget.short", least=_SHORTEST)
    async with database.write() as session:
        erased = await personal.erase(session, customer)
        languages = {history.NO_TEAM: "en", **await teams.languages(session)}
        said = {team_id: t(one, "database.removed") for team_id, one in languages.items()}
        texts = await personal_texts.remove(session, customer, said)
        forgotten = Forgotten(erased, texts)
        if forgotten.anything:
            place = (session, history.NO_TEAM, "customer", "-", "forgotten")
            after = {**erased._asdict(), "texts": sum(texts.values())}
            await history.add(*place, who, now, after=after)
    return forgotten
