"""What the bot costs while nobody asks: until it is ready, what it holds, what it uses.

On a database as the bot finds it on most days: there, with the tables of this version.
"""

import asyncio
import statistics
from collections.abc import Mapping
from contextlib import AsyncExitStack

from benchmarks import bench, processes
from benchmarks.bench import KINDS, Bench, Kind
from benchmarks.goals import Row
from benchmarks.processes import Process
from benchmarks.stand import standing

_SETTLING_SECONDS = 5
FLOOR = "bare Bolt"
_UP = frozenset({200})


async def measure(made: Bench) -> list[Row]:
    """Return the rows of starting and standing idle."""
    (made.folder / "idle.json").write_text('{"text": "…"}', encoding="utf-8")
    urls = {kind: made.database(kind, bench.SMALL) for kind in KINDS}
    rows: list[Row] = []
    for kind, url in urls.items():
        rows += await _starts(made, kind, url)
    rows += await _standing_idle(made, urls)
    for url in urls.values():
        made.drop(url)
    return rows


async def _starts(made: Bench, kind: str, url: str) -> list[Row]:
    floor, ours, used, spent = [], [], [], []
    for _ in range(made.extent.rounds):
        port = processes.free_port()
        async with standing() as stand:
            words = ["-m", "benchmarks.bare_app", str(port), stand.url]
            words += [str(made.folder / "idle.json"), "http"]
            seconds, processor = await _ready(Process(words, port), "/healthz")
            floor.append(seconds)
            spent.append(processor)
            env = bench.environment(url, stand, port)
            seconds, processor = await _ready(Process(["-m", "bot", "run"], port, env), "/readyz")
            ours.append(seconds)
            used.append(processor)
    middle = statistics.median
    return [
        Row(f"ready after the start, {kind}", middle(ours), "s", "ready", middle(floor), FLOOR),
        Row(f"the same, processor, {kind}", middle(used), "s", None, middle(spent), FLOOR),
    ]


async def _ready(process: Process, path: str) -> tuple[float, float]:
    try:
        seconds = await asyncio.to_thread(process.until, path, _UP)
        return seconds, process.processor()
    finally:
        await asyncio.to_thread(process.end)


async def _standing_idle(made: Bench, urls: Mapping[Kind, str]) -> list[Row]:
    """Return what each holds and uses once it has settled, all side by side."""
    seconds = made.extent.idle_seconds
    async with AsyncExitStack() as stack:
        apps = {FLOOR: await stack.enter_async_context(bench.bare(made.folder / "idle.json"))}
        for kind, url in urls.items():
            apps[kind] = await stack.enter_async_context(bench.bot(url))
        await asyncio.sleep(_SETTLING_SECONDS)
        before = {name: app.process.processor_exactly() for name, app in apps.items()}
        await asyncio.sleep(seconds)
        shares = {
            name: 100 * (app.process.processor_exactly() - before[name]) / seconds
            for name, app in apps.items()
        }
        memory = {name: app.process.memory() for name, app in apps.items()}
    rows: list[Row] = []
    for kind in urls:
        rows.append(
            Row(f"memory idle, {kind}", memory[kind], "MB", "idle.memory", memory[FLOOR], FLOOR)
        )
        what, note = f"processor idle, {kind}", f"of one core, in {seconds:.0f} seconds"
        floor = shares[FLOOR]
        rows.append(Row(what, shares[kind], "%", "idle.processor", floor, FLOOR, note))
    return rows
