"""What the planner costs while nothing is due, however many teams there are."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta

from benchmarks import bench, processes, tickets
from benchmarks.bench import KINDS, Asked, Bench
from benchmarks.goals import Row

TEAMS = 2_000
_AFTER = timedelta(minutes=5)
_LOOK_SECONDS = 15
"""How often the planner wakes; measured over whole turns of it."""
_SETTLING_SECONDS = 6
FLOOR = "bare Bolt"


async def measure(made: Bench) -> list[Row]:
    """Return the rows of looks with nothing due: what a bot uses more than the bare app."""
    turns = max(1, round(made.extent.idle_seconds / _LOOK_SECONDS))
    (made.folder / "planning.json").write_text('{"text": "…"}', encoding="utf-8")
    clock = (tickets.NOW + _AFTER).isoformat()
    async with AsyncExitStack() as stack:
        answer = made.folder / "planning.json"
        apps: dict[str, Asked] = {FLOOR: await stack.enter_async_context(bench.bare(answer))}
        for kind in KINDS:
            url = made.empty(kind)
            words = ["-m", "benchmarks.fleet", url, str(TEAMS), "none", str(made.folder)]
            await asyncio.to_thread(processes.call, words)
            apps[kind] = await stack.enter_async_context(bench.bot(url, clock=clock))
        await asyncio.sleep(_SETTLING_SECONDS)
        before = {name: app.process.processor_exactly() for name, app in apps.items()}
        await asyncio.sleep(turns * _LOOK_SECONDS)
        used = {
            name: (app.process.processor_exactly() - before[name]) * 1000 / turns
            for name, app in apps.items()
        }
        posted = sum(app.stand.calls.get("chat.postMessage", 0) for app in apps.values())
    if posted:
        raise RuntimeError(f"something was due: {posted} posts were made")
    rows: list[Row] = []
    for kind in KINDS:
        note = f"{used[kind]:.0f} ms in {_LOOK_SECONDS} s, less the bare app's {used[FLOOR]:.0f}"
        what = f"a look at {TEAMS:,} teams with nothing due, {kind}, processor"
        rows.append(Row(what, used[kind] - used[FLOOR], "ms", "look", note=note))
    return rows
