"""`frt` as a process of its own, in a clean environment."""

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.db import Database
from bot.services.team.settings import Choices, add_team
from tests.forks import Ended, Forks

ROOT = Path(__file__).parents[2]
_SECONDS = 300
"""No command takes that long; one that hangs must not keep all tests waiting."""


Frt = Callable[..., Awaitable[Ended]]


def clean_environment(**settings: str) -> dict[str, str]:
    """Return this environment without any setting of the bot, in English, plus these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FRT_")}
    return kept | {"LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | settings


async def set_up(database_url: str, **teams: Choices) -> None:
    """Make these teams without starting a process for each."""
    database = Database(database_url)
    for name, choices in teams.items():
        await add_team(database, name, choices, datetime.now(UTC))
    await database.close()


@pytest.fixture
def database_url(tmp_path: Path, sqlite_template: Path) -> str:
    path = shutil.copyfile(sqlite_template, tmp_path / "frt.sqlite3")
    return f"sqlite:///{path}"


@pytest.fixture
def no_tables(database_url: str, tmp_path: Path) -> None:
    """Leave nothing of the database: for tests of the commands that make it."""
    (tmp_path / "frt.sqlite3").unlink()


@pytest.fixture
def frt(tmp_path: Path, database_url: str, forks: Forks) -> Frt:
    async def run(*words: str, **settings: str) -> Ended:
        environment = clean_environment(FRT_DATABASE_URL=database_url) | settings
        ending = asyncio.create_task(asyncio.to_thread(forks.start, words, environment, tmp_path))
        done, _ = await asyncio.wait({ending}, timeout=_SECONDS)
        if not done:
            forks.kill()
        return await ending

    return run
