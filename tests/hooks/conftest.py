"""A bot that serves over real HTTP, with a hook, and a sender that signs."""

import asyncio
import contextlib
import itertools
import json
import socket
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
import uvicorn
from sqlmodel import select

from bot.app import Application, build
from bot.db import Database
from bot.models import FeedEvent, Ticket, TicketMessage
from bot.sealing import new_key
from bot.services.feeds import Taker, hooks
from bot.settings import Settings
from bot.sources.hooks import SIGNATURE, TIMESTAMP, signature
from bot.workspace.serving import serving
from tests.scenarios.office import TestClock
from tests.scenarios.tickets import NOW, seed

JSON = "application/json"
_KEY = new_key()
_ids = itertools.count(1)
_OF_THE_FILE = {"import_number", "import_row"}


def event(kind: str, ticket: str = "T-1", minutes: float = 0, **more: Any) -> dict[str, Any]:
    """Return an event so many minutes after an hour before now."""
    at = NOW - timedelta(hours=1) + timedelta(minutes=minutes)
    told = {"id": f"e{next(_ids)}", "ticket": ticket, "occurred_at": at.isoformat(), "type": kind}
    return told | more


def sign(secret: str, body: bytes, stamp: str | None = None, kind: str = JSON) -> dict[str, str]:
    stamp = str(int(time.time())) if stamp is None else stamp
    return {
        "content-type": kind,
        TIMESTAMP: stamp,
        SIGNATURE: signature(secret, stamp, body),
    }


class _Taker(Taker):
    """Takes tickets in until its process is about to end: that is always before it takes some."""

    __slots__ = ("ending", "has_ended")

    async def take(self, *told: Any) -> Any:
        if self.ending:
            object.__setattr__(self, "has_ended", True)
            await asyncio.Event().wait()
        return await super().take(*told)


@dataclass
class Hooked:
    """A serving bot and one hook of the first team."""

    bot: Application
    clock: TestClock
    client: httpx.AsyncClient
    number: int = 0
    secret: str = field(default="", repr=False)

    @property
    def database(self) -> Database:
        return self.bot.deps.database

    @property
    def path(self) -> str:
        return f"/hooks/1-{self.number}"

    async def post(
        self, body: bytes, headers: dict[str, str] | None = None, path: str | None = None
    ) -> httpx.Response:
        sent = sign(self.secret, body) if headers is None else headers
        return await self.client.post(path or self.path, content=body, headers=sent)

    async def send(self, *events: dict[str, Any]) -> httpx.Response:
        return await self.post(json.dumps({"events": events}).encode())

    async def settle(self) -> None:
        assert await self.bot.deps.background.drain(60) == 0

    async def events(self) -> dict[str, FeedEvent]:
        async with self.database.read() as session:
            return {one.event_id: one for one in await session.exec(select(FeedEvent))}

    async def tickets(self) -> dict[str, dict[str, Any]]:
        return await told(self.database)


async def told(database: Database) -> dict[str, dict[str, Any]]:
    """Return every ticket that a hook brought, without where it stood in a file."""
    async with database.read() as session:
        found = await session.exec(select(Ticket).where(Ticket.source == "hook"))
        return {one.external_id: one.model_dump(exclude=_OF_THE_FILE) for one in found}


async def messages(database: Database) -> list[Sequence[Any]]:
    async with database.read() as session:
        found = await session.exec(select(TicketMessage).where(TicketMessage.source == "hook"))
        return sorted(
            (one.external_id, one.position, one.at, one.kind, one.author) for one in found
        )


@contextlib.asynccontextmanager
async def running(
    database_url: str, *, is_new: bool = True, is_cut: bool = False
) -> AsyncIterator[Hooked]:
    """Run a bot; with `is_cut` it ends while it works off what was sent."""
    addresses = {"database_url": database_url, "slack_api_url": "http://127.0.0.1:9/api/"}
    secrets = {"slack_bot_token": "xoxb-1", "slack_signing_secret": "not-a-secret"}
    settings = Settings(_env_file=None, sealing_keys=_KEY, **addresses, **secrets)
    clock = TestClock()
    bot = build(settings, clock)
    bot.deps.drains.gather = 0.01
    bot.deps.drains.taker = taker = _Taker(database_url)
    object.__setattr__(taker, "ending", False)
    object.__setattr__(taker, "has_ended", False)
    if is_new:
        await seed(bot.deps.database)
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with (
            serving(uvicorn.Config(bot.web, log_config=None, lifespan="off"), listener),
            httpx.AsyncClient(base_url=url, timeout=60) as client,
        ):
            yield Hooked(bot, clock, client)
    # What was to be posted is given up: there is no Slack here.
    await bot.planner.stop(30)
    if not is_cut:
        await bot.deps.background.drain(60)
    object.__setattr__(taker, "ending", True)
    tasks = bot.deps.background._tasks
    while bot.deps.drains.gather < 60 and tasks and not taker.has_ended:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await bot.deps.background.drain(0)
    if tasks:
        await asyncio.wait(tasks)
    await bot.deps.database.close()


async def make(hooked: Hooked, now: datetime = NOW) -> Hooked:
    made = await hooks.make(hooked.database, hooked.bot.deps.sealer, "U01EMMA", 1, "Own desk", now)
    hooked.number, hooked.secret = made
    return hooked


@pytest.fixture
async def hooked(database_url: str) -> AsyncIterator[Hooked]:
    async with running(database_url) as opened:
        yield await make(opened)
