"""The demo: a local workspace and the bot as two processes, with sample tickets."""

import asyncio
import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path

import aiohttp

from bot.db import Database, migrate
from bot.errors import BotError
from bot.services.delivery import caught_up
from bot.services.sample_teams import add_sample_teams
from bot.sources.sample_desks import global_support, support_china

Tell = Callable[[str], None]
HOST = "127.0.0.1"
_BOTH_WORK_AT = wall_time(9, 40, tzinfo=UTC)
_READY_SECONDS = 60


def demo_now(now: datetime) -> datetime:
    """Return `now` while both sample teams work, else the last time that they both did.

    So that the figures of today are worth a look at midnight and on Sundays too.
    """
    desks = (global_support(), support_china())
    for back in range(30):
        day = now.date() - timedelta(days=back)
        at = datetime.combine(day, _BOTH_WORK_AT)
        if at <= now and all(desk.clock.is_working_day(day) for desk in desks):
            return max(at, now) if now < at + timedelta(minutes=20) else at
    return now


def run(folder: Path, port: int, tell: Tell, *, now: datetime) -> None:
    """Fill a database in `folder`, start both processes, tell the link, stay until Ctrl-C.

    A port that is taken is exchanged for the next free one. Raises BotError when a process does
    not come up; its output is in `folder`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port(port)
    at = demo_now(now)
    with ExitStack() as stack:
        secret = {name: secrets.token_hex(12) for name in ("bot", "app", "signing")}
        stack.enter_context(_process(folder, "workspace", _workspace_words(port, secret)))
        database_url = fill(folder, at)
        settings = {
            "FRT_DATABASE_URL": database_url,
            "FRT_SLACK_API_URL": f"http://{HOST}:{port}/api/",
            "FRT_SLACK_BOT_TOKEN": f"xoxb-{secret['bot']}",
            "FRT_SLACK_APP_TOKEN": f"xapp-{secret['app']}",
            "FRT_PORT": str(free_port(port + 1)),
            "FRT_CLOCK": f"from:{at.isoformat()}",
        }
        asyncio.run(_until_answers(f"http://{HOST}:{port}/", folder, "workspace"))
        stack.enter_context(_process(folder, "bot", ["run"], settings))
        ready = f"http://{HOST}:{settings['FRT_PORT']}/readyz"
        asyncio.run(_until_answers(ready, folder, "bot"))
        asyncio.run(_until_caught_up(database_url))
        tell(f"http://{HOST}:{port}/")
        _until_stopped()


def fill(folder: Path, now: datetime) -> str:
    """Make a new database with the sample teams in `folder`; return its address."""
    for stale in folder.glob("frt.sqlite3*"):
        stale.unlink()
    url = f"sqlite:///{folder / 'frt.sqlite3'}"
    migrate(url)

    async def add() -> None:
        database = Database(url)
        try:
            await add_sample_teams(database, url, folder, now)
        finally:
            await database.close()

    asyncio.run(add())
    return url


def free_port(first: int) -> int:
    """Return `first`, or the next port of this machine that is free."""
    for port in range(first, min(first + 200, 65536)):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind((HOST, port))
            return port
    raise BotError("demo.no_port", first=first)


def _workspace_words(port: int, secret: dict[str, str]) -> list[str]:
    tokens = {
        "--bot-token": f"xoxb-{secret['bot']}",
        "--app-token": f"xapp-{secret['app']}",
        "--signing-secret": secret["signing"],
        "--port": str(port),
    }
    return ["workspace", *(word for pair in tokens.items() for word in pair)]


@contextmanager
def _process(
    folder: Path, name: str, words: list[str], settings: dict[str, str] | None = None
) -> Iterator[None]:
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-m", "bot", *words],
            env={**_outside(), **(settings or {})},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _outside() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("FRT_")}


async def _until_answers(url: str, folder: Path, name: str) -> None:
    end = time.monotonic() + _READY_SECONDS
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < end:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(url) as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.05)
    raise BotError("demo.not_ready", name=name, log=folder / f"{name}.log")


async def _until_caught_up(database_url: str) -> None:
    """Wait for the posts that the demo opens with: making them keeps the bot busy."""
    database = Database(database_url)
    end = time.monotonic() + _READY_SECONDS
    while time.monotonic() < end and not await caught_up(database):  # noqa: ASYNC110  another process
        await asyncio.sleep(0.2)
    await database.close()


def _until_stopped() -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            signal.pause()
