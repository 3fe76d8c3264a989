"""Any order of days, failures, crashes and restarts: what people see agrees with the ledger."""

import asyncio
import functools
import os
import shutil
import tempfile
from collections import Counter
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from bot.app import Application, build
from bot.db import Database, migrate
from bot.models import Delivery, Team
from bot.settings import Settings
from bot.workspace.server import running
from tests.daily.world import prepare

START = datetime(2026, 11, 18, 19, tzinfo=UTC)
ROOM = "C01SUPPORT"
ENDED = {"posted", "skipped", "ambiguous"}
FAULTS = st.sampled_from(
    ["drop_request", "drop_reply", "truncate", "html", "server_error", "internal_error"]
)
HOPS = st.sampled_from([1, 7, 40, 24 * 60, 3 * 24 * 60, -61])
EXAMPLES = int(os.environ.get("FRT_SOAK_EXAMPLES", "6"))


@functools.cache
def _tables() -> bytes:
    """Return a SQLite file with every table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "frt.sqlite3")
        migrate(f"sqlite:///{path}")
        return path.read_bytes()


class Dead:
    """A process that stopped at its Nth statement: none gets through any more."""

    def __init__(self, number: int) -> None:
        self._left = number

    def __call__(self, *_: Any) -> None:
        self._left -= 1
        if self._left <= 0:
            raise OperationalError("the process is dead", None, Exception("killed"))


class Ledger(RuleBasedStateMachine):
    """Two processes on one database, in one workspace."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.mkdtemp(prefix="machine-")
        self.url = f"sqlite:///{self.folder}/frt.sqlite3"
        self.now = START
        self.stack = AsyncExitStack()
        self.workers: list[Application] = []

    @initialize()
    def begin(self) -> None:
        Path(self.folder, "frt.sqlite3").write_bytes(_tables())
        self.judge = Database(self.url)
        self.runner.run(self._begin())

    async def _begin(self) -> None:
        self.slack = await self.stack.enter_async_context(running())
        self.stack.push_async_callback(self.judge.close)
        await prepare(self.judge)
        async with self.judge.write() as session:
            (await session.get_one(Team, 1)).planned_until = START
            (await session.get_one(Team, 2)).channel_id = None
        self.workers = [self._worker(), self._worker()]

    def _worker(self) -> Application:
        told = Settings(
            _env_file=None,
            database_url=self.url,
            slack_bot_token=self.slack.bot_token,
            slack_signing_secret=self.slack.signing_secret,
            slack_api_url=self.slack.api_url,
        )
        return build(told, lambda: self.now)

    @rule(minutes=HOPS)
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(at=st.integers(0, 1))
    def wake(self, at: int) -> None:
        self.runner.run(self._tick(at))

    @rule()
    def both_wake(self) -> None:
        async def both() -> None:
            await asyncio.gather(self._tick(0), self._tick(1))

        self.runner.run(both())

    @rule(at=st.integers(0, 1), kind=FAULTS, after=st.integers(0, 2))
    def slack_fails(self, at: int, kind: str, after: int) -> None:
        async def tick() -> None:
            await self.slack.client.fault("*", kind, after=after)
            await self._tick(at)
            await self.slack.client.clear_faults()

        self.runner.run(tick())

    @rule(at=st.integers(0, 1), number=st.integers(1, 80))
    def dies(self, at: int, number: int) -> None:
        self.runner.run(self._die(at, number))

    async def _die(self, at: int, number: int) -> None:
        engine = self.workers[at].deps.database._engine.sync_engine
        dead = Dead(number)
        event.listen(engine, "before_cursor_execute", dead)
        await self._tick(at)
        event.remove(engine, "before_cursor_execute", dead)
        await self.workers[at].deps.database.close()
        self.workers[at] = self._worker()

    @rule(archived=st.booleans())
    def channel(self, archived: bool) -> None:
        client = self.slack.client
        self.runner.run(client.archive(ROOM) if archived else client.unarchive(ROOM))

    @rule(revoked=st.booleans())
    def token(self, revoked: bool) -> None:
        client = self.slack.client
        self.runner.run(client.revoke_token() if revoked else client.restore_token())

    async def _tick(self, at: int) -> None:
        try:
            await self.workers[at].planner.tick()
        except OperationalError:
            return

    async def _rows(self) -> list[Delivery]:
        async with self.judge.read() as session:
            return list((await session.exec(select(Delivery))).all())

    def _stands(self) -> Counter[str]:
        return Counter(
            one.metadata["event_payload"]["delivery_id"]
            for messages in self.slack.workspace.messages.values()
            for one in messages
            if one.metadata
        )

    @invariant()
    def nothing_stands_twice(self) -> None:
        if not self.workers:
            return
        stands = self._stands()
        assert not stands or max(stands.values()) == 1, stands
        for row in self.runner.run(self._rows()):
            if row.status == "posted":
                assert stands[row.id] == 1, row
            if row.status == "skipped":
                assert stands[row.id] == 0, row
                assert row.reason

    def teardown(self) -> None:
        try:
            if self.workers:
                self.runner.run(self._calm_down())
                self.nothing_stands_twice()
                self._nothing_is_silent(self.runner.run(self._rows()))
        finally:
            self.runner.run(self.stack.aclose())
            self.runner.close()
            shutil.rmtree(self.folder)

    async def _calm_down(self) -> None:
        await self.slack.client.clear_faults()
        await self.slack.client.unarchive(ROOM)
        await self.slack.client.restore_token()
        self.now = max(self.now, START) + timedelta(days=1)
        for minutes in (0, 2, 6, 6, 20, 70, 70):
            self.now += timedelta(minutes=minutes)
            await self._tick(0)
        for worker in self.workers:
            await worker.deps.database.close()

    def _nothing_is_silent(self, rows: list[Delivery]) -> None:
        is_working = self.now.weekday() <= 4 and 9 <= self.now.hour < 18
        waits = () if is_working else ("planned", 0)  # for the team's working time
        left = [one for one in rows if (one.status, one.attempts) != waits]
        assert {row.status for row in left} <= ENDED, rows
        due = {date.fromisoformat(row.slot) for row in rows if row.kind == "daily"}
        day = START.date() + timedelta(days=1)
        while day <= (self.now - timedelta(hours=9)).date():
            assert day.weekday() > 4 or day in due, (day, due)
            day += timedelta(days=1)


Ledger.TestCase.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestLedger = Ledger.TestCase
