"""Helpdesks that send by themselves, and have not for longer than they ever do."""

from datetime import datetime, timedelta

from bot.db import Database
from bot.metrics.clocks import to_micros
from bot.metrics.feeds import SHORTEST_QUIET, Heard
from bot.models import Feed
from bot.services.feeds.told import What, tell
from bot.services.team import measured
from bot.store import feeds as store

SILENT = "silent"
_SOONEST = timedelta(seconds=SHORTEST_QUIET)


async def watch(database: Database, now: datetime) -> None:
    """Keep which helpdesks are silent by now and which are no more, and tell of both once."""
    async with database.read() as session:
        found = [one for one in await store.every(session) if _may_have_changed(one, now)]
    for feed in found:
        is_silent = await _is_silent(database, feed, now)
        if is_silent and feed.failure is None:
            await _changed(database, feed, "failed", feed.heard_at, now)
        elif not is_silent and feed.failure == SILENT:
            await _changed(database, feed, "resumed", feed.failed_since, now)


def _may_have_changed(feed: Feed, now: datetime) -> bool:
    """Return whether it is worth a look at working hours."""
    if feed.kind != "hook" or feed.state != "on" or feed.heard_at is None:
        return False
    return feed.failure == SILENT or (feed.failure is None and now - feed.heard_at > _SOONEST)


async def _is_silent(database: Database, feed: Feed, now: datetime) -> bool:
    if feed.heard_at is None:
        return False
    async with database.read() as session:
        clock = (await measured(session, feed.team_id, now)).business
    at, as_of = to_micros(feed.heard_at), to_micros(now)
    return Heard(at, at, feed.quiet_seconds).until(as_of, clock) < as_of


async def _changed(
    database: Database, feed: Feed, what: What, since: datetime | None, now: datetime
) -> None:
    is_silent = what == "failed"
    values = {
        "failure": SILENT if is_silent else None,
        "failed_since": since if is_silent else None,
        "told_at": now if is_silent else None,
    }
    async with database.write() as session:
        if await store.keep(session, feed, values) and since is not None:
            await tell(session, feed, what, since, now)
