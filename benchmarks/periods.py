"""Long periods of the largest team, beside databases made for such questions; and what is clicked.

Peers get the same rows: DuckDB and polars in memory, PostgreSQL as the bot keeps them, and a table
of events as Chatwoot keeps one. They count calendar seconds, no standards, no waits, no comparison
of before and after; the bot does all of it, on working hours, and draws the answer.
"""

import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

from benchmarks import bench, load, peers, tickets
from benchmarks.bench import KINDS, Asked, Bench
from benchmarks.goals import Row
from benchmarks.load import Question
from benchmarks.writer import Writer
from bot.db import sync_engine

LEAD = tickets.READERS[tickets.LARGEST]
OTHER = tickets.READERS[3]
PERIODS = {"90 days": "last 90 days", "90 days by agent": "last 90 days by agent"}
_CLICKS = {
    "report.why": "*Tickets*",
    "report.chart": "*Chart*",
    "report.clock": "the other clock",
}
_TURNS = 5
_QUIET_SECONDS = 3
_EVERY_SECONDS = 0.02
_PATIENCE_SECONDS = 30


async def measure(made: Bench) -> list[Row]:
    """Return the rows of long periods, of clicks, and of who asks meanwhile."""
    size = made.extent.size
    rows: list[Row] = []
    held = peers.measured(made, size)
    for kind in KINDS:
        url = made.database(kind, size)
        async with AsyncExitStack() as stack:
            app = await stack.enter_async_context(bench.bot(url))
            writer, days = Writer(url, made.files(url), size), _KeptDays(url)
            stack.callback(writer.close)
            await bench.settled(app, Question("today", LEAD))
            await bench.settled(app, Question("today", OTHER))
            stack.callback(days.close)
            for name, words in PERIODS.items():
                rows += await _period(app, (writer, days), f"{name}, {kind}", words, held[name])
            rows += await _clicked(app, writer, kind)
            rows += await _meanwhile(app, writer, kind)
            rows.append(Row(f"memory after all this, {kind}", app.process.memory(), "MB"))
        made.drop(url)
    return rows


class _KeptDays:
    """What is kept of whole days, which the bot goes on to make after an answer."""

    def __init__(self, url: str) -> None:
        self._engine = sync_engine(url)

    def close(self) -> None:
        self._engine.dispose()

    async def all_there(self) -> None:
        """Return when no more of them have come for a while."""
        before = -1
        while (present := await asyncio.to_thread(self._number)) != before:
            before = present
            await asyncio.sleep(_QUIET_SECONDS)

    def _number(self) -> int:
        with self._engine.connect() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM rollups").scalar_one())


async def _period(
    app: Asked,
    database: "tuple[Writer, _KeptDays]",
    what: str,
    words: str,
    held: dict[str, float],
) -> list[Row]:
    """Return how long the answer takes: first after something of the team changed, and again."""
    question = Question(words, LEAD)
    writer, days = database
    at_first = (await load.later(app.http, app.stand, question))[0]
    await days.all_there()
    fresh, again, used = [], [], []
    for _ in range(_TURNS):
        await writer.seen(tickets.LARGEST)
        before = app.process.processor()
        fresh.append((await load.later(app.http, app.stand, question))[0])
        used.append((app.process.processor() - before) * 1000)
        again.append((await load.later(app.http, app.stand, question))[0])
    first = statistics.median(fresh)
    largest = f"the largest team's {what}"
    rows = [
        Row(f"{largest}, the very first time", at_first, "ms"),
        Row(f"{largest}, first after a write", first, "ms", "period"),
        Row(f"{largest}, kept", statistics.median(again), "ms", "period"),
        Row(f"{largest}, first after a write, processor", statistics.median(used), "ms"),
    ]
    for peer, taken in held.items():
        goal = "peer" if peer.startswith(("DuckDB", "Chatwoot")) else None
        rows.append(Row(f"{largest}, first after a write", first, "ms", goal, taken, peer))
    return rows


