"""Helpdesks that send: whoever looks after a team makes a hook, and changes its secret."""

import secrets
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.feeds import SHORTEST_QUIET
from bot.models import Feed
from bot.redaction import hide
from bot.sealing import Sealer, SealError
from bot.services.feeds.asked import shown, team_of
from bot.services.feeds.pulling import owner
from bot.services.feeds.receiving import FORMER, SECRET
from bot.services.feeds.trying import own_source
from bot.store import feeds as store
from bot.store import history

KIND = "hook"
_LONGEST_NAME = 80


async def make(
    database: Database, sealer: Sealer, who: str, team_id: int, name: str, now: datetime
) -> tuple[int, str]:
    """Make a hook of a team; return its number and its secret, which is shown once.

    Raises BotError.
    """
    await team_of(database, who, team_id)
    name = name.strip()
    if not sealer.is_ready:
        raise BotError("feeds.error.no_key")
    if not 0 < len(name) <= _LONGEST_NAME:
        raise BotError("hooks.error.name", most=_LONGEST_NAME)
    secret = _new()
    feed = Feed(
        team_id=team_id,
        number=0,
        kind=KIND,
        product=KIND,
        name=name,
        source="",
        state="on",
        asked_since=now,
        made_by=who,
        made_at=now,
        quiet_seconds=SHORTEST_QUIET,
    )
    async with database.write() as session:
        feed.source = own_source(KIND, await store.sources(session, team_id))
        number = await store.add(session, feed)
        feed.address = f"/hooks/{team_id}-{number}"
        feed.secret = sealer.seal({SECRET: secret}, owner(feed))
        session.add(feed)
        after: history.Values = {"name": name, "address": feed.address}
        place = (session, team_id, store.SUBJECT, str(number), "connected")
        await history.add(*place, who, now, after=after)
    return number, secret


async def rotate(
    database: Database, sealer: Sealer, who: str, team_id: int, number: int, now: datetime
) -> str:
    """Give a hook another secret and return it; the one before it holds until it is dropped.

    Raises BotError.
    """
    secret = _new()
    await team_of(database, who, team_id)
    async with database.write() as session:
        feed = await _hook(session, team_id, number)
        known = {SECRET: secret, FORMER: _known(sealer, feed)[SECRET]}
        sealed = sealer.seal(known, owner(feed))
        await store.change(session, team_id, number, {"secret": sealed})
        place = (session, team_id, store.SUBJECT, str(number), "credentials_changed")
        await history.add(*place, who, now, after={"name": feed.name})
    return secret


async def drop_former(
    database: Database, sealer: Sealer, who: str, team_id: int, number: int, now: datetime
) -> None:
    """Let the secret before the last one hold no more. Raises BotError."""
    await team_of(database, who, team_id)
    async with database.write() as session:
        feed = await _hook(session, team_id, number)
        known = _known(sealer, feed)
        if FORMER not in known:
            return
        sealed = sealer.seal({SECRET: known[SECRET]}, owner(feed))
        await store.change(session, team_id, number, {"secret": sealed})
        place = (session, team_id, store.SUBJECT, str(number), "former_dropped")
        await history.add(*place, who, now, after={"name": feed.name})


async def _hook(session: AsyncSession, team_id: int, number: int) -> Feed:
    feed = await shown(session, team_id, number)
    if feed.kind != KIND:
        raise BotError("feeds.error.gone")
    return feed


def _known(sealer: Sealer, feed: Feed) -> dict[str, str]:
    try:
        return sealer.unseal(feed.secret or "", owner(feed))
    except SealError as error:
        raise BotError("hooks.error.sealed") from error


def _new() -> str:
    secret = secrets.token_urlsafe(32)
    hide(secret)
    return secret
