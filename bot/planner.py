"""Plans what fell due for every team and has it posted, each slot once.

APScheduler only wakes it: what is due is computed from where the team was last planned up to, so
that nothing is missed while the process was down and a late wake-up changes nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import MovableClock
from bot.deps import Deps
from bot.models import Delivery, Team
from bot.services import delivery as ledger
from bot.services.delivery import Due, Ended
from bot.slack import Payload, PostFailed

log = structlog.get_logger()
WAKE_SECONDS = 15
_REMEMBERED_EVERY = timedelta(minutes=5)
_ONE_DAY = timedelta(days=1)

Skip = str
Slots = Callable[[Team, datetime, datetime], Awaitable[Sequence[Due]]]
Build = Callable[[Delivery, datetime], Awaitable[Payload | Skip]]
Posted = Callable[[Delivery, str], Awaitable[None]]
Preparation = Callable[[datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One kind of post.

    `slots` answers what fell due for a team after one instant and up to another. `build` answers
    the message for a row, or the named reason why there is none; it may set the row's
    `thread_ts`, so that the message goes into that thread. `posted` is told where the
    message stands. `every` is whether missed slots are all worked through; else only the latest.
    """

    kind: str
    slots: Slots
    build: Build
    posted: Posted | None = None
    every: bool = False


class Planner:
    """Knows every rhythm; `tick` plans and posts what is due now."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._rhythms: dict[str, Rhythm] = {}
        self._preparations: list[Preparation] = []
        self._busy = asyncio.Lock()
        self._moving = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def add(self, rhythm: Rhythm) -> None:
        """Make a rhythm known."""
        self._rhythms[rhythm.kind] = rhythm

    def prepare(self, preparation: Preparation) -> None:
        """Have something done at the start of every tick, before anything is planned."""
        self._preparations.append(preparation)

    async def start(self) -> None:
        """End what an earlier process left half sent, then tick now and every 15 seconds."""
        interrupted = await ledger.recover(self._deps.database, self._deps.clock())
        if interrupted:
            log.warning("posts were interrupted", count=interrupted)
        self._scheduler.add_job(
            self.tick,
            IntervalTrigger(seconds=WAKE_SECONDS),
            next_run_time=datetime.now(self._scheduler.timezone),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._scheduler.start()

    async def stop(self) -> None:
        """Wake no more, and finish the tick under way."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        async with self._busy:
            return

    async def tick(self) -> None:
        """Plan and post what is due at the clock's now; teams do not wait for each other."""
        async with self._busy:
            now = self._deps.clock()
            for preparation in self._preparations:
                await preparation(now)
            teams = await ledger.posting_teams(self._deps.database)
            ended = await asyncio.gather(
                *(self._serve(team, now) for team in teams), return_exceptions=True
            )
        for team, error in zip(teams, ended, strict=True):
            if isinstance(error, BaseException):
                log.error("planning failed", team=team.name, exc_info=error)

    async def next_due(self, after: datetime, until: datetime) -> datetime | None:
        """Return the first instant in this span at which something falls due for some team."""
        teams = await ledger.posting_teams(self._deps.database)
        while after < until:
            end = min(after + _ONE_DAY, until)
            for_teams = [
                await rhythm.slots(team, after, end)
                for team in teams
                for rhythm in self._rhythms.values()
            ]
            if due := [one.due_at for slots in for_teams for one in slots]:
                return min(due)
            after = end
        return None

    async def pass_time(self, clock: MovableClock, until: datetime) -> None:
        """Move the clock ahead and post what falls due on the way, each when it is due.

        So a move over days leaves what those days would have left, not what a bot says that was
        away for so long.
        """
        async with self._moving:
            while (now := clock()) < until:
                clock.move(await self.next_due(now, until) or until)
                await self.tick()

    async def post_by_hand(self, team: Team, due: Due) -> Ended:
        """Post one slot now because a person asked; `already_planned` when it has a row."""
        now = self._deps.clock()
        assert team.id is not None  # noqa: S101  a stored team has its id
        row = await ledger.claim_by_hand(self._deps.database, team.id, due, now)
        if row is None:
            return Ended("skipped", "already_planned")
        return await self._post(row, now)

    async def deliver(self, row: Delivery) -> Ended:
        """Post a planned row now; `taken_by_another` when it is being posted already."""
        return await self._post(row, self._deps.clock())

    async def _serve(self, team: Team, now: datetime) -> None:
        await self._plan(team, now)
        assert team.id is not None  # noqa: S101  a stored team has its id
        for row in await ledger.waiting(self._deps.database, team.id, now):
            if row.kind in self._rhythms:
                await self._post(row, now)

    async def _plan(self, team: Team, now: datetime) -> None:
        after = team.planned_until or team.created_at
        due: list[Due] = []
        overtaken: list[Due] = []
        for rhythm in self._rhythms.values():
            slots = list(await rhythm.slots(team, after, now))
            due += slots if rhythm.every else slots[-1:]
            overtaken += [] if rhythm.every else slots[:-1]
        if not due and now - after < _REMEMBERED_EVERY:
            return
        assert team.id is not None  # noqa: S101  a stored team has its id
        await ledger.plan(self._deps.database, team.id, due, now, overtaken)

    async def _post(self, row: Delivery, now: datetime) -> Ended:
        if not await ledger.begin(self._deps.database, row):
            return Ended("skipped", "taken_by_another")
        ended = await self._send(row, now)
        await ledger.settle(self._deps.database, row, ended, now)
        posted = self._rhythms[row.kind].posted
        if ended.message_ts and posted:
            await posted(row, ended.message_ts)
        log.info("delivery", kind=row.kind, slot=row.slot, status=ended.status, reason=ended.reason)
        return ended

    async def _send(self, row: Delivery, now: datetime) -> Ended:
        try:
            message = await self._rhythms[row.kind].build(row, now)
        except Exception as error:
            log.exception("building a post failed", kind=row.kind, slot=row.slot)
            return Ended("planned", f"build_failed:{type(error).__name__}")
        if isinstance(message, str):
            return Ended("skipped", message)
        try:
            posted = await self._deps.slack.post(
                row.channel_id, message, delivery_id=row.id, thread_ts=row.thread_ts
            )
        except PostFailed as failed:
            return Ended(failed.outcome, failed.reason)
        return Ended("posted", message_ts=posted)
