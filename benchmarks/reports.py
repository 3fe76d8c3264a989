"""Daily reports of many teams that fall due in one minute.

How soon they stand in Slack is Slack's affair (a hundred posts in twenty seconds); what counts here
is the processor time of each, and how long others wait meanwhile. The clock that is played knows no
pace, so the reports follow each other as fast as they are made.
"""

import asyncio
import time
from datetime import datetime, timedelta

from benchmarks import bench, fleet, load, processes, tickets
from benchmarks.bench import KINDS, Asked, Bench
from benchmarks.goals import Row

_DUE = datetime.combine(tickets.NOW.date(), fleet.REPORT_AT, tickets.ZONE)
_LEAD = timedelta(seconds=8)
_PATIENCE_SECONDS = 300
_SETTLING_SECONDS = 3
_EVERY_SECONDS = 0.02


async def measure(made: Bench) -> list[Row]:
    """Return the rows of daily reports."""
    teams = made.extent.teams_due
    urls = {kind: made.empty(kind) for kind in KINDS}
    fill = [
        processes.Process(
            ["-m", "benchmarks.fleet", url, str(teams), "tickets", str(made.own_folder(kind))]
        )
        for kind, url in urls.items()
    ]
    if [one for one in fill if await asyncio.to_thread(one.wait)]:
        raise RuntimeError("the teams could not be made")
    rows: list[Row] = []
    for kind, url in urls.items():
        async with bench.bot(url, clock=(_DUE - _LEAD).isoformat()) as app:
            rows += await _posted(app, kind, teams)
        made.drop(url)
    return rows


async def _posted(app: Asked, kind: str, teams: int) -> list[Row]:
    """Return what it took from before they were due until all were posted."""
    used, began = app.process.processor(), 0.0
    taken: list[float] = []
    until = time.perf_counter() + _PATIENCE_SECONDS
    while app.stand.calls.get("chat.postMessage", 0) < teams:
        if time.perf_counter() > until:
            posted = app.stand.calls.get("chat.postMessage", 0)
            raise RuntimeError(f"{posted} of {teams} reports were posted")
        asked = time.perf_counter()
        await app.http.send(0, load.HEALTH)
        if app.stand.calls.get("chat.postMessage"):
            began = began or asked
            taken.append((time.perf_counter() - asked) * 1000)
        await asyncio.sleep(_EVERY_SECONDS)
    took = time.perf_counter() - began
    await asyncio.sleep(_SETTLING_SECONDS)
    each = (app.process.processor() - used) * 1000 / teams
    what = f"daily report, {teams} teams due in one minute, {kind}"
    note = f"from the first to the last post {took:.1f} s; {fleet.A_DAY} tickets a day and team"
    waited = load.Timing(taken)
    return [
        Row(f"{what}, processor of each", each, "ms", "report", note=note),
        Row(f"{what}, `/healthz` every 20 ms meanwhile, p99", waited.p99, "ms", "lag.p99"),
        Row(f"{what}, `/healthz` meanwhile, most", waited.most, "ms", "lag.most"),
    ]
