"""The demo's processes: started with a log each, awaited, and ended with it."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.errors import BotError

HOST = "127.0.0.1"
READY_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Process:
    """A running process and where its output goes."""

    name: str
    log: Path
    running: subprocess.Popen[bytes]

    def check(self) -> None:
        """Raise BotError when the process has ended by itself."""
        if self.running.poll() is not None:
            raise BotError("demo.ended", name=self.name, log=self.log)

    async def until_answers(self, url: str, token: str = "") -> None:
        """Return once the process answers at an address. Raises BotError when it does not.

        With a token it is a method of a Web API that must know that token: another workspace that
        has the port is not ours.
        """
        end = time.monotonic() + READY_SECONDS
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with aiohttp.ClientSession(headers=headers) as session:
            while time.monotonic() < end:
                self.check()
                with contextlib.suppress(aiohttp.ClientError, ValueError):
                    async with session.post(url) if token else session.get(url) as answer:
                        if answer.status == 200 and (not token or (await answer.json())["ok"]):
                            return
                await asyncio.sleep(0.05)
        raise BotError("demo.not_ready", name=self.name, log=self.log)


@contextmanager
def started(
    folder: Path, name: str, words: list[str], settings: dict[str, str] | None = None
) -> Iterator[Process]:
    """Run `frt` with these words until the block ends; settings of this shell stay outside."""
    outside = {key: value for key, value in os.environ.items() if not key.startswith("FRT_")}
    path = folder / f"{name}.log"
    with path.open("wb") as log:
        process = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-m", "bot", *words],
            env={**outside, **(settings or {})},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield Process(name, path, process)
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def any_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def free_port(first: int) -> int:
    """Return `first`, or the next port of this machine that nobody listens on."""
    for port in range(first, min(first + 200, 65536)):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
            return port
    raise BotError("demo.no_port", first=first)
