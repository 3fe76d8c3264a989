"""Asking helpdesks what has changed, page by page; what came in stays, whatever follows."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.clock import Clock
from bot.db import Database
from bot.errors import BotError
from bot.metrics.feeds import EVERY, GAP, Failure, is_worth_telling, wait_after
from bot.metrics.imports import Outcome
from bot.models import Feed
from bot.sealing import Sealer, SealError
from bot.services.feeds.taking import Taker
from bot.services.feeds.told import tell
from bot.sources.pulls import Page, Place, PullError, asker
from bot.sources.pulls.products import PRODUCTS
from bot.store import feeds as store
from bot.store.team import teams

log = structlog.get_logger()
_LEASE = timedelta(seconds=90)
_BEAT = 20.0
"""Seconds after which a process says again that it is at a helpdesk; a page may take minutes."""
_AT_ONCE = 4


class _LostError(Exception):
    """Another process has the helpdesk, or somebody changed it meanwhile."""


@dataclass(slots=True)
class Pulls:
    """Asks helpdesks, four at a time in this process; each by one process at a time."""

    database: Database
    taker: Taker
    sealer: Sealer
    clock: Clock
    private: bool = False
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    _looked: datetime = field(init=False)
    _next: datetime | None = None

    def __post_init__(self) -> None:
        """Look for what was left by others a lease from now."""
        self._looked = self.clock()

    def is_expecting(self, now: datetime, lease: timedelta) -> bool:
        """Return whether a helpdesk may be due: by what is known here, else once in a lease.

        So processes learn what others connected, and what was left by one that ended.
        """
        return now - self._looked >= lease or (self._next is not None and now >= self._next)

    async def due(self, now: datetime) -> Sequence[Feed]:
        """Return the helpdesks that are to be asked by now: this process's from now on."""
        async with self.database.read() as session:
            found, self._next = await store.due(session, now), await store.next_at(session, now)
        self._looked, mine = now, []
        for feed in found:
            async with self.database.write() as session:
                if await store.claim(session, feed, now + _LEASE):
                    mine.append(_with(feed, fence=feed.fence + 1))
        return mine

    async def pull(self, feed: Feed) -> None:
        """Ask a helpdesk that is this process's until it has no more, and keep how that ended."""
        async with self._beating(feed), self._turns:
            try:
                await self._pull(feed)
            except _LostError:
                log.info("a helpdesk is another's meanwhile", team=feed.team_id, feed=feed.number)
            except PullError as error:
                await self._failed(feed, error.reason, error.wait, str(error))
            except SealError as error:
                await self._failed(feed, "sealed", None, str(error))
            except BotError as error:
                await self._failed(feed, "answer", None, error.key)
            except Exception:
                log.exception("a pull failed", team=feed.team_id, feed=feed.number)
                await self._failed(feed, "error", None, "")

    @asynccontextmanager
    async def _beating(self, feed: Feed) -> AsyncIterator[None]:
        """Let the other processes know meanwhile that this one is at a helpdesk."""

        async def beat() -> None:
            while True:
                await asyncio.sleep(_BEAT)
                try:
                    async with self.database.write() as session:
                        await store.keep(session, feed, {"held_until": self.clock() + _LEASE})
                except Exception:
                    log.exception("a helpdesk is not kept hold of", team=feed.team_id)

        task = asyncio.create_task(beat())
        try:
            yield
        finally:
            task.cancel()

    async def _pull(self, feed: Feed) -> None:
        product, place = PRODUCTS[feed.product], place_of(feed, self.sealer)
        async with self.database.read() as session:
            zone = (await teams.zone(session, feed.team_id)).key
        async with asker(private=self.private, sleep=self.sleep) as asks:
            asked = self.clock()
            cursor = _cursor(feed)
            async for page in product.pages(asks, place, cursor, feed.asked_since):
                done = await self.taker.take(feed, zone, page.rows, self.clock())
                if done and done.quarantined == len(page.rows):
                    raise PullError("answer", _why(done))
                await self._kept(feed, page, done, asked)
                asked = self.clock()

    def _expect(self, at: datetime) -> None:
        """Know when a helpdesk is to be asked again."""
        self._next = at if self._next is None else min(at, self._next)

    async def _kept(self, feed: Feed, page: Page, done: Outcome | None, asked: datetime) -> None:
        """Keep how far a helpdesk is, in the order: its tickets first, then where to go on."""
        now = self.clock()
        values: dict[str, Any] = {"cursor": json.dumps(page.cursor), "held_until": now + _LEASE}
        if done and (done.created or done.updated):
            values["brought_at"] = now
        if page.is_last:
            values |= _heard(feed, asked) | {"held_until": None, "next_at": asked + EVERY}
        async with self.database.write() as session:
            if not await store.keep(session, feed, values):
                raise _LostError
            if page.is_last:
                self._expect(values["next_at"])
            if page.is_last and feed.heard_at is None:
                await tell(session, feed, "first", feed.made_at, now)
            if page.is_last and feed.told_at is not None and feed.failed_since is not None:
                await tell(session, feed, "resumed", feed.failed_since, now)

    async def _failed(self, feed: Feed, reason: Failure, wait: float | None, detail: str) -> None:
        """Keep that a helpdesk could not be asked, and tell of it once where that is due."""
        now, failures = self.clock(), feed.failures + 1
        log.warning(
            "a helpdesk could not be asked",
            team=feed.team_id,
            feed=feed.number,
            reason=reason,
            detail=detail,
        )
        since, again = feed.failed_since or now, now + wait_after(reason, failures, wait)
        values = {
            "failure": reason,
            "failed_since": since,
            "failures": failures,
            "held_until": None,
            "next_at": again,
        }
        is_told = feed.told_at is None and is_worth_telling(reason, since, now)
        if is_told:
            values["told_at"] = now
        self._expect(again)
        async with self.database.write() as session:
            if await store.keep(session, feed, values) and is_told:
                await tell(session, feed, "failed", since, now)


def place_of(feed: Feed, sealer: Sealer) -> Place:
    """Return where a helpdesk is and what it is asked with. Raises SealError."""
    secret = sealer.unseal(feed.secret, owner(feed)) if feed.secret else {}
    return Place(feed.address, feed.account, secret)


def owner(feed: Feed) -> str:
    """Return whose credentials a helpdesk's are: they open nothing for another."""
    return f"{feed.team_id}:{feed.product}:{feed.address}:{feed.account}"


def _with(feed: Feed, **values: object) -> Feed:
    return Feed(**feed.model_dump() | values)


def _cursor(feed: Feed) -> Mapping[str, Any]:
    """Return where to go on; what can't be read is lost: it begins anew, and nothing is twice."""
    try:
        found = json.loads(feed.cursor or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _heard(feed: Feed, asked: datetime) -> dict[str, Any]:
    is_gap = feed.heard_at is None or asked - feed.heard_at > GAP
    return {
        "heard_at": asked,
        "live_since": asked if is_gap else feed.live_since,
        "failure": None,
        "failed_since": None,
        "failures": 0,
        "told_at": None,
    }


def _why(done: Outcome) -> str:
    """Return why no ticket of a page could be read: what is the matter with the first of them."""
    return ", ".join(f"{one.column}: {one.reason}" for one in done.examples[:1])
