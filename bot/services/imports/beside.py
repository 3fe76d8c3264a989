"""A file read or taken in by a process of its own.

So nobody's answer waits for it, its memory is given back, and a file that kills what reads it kills
nothing else.
"""

import asyncio
import pickle
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import structlog

from bot.errors import BotError
from bot.metrics.imports import Found, Glimpse, Said

log = structlog.get_logger()
Wish = Literal["columns", "look", "take"]
Tell = Callable[[str, int, int], None]

LENGTH = struct.Struct("!Q")
"""What comes before each message between the two."""
_CHILD = "from bot.services.imports.child import child; child()"


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done with a file for a team, by `who`, as of an instant.

    `zone` is the team's, `source` the helpdesk that the tickets' numbers belong to; `pause` seconds
    pass between two transactions. What was imported `since` an instant was done by this very task.
    What the helpdesk with the number `feed` gave is no file of a person's.
    """

    wish: Wish
    database_url: str
    team_id: int
    zone: str
    path: Path
    who: str
    source: str
    said: Said
    at: datetime
    pause: float = 0.0
    since: datetime | None = None
    feed: int | None = None


async def glimpse(task: Task) -> Glimpse:
    """Return the columns of a file. Raises BotError for one that holds no table."""
    made: Glimpse = await _run(replace(task, wish="columns"), _silently)
    return made


async def look(task: Task, tell: Tell) -> Found:
    """Return what taking a file in would do; nothing is kept. Raises BotError as imports do."""
    made: Found = await _run(replace(task, wish="look"), tell)
    return made


async def take(task: Task, tell: Tell) -> Found:
    """Take a file in and return what that did. Raises BotError as imports do."""
    made: Found = await _run(replace(task, wish="take"), tell)
    return made


async def _run(task: Task, tell: Tell) -> Any:  # noqa: ANN401  what was wished for
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _CHILD),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        return await _heard(process, task, tell)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _heard(process: asyncio.subprocess.Process, task: Task, tell: Tell) -> Any:  # noqa: ANN401
    stdin, stdout = process.stdin, process.stdout
    if stdin is None or stdout is None:
        raise RuntimeError("a process without pipes")
    try:
        stdin.write(framed(task))
        await stdin.drain()
        while True:
            (length,) = LENGTH.unpack(await stdout.readexactly(LENGTH.size))
            kind, *said = pickle.loads(await stdout.readexactly(length))  # noqa: S301  our own child
            if kind == "progress":
                tell(*said)
                continue
            return _result(kind, said)
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        log.warning("the process of an import ended", code=await process.wait())
        raise BotError("intake.error.ended") from error


def _result(kind: str, said: list[Any]) -> Any:  # noqa: ANN401
    if kind == "done":
        return said[0]
    if kind == "refused":
        key, params = said
        raise BotError(key, **params)
    raise RuntimeError(f"an import failed:\n{said[0]}")


def framed(what: object) -> bytes:
    """Return a message between the two."""
    written = pickle.dumps(what)
    return LENGTH.pack(len(written)) + written


def _silently(_phase: str, _done: int, _total: int) -> None:
    return None
