"""Doing once what Slack, the network or somebody with a recording brings twice."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.store import seen

_MOST = 50_000


async def first_event(database: Database, event_id: str, now: datetime) -> bool:
    """Return whether an event is new; Slack redelivers one under the same ID, newly signed."""
    async with database.write() as session:
        return await seen.claim(session, f"event:{event_id}", now)


async def first_form(session: AsyncSession, view_id: str, now: datetime) -> bool:
    """Return whether nothing was made of a form yet, and keep that something is made of it now.

    In the transaction that makes it, once it is sure to: then neither stands without the other,
    and the same form sent to another replica at this moment waits for how this one ends.
    """
    return await seen.claim(session, _form(view_id), now)


async def was_made(session: AsyncSession, view_id: str) -> bool:
    """Return whether something was made of a form already."""
    return await seen.is_claimed(session, _form(view_id))


async def first_click(session: AsyncSession, trigger_id: str, now: datetime) -> bool:
    """Return whether nothing was changed by a click yet, and keep that something is, as a form."""
    return await seen.claim(session, f"trigger:{trigger_id}", now)


@asynccontextmanager
async def once(database: Database, click: tuple[str, ...], now: datetime) -> AsyncIterator[bool]:
    """Yield whether what a click posts is posted for the first time; it may be again if that fails.

    `click` is all that tells one post from another.
    """
    key = f"click:{hashlib.sha256(repr(click).encode()).hexdigest()}"
    async with database.write() as session:
        first = await seen.claim(session, key, now)
    try:
        yield first
    except Exception:
        if first:
            async with database.write() as session:
                await seen.release(session, key)
        raise


class _Together:
    """Keys that are claimed while others are on their way go together, with the next statement.

    So at most one is on its way, however many requests come at once.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[str, asyncio.Future[bool]] = {}
        self._claiming: asyncio.Task[None] | None = None

    async def claim(self, key: str, now: datetime) -> bool:
        """Return whether nobody has had this key before, and keep it; raises what the driver does.

        No two may claim the same key here at the same time.
        """
        claimed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting[key] = claimed
        if self._claiming is None or self._claiming.done():
            self._claiming = asyncio.create_task(self._claim_all(now))
        return await claimed

    async def _claim_all(self, now: datetime) -> None:
        while self._waiting:
            keys, self._waiting = self._waiting, {}
            new: set[str] = set()
            failed: Exception | None = None
            try:
                new = await seen.claim_all(self._database, keys, now)
            except Exception as error:  # noqa: BLE001  told to all who wait for it
                failed = error
            for key, claimed in keys.items():
                if claimed.cancelled():
                    continue
                if failed:
                    claimed.set_exception(failed)
                else:
                    claimed.set_result(key in new)


class Replays:
    """The signed requests of the last few minutes, each of which is handled once.

    A database that replicas share keeps them in a table. SQLite has one process, and a row for each
    request would have it wait for the disk: there they are remembered, and what was signed before
    this process began is refused, because nobody knows whether it was handled.
    When that was is known by this machine's clock, `ahead` of the one that signs as soon as that is
    told.
    """

    def __init__(self, database: Database, began: datetime, keep: timedelta) -> None:
        self._database = database
        self._began = began.replace(microsecond=0)
        self._is_told = False
        self._keep = keep
        self._seen: OrderedDict[bytes, datetime] = OrderedDict()
        self._together = _Together(database)

    def ahead(self, by: timedelta) -> None:
        """Take in how far this machine is ahead of the clock that signs; the first word counts."""
        if not self._is_told:
            self._began, self._is_told = (self._began - by).replace(microsecond=0), True

    async def first(self, digest: bytes, signed_at: datetime, now: datetime) -> bool:
        """Return whether the request with these signed bytes has not been handled before."""
        if digest in self._seen:
            return False
        self._remember(digest, now)
        if not self._database.shared:
            return signed_at >= self._began
        return await self._together.claim(f"request:{digest.hex()}", now)

    def _remember(self, digest: bytes, now: datetime) -> None:
        self._seen[digest] = now
        while self._seen:
            oldest = next(iter(self._seen.values()))
            if now - oldest <= self._keep and len(self._seen) <= _MOST:
                return
            self._seen.popitem(last=False)


def _form(view_id: str) -> str:
    return f"form:{view_id}"
