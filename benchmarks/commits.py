"""What it costs that every commit waits for the disk: rows a second with and without it."""

import asyncio
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event

from benchmarks.bench import Bench
from benchmarks.goals import Row
from bot.db import Database, migrate
from bot.models import SeenRequest

COMMITS = 500
ROUNDS = 3
MODES = ("NORMAL", "FULL")


def measure(made: Bench) -> list[Row]:
    """Return the row of commits."""
    found = rates(made.folder)
    floor, ours = (1000 / found[mode] for mode in MODES)
    note = f"{found[MODES[1]]:.0f} commits/s; it is what a power cut can't undo"
    beside = "not waiting for the disk"
    return [Row("one commit of one row, SQLite", ours, "ms", None, floor, beside, note)]


def rates(folder: Path) -> dict[str, float]:
    """Return the median of commits a second under each `synchronous`, measured in turns."""
    url = f"sqlite:///{folder / 'commits.sqlite3'}"
    migrate(url)
    found: dict[str, list[float]] = {mode: [] for mode in MODES}
    for turn in range(ROUNDS):
        for mode in MODES:
            found[mode].append(asyncio.run(_rate(url, mode, f"{mode} {turn}")))
    return {mode: statistics.median(every) for mode, every in found.items()}


async def _rate(url: str, mode: str, name: str) -> float:
    database = Database(url)
    engine = database._engine.sync_engine  # noqa: SLF001  to undo what the bot makes sure of
    event.listen(engine, "connect", lambda made, _: made.execute(f"PRAGMA synchronous={mode}"))
    now = datetime.now(UTC)
    await database.ping()
    began = time.perf_counter()
    for number in range(COMMITS):
        async with database.write() as session:
            session.add(SeenRequest(key=f"{name} {number}", seen_at=now))
    taken = time.perf_counter() - began
    await database.close()
    return COMMITS / taken
