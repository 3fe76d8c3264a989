"""Imports beside the databases' own loaders, the same file again, and clicks meanwhile.

The loaders put text into a table without keys. An import also detects encoding and columns, reads
times, sets bad rows aside, compares with what is there, keeps indexes, and lets clicks in between.
"""

import asyncio
import itertools
import json
import time
from pathlib import Path

from benchmarks import bench, files, load, tickets
from benchmarks.bench import KINDS, Asked, Bench, Kind
from benchmarks.goals import Row
from benchmarks.load import Question

_MOST_BESIDE = 200_000
_EVERY_SECONDS = 0.1
_READER = tickets.READERS[3]
_BUTTON = "home.reminders"


async def measure(made: Bench) -> list[Row]:
    """Return the rows of imports."""
    path = made.folder / "tickets.csv"
    files.write_file(path, made.extent.import_rows)
    rows: list[Row] = []
    for kind in KINDS:
        rows += await asyncio.to_thread(_loads, made, kind, path)
    few = made.folder / "few.csv"
    files.write_file(few, min(made.extent.import_rows, _MOST_BESIDE))
    for kind in KINDS:
        rows += await _beside(made, kind, few)
    return rows


def _loads(made: Bench, kind: Kind, path: Path) -> list[Row]:
    url, many = made.empty(kind), made.extent.import_rows
    files.make_team(url)
    if kind == "SQLite":
        floor, beside = files.sqlite_shell(path, made.folder / "floor.sqlite3"), "`.import`"
    else:
        floor, beside = files.postgres_copy(url, path), "`COPY`"
    first, again = files.ours(url, path), files.ours(url, path)
    made.drop(url)
    what, goal = f"import of {many:,} rows, {kind}", f"import.{kind.lower()}"
    note = f"{many / first.seconds:,.0f} rows/s" + ("" if floor else "; no `sqlite3` shell here")
    loaded = floor.seconds if floor else None
    return [
        Row(what, first.seconds, "s", goal, loaded, beside, note),
        Row(f"{what}, most memory", first.megabytes, "MB", "import.memory"),
        Row(f"{what}, the same file again", again.seconds, "s", "import.again"),
    ]


async def _beside(made: Bench, kind: Kind, path: Path) -> list[Row]:
    """Return how long clicks that change something take while a file is imported."""
    url = made.database(kind, bench.SMALL)
    async with bench.bot(url) as app:
        await bench.settled(app, Question("today", _READER))
        alone = await _clicks(app, asyncio.create_task(asyncio.sleep(2)))
        team = tickets.team_name(_READER.team)
        work = asyncio.to_thread(files.ours, url, path, app.process.port, team)
        beside = await _clicks(app, asyncio.create_task(work))
    made.drop(url)
    what, note = f"a click that writes, beside an import, {kind}", f"{len(beside.taken)} clicks"
    return [
        Row(f"{what}, p99", beside.p99, "ms", "import.click", alone.p99, "no import", note),
        Row(f"{what}, most", beside.most, "ms", None, alone.most, "no import"),
    ]


async def _clicks(app: Asked, meanwhile: "asyncio.Task[object]") -> load.Timing:
    """Have one after the other switch their reminders off, on Home, while something goes on.

    Each click is acknowledged once it is written.
    """
    timing, people = load.Timing(), itertools.cycle(tickets.READERS)
    is_on = itertools.cycle([False] * len(tickets.READERS) + [True] * len(tickets.READERS))
    view = {"id": "V1", "type": "home", "hash": "1.h", "state": {"values": {}}}
    more = {"container": {"type": "view", "view_id": "V1"}, "view": view}
    while not meanwhile.done():
        value = json.dumps({"v": 1, "on": next(is_on)})
        button = {"action_id": _BUTTON, "block_id": "b", "type": "button", "value": value}
        request = load.click(next(people), f"h{time.time_ns()}", button, more)
        began = time.perf_counter()
        await app.http.send(0, request)
        timing.taken.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(_EVERY_SECONDS)
    await meanwhile
    return timing
