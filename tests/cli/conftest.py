"""`frt` as a process of its own, in a clean environment."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.db import Database, migrate
from bot.services.team.settings import Choices, add_team

ROOT = Path(__file__).parents[2]
_SECONDS = 300
"""No command takes that long; one that hangs must not keep all tests waiting."""


@dataclass(frozen=True)
class Ended:
    """How a process ended and what it said."""

    code: int
    out: str
    err: str


Frt = Callable[..., Awaitable[Ended]]


def clean_environment(**settings: str) -> dict[str, str]:
    """Return this environment without any setting of the bot, in English, plus these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FRT_")}
    return kept | {"LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | settings


async def set_up(database_url: str, **teams: Choices) -> None:
    """Make the tables and these teams without starting a process for each."""
    migrate(database_url)
    database = Database(database_url)
    for name, choices in teams.items():
        await add_team(database, name, choices, datetime.now(UTC))
    await database.close()


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/frt.sqlite3"


@pytest.fixture
def frt(tmp_path: Path, database_url: str) -> Frt:
    async def run(*words: str, **settings: str) -> Ended:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-W", "error", "-m", "bot", *words),
            cwd=tmp_path,
            env=clean_environment(FRT_DATABASE_URL=database_url) | settings,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(_SECONDS):
                out, err = await process.communicate()
        except TimeoutError:
            process.kill()
            await process.wait()
            raise
        return Ended(process.returncode or 0, out.decode(), err.decode())

    return run
