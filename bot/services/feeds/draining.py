"""Working off what helpdesks sent: from events to tickets, a batch at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import structlog

from bot.clock import Clock
from bot.db import Database
from bot.metrics.feeds import WEEKS, Outcome, fold, is_worth_telling, quiet_seconds, wait_after
from bot.metrics.imports import Outcome as Taken
from bot.models import Feed
from bot.services.feeds.taking import Taker
from bot.services.feeds.told import tell
from bot.services.team import measured
from bot.sources.pulls import Row
from bot.store import feed_events as events
from bot.store import feeds as store
from bot.store.team import teams

log = structlog.get_logger()
_LEASE = timedelta(seconds=30)
_BATCH = 1_000


class _LostError(Exception):
    """Another process has the helpdesk, or somebody changed it meanwhile."""


@dataclass(slots=True)
class Drains:
    """Works off what helpdesks sent, each by one process at a time.

    `gather` is how many seconds it waits for more before it begins, and between two batches: many
    requests are few runs, and others are answered meanwhile.
    """

    database: Database
    taker: Taker
    clock: Clock
    gather: float = 2.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _running: dict[tuple[int, int], bool] = field(default_factory=dict)
    _looked: dict[events.Place, tuple[date, int]] = field(default_factory=dict)

    async def heard(self, team_id: int, number: int) -> None:
        """Work off what a helpdesk sent, soon; return at once where that is under way already."""
        key = (team_id, number)
        if key in self._running:
            self._running[key] = True
            return
        self._running[key] = True
        try:
            while self._running[key]:
                await self.sleep(self.gather)
                self._running[key] = False
                if (feed := await self._claimed(team_id, number)) is not None:
                    await self._ended(feed)
        finally:
            del self._running[key]

    async def left(self, now: datetime) -> Sequence[Feed]:
        """Return the helpdesks whose events a process left undone: this one's from now on."""
        async with self.database.read() as session:
            found = await store.left(session, now)
        held = [await self._claimed(one.team_id, one.number) for one in found]
        return [one for one in held if one is not None]

    async def drain(self, feed: Feed) -> None:
        """Work off all that a helpdesk, which is this process's, has sent by now."""
        await self._ended(feed)

    async def _claimed(self, team_id: int, number: int) -> Feed | None:
        """Return a helpdesk that is this process's from now on; None where another one has it."""
        now = self.clock()
        async with self.database.write() as session:
            feed = await store.get(session, team_id, number)
            if feed is None or feed.state != "on" or (feed.held_until and feed.held_until >= now):
                return None
            held = Feed(**feed.model_dump() | {"fence": feed.fence + 1})
            return held if await store.claim(session, feed, now + _LEASE) else None

    async def _ended(self, feed: Feed) -> None:
        """Work off what there is, and keep how that ended."""
        try:
            await self._drain(feed)
        except _LostError:
            log.info("a helpdesk is another's meanwhile", team=feed.team_id, feed=feed.number)
        except Exception:
            log.exception("events could not be worked off", team=feed.team_id, feed=feed.number)
            await self._failed(feed)

    async def _drain(self, feed: Feed) -> None:
        place = events.Place(feed.team_id, feed.number)
        async with self.database.read() as session:
            zone = (await teams.zone(session, feed.team_id)).key
        while True:
            async with self.database.read() as session:
                tickets = await events.waiting(session, place, _BATCH)
                known = await events.of_tickets(session, place, tickets)
            if not known:
                break
            rows, outcomes = await asyncio.to_thread(_folded, known)
            done = await self.taker.take(feed, zone, rows, self.clock())
            await self._marked(feed, done, outcomes)
            await self.sleep(self.gather / 4)
        await self._rested(feed)

    async def _marked(
        self, feed: Feed, done: Taken | None, outcomes: Mapping[str, Outcome]
    ) -> None:
        """Keep what became of events whose tickets are in.

        Whoever has lost the helpdesk meanwhile may have written over what is newer: all of it is to
        be done once more.
        """
        place, now = events.Place(feed.team_id, feed.number), self.clock()
        if done and done.quarantined:
            log.error("tickets of events could not be read", team=feed.team_id, why=done.examples)
        values: dict[str, object] = {"held_until": now + _LEASE}
        if done and (done.created or done.updated):
            values["brought_at"] = now
        async with self.database.write() as session:
            is_kept = await store.keep(session, feed, values)
            await events.mark(session, place, outcomes if is_kept else dict.fromkeys(outcomes))
        if not is_kept:
            raise _LostError

    async def _rested(self, feed: Feed) -> None:
        """Let go of a helpdesk that has nothing new, and tell of what is over."""
        now = self.clock()
        quiet = await self._quiet(feed, now)
        values = {"held_until": None, "quiet_seconds": quiet, "next_at": None} | _WELL
        async with self.database.write() as session:
            if not await store.keep(session, feed, values):
                raise _LostError
            if feed.told_at is not None and feed.failed_since is not None:
                await tell(session, feed, "resumed", feed.failed_since, now)

    async def _quiet(self, feed: Feed, now: datetime) -> int | None:
        """Return after how long without a word a helpdesk is silent, looked at once an hour."""
        place = events.Place(feed.team_id, feed.number)
        async with self.database.read() as session:
            hour = now.astimezone(await teams.zone(session, feed.team_id))
            if self._looked.get(place) == (hour.date(), hour.hour):
                return feed.quiet_seconds
            gaps = await events.gaps(session, place, now - WEEKS, hour)
            clock = (await measured(session, feed.team_id, now)).business
        self._looked[place] = hour.date(), hour.hour
        return await asyncio.to_thread(quiet_seconds, gaps, clock)

    async def _failed(self, feed: Feed) -> None:
        """Keep that events could not be worked off, to be tried again later; tell of it once."""
        now, failures = self.clock(), feed.failures + 1
        since = feed.failed_since or now
        is_told = feed.told_at is None and is_worth_telling("error", since, now)
        values = {
            "failure": "error",
            "failed_since": since,
            "failures": failures,
            "held_until": now + wait_after("error", failures, None),
            **({"told_at": now} if is_told else {}),
        }
        async with self.database.write() as session:
            if await store.keep(session, feed, values) and is_told:
                await tell(session, feed, "failed", since, now)


_WELL = {"failure": None, "failed_since": None, "failures": 0, "told_at": None}


def _folded(
    known: Mapping[str, Sequence[events.Known]],
) -> tuple[list[Row], dict[str, Outcome]]:
    """Return the tickets of these events, and what became of those that became something else."""
    rows: list[Row] = []
    outcomes: dict[str, Outcome] = {}
    for of_ticket in known.values():
        row, found = fold(one.event for one in of_ticket)
        rows += [] if row is None else [row]
        outcomes |= {
            one.event.id: found[one.event.id]
            for one in of_ticket
            if found[one.event.id] != (one.outcome, one.reason)
        }
    return rows, outcomes
