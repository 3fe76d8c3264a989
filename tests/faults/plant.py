"""Real processes of the bot beside a local workspace, whose messages are the judge."""

import asyncio
import contextlib
import re
import signal
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from sqlmodel import select

from bot.db import Database
from bot.models import Delivery, Team
from bot.workspace.seed import default_seed
from bot.workspace.server import Running, running
from tests.daily.world import prepare
from tests.faults.nursery import Forked, fork

Json = dict[str, Any]
ROOM = "support-global"
REPORT_DUE = datetime(2026, 11, 19, 9, 0, 5, tzinfo=UTC)
PATIENCE = 60.0
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Worker:
    """One process of the bot."""

    name: str
    process: Forked
    port: int
    heard: list[str] = field(default_factory=list)
    listening: asyncio.Task[None] | None = None

    async def listen(self) -> None:
        """Keep what the process says, until it ends."""
        async for line in self.process.output:
            self.heard.append(_COLOURS.sub("", line.decode(errors="replace")))

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    async def ended(self, seconds: float = PATIENCE) -> int:
        return await asyncio.wait_for(self.process.wait(), seconds)

    async def frozen(self) -> None:
        """Return when the process has stopped itself."""
        status = Path(f"/proc/{self.process.pid}/status")
        await until(lambda: _true("State:\tT" in status.read_text()))

    def said(self) -> str:
        return "".join(self.heard)

    async def ready(self) -> None:
        """Return when the process answers."""
        async with httpx.AsyncClient(timeout=60) as client:

            async def answers() -> bool:
                with contextlib.suppress(httpx.TransportError):
                    return (await client.get(f"http://127.0.0.1:{self.port}/readyz")).is_success
                return False

            await until(answers, self.said)

    async def logs(self, word: str) -> None:
        """Return when the process has said a word."""

        async def said() -> bool:
            return word in self.said()

        await until(said, self.said)


@dataclass
class Plant:
    """A workspace, a database, and the processes that were started on them; `judge` only looks."""

    slack: Running
    database_url: str
    judge: Database
    folder: Path
    workers: list[Worker] = field(default_factory=list)

    async def start(self, *, now: datetime = REPORT_DUE, **settings: str) -> Worker:
        """Start a process whose clock runs on from `now`."""
        number, port = len(self.workers) + 1, _free_port()
        told = {
            "FRT_DATABASE_URL": self.database_url,
            "FRT_SLACK_API_URL": self.slack.api_url,
            "FRT_SLACK_BOT_TOKEN": self.slack.bot_token,
            "FRT_SLACK_APP_TOKEN": self.slack.app_token,
            "FRT_PORT": str(port),
            "FRT_CLOCK": f"from:{now.isoformat()}",
            "FRT_LEASE_SECONDS": "3",
        }
        worker = Worker(f"worker {number}", await fork(**{**told, **settings}), port)
        worker.listening = asyncio.create_task(worker.listen())
        self.workers.append(worker)
        return worker

    async def rows(self, kind: str = "daily", team_id: int = 1) -> list[Delivery]:
        async with self.judge.read() as session:
            query = select(Delivery).where(Delivery.kind == kind, Delivery.team_id == team_id)
            return list((await session.exec(query.order_by(Delivery.slot))).all())

    async def settled(self, kind: str = "daily", count: int = 1) -> list[Delivery]:
        """Return a team's rows of a kind when there are so many and all have ended."""

        async def over() -> bool:
            rows = await self.rows(kind)
            ended = {"posted", "skipped", "ambiguous"}
            return len(rows) >= count and {row.status for row in rows} <= ended

        await until(over, self.diary)
        return await self.rows(kind)

    async def reports(self, channel: str = ROOM) -> list[Json]:
        """Return the daily reports that people see in a channel."""
        seen = await self.slack.client.messages("robin", channel)
        return [one for one in seen if one["text"].startswith(("Daily report", "日报"))]

    async def agree(self, channel: str = ROOM) -> None:
        """Fail unless the rows say of each report what people see of it."""
        stands = Counter(
            one.metadata["event_payload"]["delivery_id"]
            for one in self.slack.workspace.messages.get("C01SUPPORT", [])
            if one.metadata
        )
        for row in await self.rows():
            expected = {"posted": {1}, "skipped": {0}, "ambiguous": {0, 1}}[row.status]
            assert stands[row.id] in expected, (row, self.diary())
            assert row.status == "posted" or row.reason

    def diary(self) -> str:
        return "\n".join(f"{one.name}:\n{one.said()[-3000:]}" for one in self.workers)


@contextlib.asynccontextmanager
async def plant(
    database_url: str, folder: Path, seed: Json | None = None, *, prepared: bool = True
) -> AsyncIterator[Plant]:
    """Run a workspace; at the end, end what was started. A report is due at `REPORT_DUE`."""
    async with running(seed or default_seed()) as slack, _open(database_url) as judge:
        if prepared:
            await _prepare(judge)
        made = Plant(slack, database_url, judge, folder)
        try:
            yield made
        finally:
            for worker in made.workers:
                if worker.process.returncode is None:
                    worker.process.kill()
                    await worker.process.wait()
                if worker.listening:
                    await worker.listening
                await worker.process.close()


@contextlib.asynccontextmanager
async def _open(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    try:
        yield database
    finally:
        await database.close()


async def _prepare(database: Database) -> None:
    await prepare(database)
    async with database.write() as session:
        (await session.get_one(Team, 1)).planned_until = datetime(2026, 11, 18, 19, tzinfo=UTC)
        (await session.get_one(Team, 2)).channel_id = None


async def until(
    met: Callable[[], Awaitable[bool]], about: Callable[[], str] = str, seconds: float = PATIENCE
) -> None:
    """Return when a condition is met; fail when it is not in time."""
    end = time.monotonic() + seconds
    while not await met():
        assert time.monotonic() < end, about()
        await asyncio.sleep(0.05)


async def _true(found: bool) -> bool:
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
