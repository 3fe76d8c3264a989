"""Plans what fell due for every team and has it posted, each slot once.

APScheduler only wakes it: what is due is computed from where the team was last planned up to, so
that nothing is missed while the process was down and a late wake-up changes nothing.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random

import structlog

from bot.clock import MovableClock
from bot.deps import Deps
from bot.metrics.deliveries import LATE_AFTER, refusal
from bot.models import Delivery, Team
from bot.planner.ahead import first_due
from bot.planner.coming import OfTeam, coming
from bot.planner.quiet import not_put_off
from bot.planner.rhythm import Rhythm, Slots
from bot.planner.schedule import Schedule
from bot.planner.timetable import Timetable
from bot.services import planning
from bot.services.deliveries import RATE_LIMITED, Due, Ended, ends, ledger, notices
from bot.services.planning import REMEMBERED_EVERY, Span, State
from bot.slack.failures import PostFailed

log = structlog.get_logger()
WAKE_SECONDS = 15
_AT_ONCE = 8
_A_BREATH = 50
"""So many teams are looked at in one go: others want the processor too."""
CUT_OFF = timedelta(seconds=20)
"""How long a process that gets no answer from Slack leaves everything to others."""

Preparation = Callable[[datetime], Awaitable[None]]


class Planner:
    """Knows every rhythm; `tick` plans and posts what is due now.

    Teams are served side by side, at most eight at once; each by itself, so that one whose posts
    are slow or broken holds up nobody else.
    """

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._lease = timedelta(seconds=deps.settings.lease_seconds)
        self._rhythms: dict[str, Rhythm] = {}
        self._timetable = Timetable(())
        # Replicas that find much to do at once begin with different teams.
        self._random = Random(os.getpid())  # noqa: S311  nothing secret about it
        self._serving: dict[int, asyncio.Task[None]] = {}
        self._failing: dict[tuple[int, str], datetime] = {}
        self._at_once = asyncio.Semaphore(_AT_ONCE)
        self._stopping = False
        self._suspect = False
        self._cut_off_since: datetime | None = None
        self._preparations: list[Preparation] = []
        self._preparing = asyncio.Lock()
        self._moving = asyncio.Lock()
        self._schedule = Schedule(self.wake, timedelta(seconds=WAKE_SECONDS))

    def add(self, rhythm: Rhythm) -> None:
        """Make a rhythm known."""
        self._rhythms[rhythm.kind] = rhythm
        self._timetable = Timetable(self._rhythms.values())

    def prepare(self, preparation: Preparation) -> None:
        """Have something done at the start of every tick, before anything is planned."""
        self._preparations.append(preparation)

    async def start(self) -> None:
        """Wake now and every 15 seconds."""
        self._schedule.start()

    async def stop(self, seconds: float | None = None) -> None:
        """Wake no more, begin no post any more, and finish those under way, in so many seconds.

        One that takes longer is cut off: its row says that it was being sent, so whoever takes it
        over looks for it first.
        """
        self._stopping = True
        await asyncio.gather(self._schedule.stop(), self._finish(seconds))

    async def _finish(self, seconds: float | None) -> None:
        if under_way := list(self._serving.values()):
            _, left = await asyncio.wait(under_way, timeout=seconds)
            for task in left:
                task.cancel()

    async def tick(self) -> None:
        """Plan and post what is due at the clock's now, and return when all of it has ended."""
        await asyncio.gather(*await self.wake(), return_exceptions=True)

    async def wake(self) -> list[asyncio.Task[None]]:
        """Begin to serve every team that is not being served; return the work under way."""
        async with self._preparing:
            for preparation in self._preparations:
                await preparation(self._deps.clock())
        now = self._deps.clock()
        with_work, idle = await self._sorted(await planning.states(self._deps.database, now), now)
        self._random.shuffle(with_work)
        for state in with_work:
            if state.team_id not in self._serving and not self._stopping:
                task = asyncio.create_task(self._serve_next(state.team_id))
                self._serving[state.team_id] = task
                task.add_done_callback(partial(self._served, state))
        await ledger.plan_idly(self._deps.database, idle, now)
        return list(self._serving.values())

    async def _sorted(self, found: list[State], now: datetime) -> tuple[list[State], list[int]]:
        """Return the teams with work, and those to be remembered as planned up to now."""
        with_work, idle = list[State](), list[int]()
        for number, state in enumerate(found):
            if number % _A_BREATH == 0:
                await asyncio.sleep(0)
            if state.has_work or self._timetable.is_due(state, now):
                with_work.append(state)
            elif now - state.after >= REMEMBERED_EVERY and state.team_id not in self._serving:
                idle.append(state.team_id)
        return with_work, idle

    async def next_due(self, after: datetime, until: datetime) -> datetime | None:
        """Return the first instant in this span at which something falls due for some team."""
        return await first_due(self._deps.database, self._rhythms.values(), after, until)

    async def coming(self, spans: Sequence[Span]) -> list[OfTeam]:
        """Return what each kind posts first for these teams in these spans."""
        return await coming(self._deps.database, self._rhythms.values(), spans)

    async def pass_time(self, clock: MovableClock, until: datetime) -> None:
        """Move the clock ahead and post what falls due on the way, each when it is due.

        So a move over days leaves what those days would have left, not what a bot says that was
        away for so long.
        """
        async with self._moving:
            while (now := clock()) < until:
                due = await self.next_due(now, until) or until
                await asyncio.gather(*self._serving.values(), return_exceptions=True)
                clock.move(due)
                await self.tick()

    async def post_by_hand(self, team: Team, due: Due) -> Ended:
        """Post one slot now because a person asked; `already_planned` when it has a row."""
        now = self._deps.clock()
        assert team.id is not None  # noqa: S101  a stored team has its id
        row = await ledger.claim_by_hand(self._deps.database, team.id, due, now)
        if row is None:
            return Ended("skipped", "already_planned")
        return await self.deliver(row)

    async def deliver(self, row: Delivery) -> Ended:
        """Post a planned row now; `taken_by_another` when it is being posted already.

        A channel that Slack limits is left alone; one that is on hold for something that a person
        may have mended is tried.
        """
        held = await ledger.held_channels(self._deps.database, self._deps.clock())
        reason = ledger.held_by(held, row.channel_id)
        if reason == RATE_LIMITED:
            return Ended("planned", reason)
        return await self._post(row)

    def _served(self, state: State, task: asyncio.Task[None]) -> None:
        self._serving.pop(state.team_id, None)
        if not task.cancelled() and (error := task.exception()):
            log.error("planning failed", team=state.set_to.name, exc_info=error)

    def _has_work(self, span: Span) -> bool:
        return span.is_open or span.went_back or span.behind or bool(self._to_ask(span))

    def _to_ask(self, span: Span) -> list[tuple[Rhythm, Slots]]:
        """Return the rhythms whose slots have to be read to know what fell due in a span."""
        every = self._rhythms.values()
        return [(one, one.slots) for one in every if one.slots and one.may_hold(span)]

    async def _serve_next(self, team_id: int) -> None:
        async with self._at_once:
            span = await planning.span(self._deps.database, self._deps.clock(), team_id)
            if span and self._has_work(span):
                await self._serve(span)

    async def _serve(self, span: Span) -> None:
        database, team_id, now = self._deps.database, span.team_id, span.until
        read = partial(ledger.to_do, database, team_id, now, self._lease)
        known = await read() if span.is_open else ledger.ToDo()
        if known.abandoned:
            count = await ledger.recover(database, team_id, now, self._lease)
            log.warning("posts were interrupted", team=span.team.name, count=count)
        if await self._plan(span) or known.abandoned:
            known = await read()
        for row in known.unsure:
            if not await self._is_cut_off():
                await self._look(row)
        if known.unsure:
            known = await read()
        known = await not_put_off(database, known, self._rhythms, span)
        await self._post_all(known, now)
        if span.behind and not self._stopping and not await self._is_cut_off():
            await self._deps.cards.catch_up(team_id)

    async def _post_all(self, found: ledger.ToDo, now: datetime) -> None:
        held: Mapping[str, str] | None = found.held
        for row in found.waiting:
            if row.kind in self._rhythms and not self._stopping:
                if held is None:
                    held = await ledger.held_channels(self._deps.database, now)
                await self._post_unless_held(row, held)
                held = None

    async def _is_cut_off(self) -> bool:
        """Return whether Slack does not answer this process, asked again every 20 seconds.

        A row that it would take and fail with is left to processes that are better placed.
        """
        now = self._deps.clock()
        since = self._cut_off_since
        if self._suspect and (since is None or not timedelta(0) <= now - since < CUT_OFF):
            self._suspect = not await self._deps.slack.answers()
            self._cut_off_since = now if self._suspect else None
        return self._suspect

    async def _plan(self, span: Span) -> bool:
        """Plan what fell due; return whether there may be something to post now."""
        now, team = span.until, span.team.name
        if span.went_back:
            log.warning("the clock went back; planning from now on", team=team)
        due, overtaken, broken = list[Due](), list[Due](), False
        asked = self._to_ask(span)
        for rhythm, slots_of in asked:
            try:
                slots = list(await slots_of(span.team, span.after, now))
            except Exception:
                log.exception("what is due can't be computed", team=team, kind=rhythm.kind)
                await self._unplanned(span, rhythm.kind)
                broken = True
                continue
            self._failing.pop((span.team_id, rhythm.kind), None)
            last = {one.channel_id: one for one in slots}
            latest = slots if rhythm.every else list(last.values())
            due += latest
            overtaken += [one for one in slots if one not in latest]
        if not due and (broken or not (asked or span.went_back or span.is_long)):
            return broken
        only_latest = [rhythm.kind for rhythm in self._rhythms.values() if not rhythm.every]
        plan = (span.team_id, due, now, overtaken, only_latest)
        await ledger.plan(self._deps.database, *plan, through=not broken)
        return broken or bool(due)

    async def _unplanned(self, span: Span, kind: str) -> None:
        """Tell leads and admins of a kind that could not be planned for five minutes."""
        team_id, now = span.team_id, span.until
        if now - self._failing.setdefault((team_id, kind), now) >= LATE_AFTER:
            await notices.tell_unplanned(self._deps.database, team_id, kind, span.after, now)

    async def _post_unless_held(self, row: Delivery, held: Mapping[str, str]) -> None:
        reason = ledger.held_by(held, row.channel_id)
        if reason is None:
            if not await self._is_cut_off():
                await self._post(row)
        elif row.reason != reason:
            await ledger.hold(self._deps.database, row, reason)

    async def _look(self, row: Delivery) -> None:
        """Read the channel of an unsure row to see whether the message stands there."""
        try:
            found = await self._found(row)
        except PostFailed as failed:
            ended = ends.unreadable(row, failed.reason, failed.wait, self._deps.clock())
            if failed.cut and ended.status == "unsure":
                self._suspect = True
                return
        else:
            now = self._deps.clock()
            ended = Ended("posted", message_ts=found) if found else ends.not_found(row, now)
        await self._end(row, ended)

    async def _found(self, row: Delivery) -> str | None:
        """Return the `ts` of a row's message in its channel, None when it is not there."""
        ago = self._deps.clock() - (row.sent_at or row.planned_at)
        return await self._deps.slack.find(row.channel_id, row.id, ago, row.thread_ts)

    async def _post(self, row: Delivery) -> Ended:
        if row.reason == RATE_LIMITED and row.sent_at:
            # Slack says no as a rule before it does anything, but nothing promises that.
            try:
                found = await self._found(row)
            except PostFailed as failed:
                if refusal(failed.reason) != "scope":
                    unread = ends.unreadable(row, failed.reason, failed.wait, self._deps.clock())
                    return await self._end(row, unread)
                found = None
            if found:
                return await self._end(row, Ended("posted", message_ts=found))
        if not await ledger.begin(self._deps.database, row, self._deps.clock(), self._lease):
            return Ended("skipped", "taken_by_another")
        return await self._end(row, await self._send(row))

    async def _end(self, row: Delivery, ended: Ended) -> Ended:
        ended = await ends.settle(self._deps.database, row, ended, self._deps.clock())
        log.info("delivery", kind=row.kind, slot=row.slot, status=ended.status, reason=ended.reason)
        rhythm = self._rhythms.get(row.kind)
        if ended.message_ts and rhythm and rhythm.posted:
            await rhythm.posted(row, ended.message_ts)
        return ended

    async def _send(self, row: Delivery) -> Ended:
        try:
            message = await self._rhythms[row.kind].build(row, self._deps.clock())
        except Exception as error:
            log.exception("building a post failed", kind=row.kind, slot=row.slot)
            return Ended("planned", f"build_failed:{type(error).__name__}", failed=True)
        if isinstance(message, str):
            return Ended("skipped", message)
        await self._deps.slack.pace.post(row.channel_id)
        if not await ledger.sending(self._deps.database, row, self._deps.clock(), self._lease):
            return Ended("lost", "taken_by_another")
        try:
            posted = await self._deps.slack.post(
                row.channel_id,
                message,
                delivery_id=row.id,
                thread_ts=row.thread_ts,
                in_turn=True,
            )
        except PostFailed as failed:
            self._suspect |= failed.cut
            return _ended(row, failed)
        return Ended("posted", message_ts=posted)


def _ended(row: Delivery, failed: PostFailed) -> Ended:
    held, status = failed.held, failed.outcome
    if held == "channel" and failed.reason != RATE_LIMITED and row.channel_id[:1] in "UW":
        held, status = None, "skipped"
    refused = status == "skipped"
    return Ended(status, failed.reason, wait=failed.wait, held=held, failed=refused)
