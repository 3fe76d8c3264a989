"""Asking helpdesks what has changed, page by page; what came in stays, whatever follows."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.clock import Clock
from bot.db import Database
from bot.errors import BotError
from bot.metrics.feeds import GAP, Failure, every, is_worth_telling, wait_after
from bot.metrics.imports import Outcome
from bot.models import Feed
from bot.sealing import Sealer, SealError
from bot.services.feeds.names import names_in_slack
from bot.services.feeds.sources import Brought, Sources
from bot.services.feeds.taking import Taker
from bot.services.feeds.told import tell
from bot.sources.pulls import Place, PullError, Row
from bot.store import feeds as store
from bot.store.team import teams

log = structlog.get_logger()
_LEASE = timedelta(seconds=90)
_BEAT = 20.0
"""Seconds after which a process says again that it is at a helpdesk; a page may take minutes."""
_AT_ONCE = 4
_ASKED = ("pull", "channel")


class _LostError(Exception):
    """Another process has the helpdesk, or somebody changed it meanwhile."""


@dataclass(slots=True)
class Pulls:
    """Asks helpdesks, four at a time in this process; each by one process at a time.

    Whether another process connected one is looked for every so often; what this one knows to be
    due, or is told of by `hurry`, is asked when it is.
    """

    database: Database
    taker: Taker
    sealer: Sealer
    clock: Clock
    sources: Sources
    look_every: timedelta = timedelta(0)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    _looked: datetime | None = None
    _soonest: datetime | None = None
    _taken: dict[tuple[int, int], dict[str, int]] = field(default_factory=dict)

    async def due(self, now: datetime) -> Sequence[Feed]:
        """Return the helpdesks that are to be asked by now: this process's from now on."""
        is_due = self._soonest is not None and self._soonest <= now
        if not is_due and self._looked and self._looked <= now < self._looked + self.look_every:
            return []
        async with self.database.read() as session:
            found = [one for one in await store.every(session) if one.state == "on"]
        self._looked, self._soonest = now, None
        mine: list[Feed] = []
        for feed in found:
            if not _is_free(feed, now):
                self._expect(max(filter(None, (feed.next_at, feed.held_until)), default=None))
                continue
            async with self.database.write() as session:
                if await store.claim(session, feed, now + _LEASE):
                    mine.append(_with(feed, fence=feed.fence + 1))
        return mine

    def hurry(self) -> None:
        """Look for what is due at the next opportunity: somebody has just connected a helpdesk."""
        self._looked = None

    def _expect(self, at: datetime | None) -> None:
        if at is not None:
            self._soonest = min(at, self._soonest or at)

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
        async with self.database.read() as session:
            zone = (await teams.zone(session, feed.team_id)).key
        names = await self._names(feed)
        place = place_of(feed, self.sealer)
        async with self.sources.opened(feed.product, place, names) as source:
            asked, fresh = self.clock(), self._fresh(feed)
            async for page in source.pages(_cursor(feed), feed.asked_since, asked):
                done = await self._take(feed, zone, page._replace(rows=fresh(page.rows)))
                await self._kept(feed, page, done, asked)
                asked = self.clock()

    async def _names(self, feed: Feed) -> Mapping[str, str]:
        """Return the names of a team's members where they are needed to know who answers."""
        if feed.kind != "channel":
            return {}
        return await names_in_slack(self.database, feed.team_id)

    async def _take(self, feed: Feed, zone: str, page: Brought) -> Outcome | None:
        """Take in what came, and return what that did. Raises PullError where nothing is readable.

        Raises BotError as imports do.
        """
        if page.file is not None:
            done: Outcome | None = await self.taker.take_file(feed, zone, page.file, self.clock())
        else:
            done = await self.taker.take(feed, zone, page.rows, self.clock())
        if done and done.quarantined and done.quarantined == done.rows:
            raise PullError("answer", _why(done))
        return done

    def _fresh(self, feed: Feed) -> Callable[[list[Row]], list[Row]]:
        """Return what leaves out tickets that stand as they did when they were taken in last.

        A pull begins a little before the end of the one before, so most of a quiet desk's are.
        """
        key, now = (feed.team_id, feed.number), dict[str, int]()
        last, self._taken[key] = self._taken.get(key, {}), now

        def fresh(rows: list[Row]) -> list[Row]:
            told = [(str(row.get("external_id")), hash(json.dumps(row)), row) for row in rows]
            found = [row for number, mark, row in told if last.get(number) != mark]
            now.update((number, mark) for number, mark, _ in told)
            return found

        return fresh

    async def _kept(self, feed: Feed, page: Brought, done: Outcome | None, asked: datetime) -> None:
        """Keep how far a helpdesk is, in the order: its tickets first, then where to go on."""
        now = self.clock()
        values: dict[str, Any] = {"cursor": json.dumps(page.cursor), "held_until": now + _LEASE}
        if done and (done.created or done.updated):
            values["brought_at"] = now
        if page.is_last:
            later = asked + every(feed.kind)
            values |= _heard(feed, asked) | {"held_until": None, "next_at": later}
            self._expect(later)
        async with self.database.write() as session:
            if not await store.keep(session, feed, values):
                raise _LostError
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
        since = feed.failed_since or now
        values = {
            "failure": reason,
            "failed_since": since,
            "failures": failures,
            "held_until": None,
            "next_at": now + wait_after(reason, failures, wait),
        }
        self._expect(now + wait_after(reason, failures, wait))
        is_told = feed.told_at is None and is_worth_telling(reason, since, now)
        if is_told:
            values["told_at"] = now
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


def _is_free(feed: Feed, now: datetime) -> bool:
    """Return whether a helpdesk is to be asked by now, and no process has it."""
    is_held = feed.held_until is not None and feed.held_until >= now
    return feed.kind in _ASKED and feed.next_at is not None and feed.next_at <= now and not is_held


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
