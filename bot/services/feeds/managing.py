"""Connecting a team with a helpdesk that was tried, and what is done with it later."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.db import Database
from bot.errors import BotError
from bot.sealing import Sealer
from bot.services.feeds.asked import shown, team_of
from bot.services.feeds.linking import link
from bot.services.feeds.pulling import owner
from bot.services.feeds.trying import Wish
from bot.store import feeds as store
from bot.store import history


async def connect(database: Database, who: str, team_id: int, number: int, now: datetime) -> str:
    """Have a helpdesk that was tried asked from now on; return its name.

    Raises BotError, also where somebody else connected the same meanwhile.
    """
    await team_of(database, who, team_id)
    async with database.write() as session:
        feed = await store.get(session, team_id, number)
        if feed is None or feed.state not in {"new", "on"}:
            raise BotError("feeds.error.gone")
        if feed.state == "new":
            twice = await store.same(session, team_id, (feed.product, feed.address, feed.account))
            if twice is not None:
                raise BotError("feeds.error.twice", name=twice.name)
            await store.change(session, team_id, number, {"state": "on", "next_at": now})
            await link(session, feed)
            after: history.Values = {"name": feed.name, "address": feed.address}
            place = (session, team_id, store.SUBJECT, str(number), "connected")
            await history.add(*place, who, now, after=after)
        return feed.name


async def pause(database: Database, who: str, team_id: int, number: int, now: datetime) -> None:
    """Ask a helpdesk no more until somebody says so. Raises BotError."""
    await _step(database, (who, team_id, number), now, "paused", {"state": "paused"})


async def resume(database: Database, who: str, team_id: int, number: int, now: datetime) -> None:
    """Ask a helpdesk again, from where it stopped. Raises BotError."""
    values = {"state": "on", "next_at": now}
    await _step(database, (who, team_id, number), now, "resumed", values)


async def remove(database: Database, who: str, team_id: int, number: int, now: datetime) -> None:
    """Take a helpdesk away, and its credentials with it; its tickets stay. Raises BotError."""
    values = {"state": "removed", "secret": None, "next_at": None, "failure": None}
    await _step(database, (who, team_id, number), now, "removed", values)


async def ask_now(database: Database, who: str, team_id: int, number: int, now: datetime) -> None:
    """Have a helpdesk asked at once. Raises BotError."""
    await _step(database, (who, team_id, number), now, None, {"next_at": now})


async def renew(
    database: Database, sealer: Sealer, who: str, number: int, wish: Wish, now: datetime
) -> None:
    """Keep other credentials of a helpdesk, which answered to them, and ask it at once."""
    async with database.read() as session:
        feed = await shown(session, wish.team_id, number)
    values = {"secret": sealer.seal(wish.secret, owner(feed)), "next_at": now}
    await _step(database, (who, wish.team_id, number), now, "credentials_changed", values)


async def reseal(database: Database, sealer: Sealer) -> int:
    """Seal all credentials with the first key; return how many. Raises SealError, then none is."""
    async with database.write() as session:
        feeds = await store.sealed(session)
        for feed in feeds:
            feed.secret = sealer.renewed(feed.secret or "")
            session.add(feed)
    return len(feeds)


async def _step(
    database: Database,
    which: tuple[str, int, int],
    now: datetime,
    event: str | None,
    values: Mapping[str, Any],
) -> None:
    """Change a helpdesk for whoever may, and write that into the history. Raises BotError."""
    who, team_id, number = which
    await team_of(database, who, team_id)
    async with database.write() as session:
        feed = await shown(session, team_id, number)
        if feed.state == values.get("state"):
            return
        await store.change(session, team_id, number, values)
        if event is not None:
            place = (session, team_id, store.SUBJECT, str(number), event)
            await history.add(*place, who, now, after={"name": feed.name})
