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
_NONE = "no team"


async def measure(made: Bench) -> list[Row]:
    """Return the rows of looks with nothing due, beside bots that know no team at all."""
    turns = max(2, round(made.extent.idle_seconds / _LOOK_SECONDS))
    clock = (tickets.NOW + _AFTER).isoformat()
    async with AsyncExitStack() as stack:
        apps: dict[tuple[str, int], Asked] = {}
        for kind in KINDS:
            for teams in (0, TEAMS):
                url = made.empty(kind)
                words = ["-m", "benchmarks.fleet", url, str(teams), "none", str(made.folder)]
                await asyncio.to_thread(processes.call, words)
                apps[kind, teams] = await stack.enter_async_context(bench.bot(url, clock=clock))
        await asyncio.sleep(_SETTLING_SECONDS)
        before = {key: app.process.processor_exactly() for key, app in apps.items()}
        await asyncio.sleep(turns * _LOOK_SECONDS)
        used = {
            key: (app.process.processor_exactly() - before[key]) * 1000 / turns
            for key, app in apps.items()
        }
        posted = sum(app.stand.calls.get("chat.postMessage", 0) for app in apps.values())
    note = f"all that the process uses in {_LOOK_SECONDS} s, mean of {turns}"
    if posted:
        note += f"; {posted} posts were made: something was due"
    return [
        Row(
            f"15 s with {TEAMS:,} teams and nothing due, {kind}, processor",
            *(used[kind, TEAMS], "ms", "look", used[kind, 0], _NONE, note),
        )
        for kind in KINDS
    ]