async def _clicked(app: Asked, writer: Writer, kind: str) -> list[Row]:
    """Return how long it takes until what was clicked is shown, the team changed just before."""
    answer = json.loads(await app.way.ask(Question("today", LEAD), 0))
    taken: dict[str, list[float]] = {}

    async def timed(name: str, click: Callable[[], Awaitable[str]]) -> str:
        await writer.seen(tickets.LARGEST)
        began = time.perf_counter()
        said = await asyncio.wait_for(click(), _PATIENCE_SECONDS)
        taken.setdefault(name, []).append((time.perf_counter() - began) * 1000)
        return said

    for _ in range(_TURNS):
        for action, name in _CLICKS.items():
            button = _element(answer, action)
            shown = await timed(name, lambda button=button: _press(app, button))
            if action == "report.why":
                view = {"id": f"V{time.time_ns()}", "type": "modal", **json.loads(shown)}
                turn = _element(view, "report.why.next")
                await timed("its next page", lambda turn=turn, view=view: _turn(app, turn, view))
        await timed("`/frt waiting`", lambda: app.way.ask(Question("waiting", LEAD), 0))
    return [
        Row(f"{name}, {kind}, p50", statistics.median(every), "ms", "click")
        for name, every in taken.items()
    ]


async def _press(app: Asked, button: dict[str, Any]) -> str:
    """Press a button of an answer; return the view or the message that comes of it."""
    number = f"p{time.time_ns()}"
    opened, said = app.stand.await_(number), app.stand.await_(f"r{number}")
    place = {"type": "message", "channel_id": LEAD.channel, "message_ts": "1700000000.000100"}
    more = {
        "container": {**place, "is_ephemeral": True},
        "channel": {"id": LEAD.channel, "name": "desk"},
        "response_url": app.stand.response_url(f"r{number}"),
    }
    await app.http.send(0, load.click(LEAD, number, button, more))
    done, _ = await asyncio.wait({opened, said}, return_when=asyncio.FIRST_COMPLETED)
    return done.pop().result()


async def _turn(app: Asked, button: dict[str, Any], view: dict[str, Any]) -> str:
    """Press a button of a view; return the view that takes its place."""
    shown = app.stand.await_(view["id"])
    view = {**view, "hash": "1.h", "state": {"values": {}}}
    more = {"container": {"type": "view", "view_id": view["id"]}, "view": view}
    await app.http.send(0, load.click(LEAD, f"t{time.time_ns()}", button, more))
    return await shown


def _element(said: dict[str, Any], action: str) -> dict[str, Any]:
    """Return a button of a message or view as Slack sends it back; raises LookupError."""
    for block in said["blocks"]:
        found = [*block.get("elements", []), block.get("accessory") or {}]
        for element in found:
            if element.get("action_id", "").split("#")[0] == action:
                return {"block_id": block["block_id"], **element}
    raise LookupError(action)


async def _meanwhile(app: Asked, writer: Writer, kind: str) -> list[Row]:
    """Return how long somebody else waits for `/frt help`, asked every 20 ms, meanwhile.

    That is the loop's lag and the answer itself; asked on time, whether or not the one before has
    come, so nothing that waits is left out.
    """
    taken: list[float] = []

    async def help_(lane: int) -> None:
        began = time.perf_counter()
        await app.way.ask(Question("help", OTHER), lane)
        taken.append((time.perf_counter() - began) * 1000)

    async def slowest() -> None:
        for _ in range(_TURNS):
            await writer.seen(tickets.LARGEST)
            http = load.Http(app.process.port, app.stand)
            await load.later(http, app.stand, Question(PERIODS["90 days by agent"], LEAD))
            http.close()

    await app.way.ready(_LANES)
    asking, asked = asyncio.create_task(slowest()), set()
    for number in range(10_000):
        if asking.done():
            break
        asked.add(asyncio.create_task(help_(number % _LANES)))
        await asyncio.sleep(_EVERY_SECONDS)
    await asyncio.gather(asking, *asked)
    timing = load.Timing(taken)
    what = f"somebody else's `/frt help` while the slowest question runs, {kind}"
    return [
        Row(f"{what}, p99", timing.p99, "ms", "lag.p99", None, "", f"{len(taken)} asked"),
        Row(f"{what}, most", timing.most, "ms", "lag.most"),
    ]


_LANES = 400
"""More than are ever open at once: eight seconds."""
