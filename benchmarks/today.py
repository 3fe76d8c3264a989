"""`/frt today`, what is asked most: beside the bare app, on both databases, by both ways.

32 people ask, in two languages, of twenty teams; a file is imported every second meanwhile.
"""

import json
import statistics
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from benchmarks import bench, load, tickets
from benchmarks.bench import KINDS, Asked, Bench
from benchmarks.goals import Row
from benchmarks.load import Question, Timing
from benchmarks.writer import Somebody, Writer, writing

EVERYBODY = tuple(Question("today", who) for who in tickets.READERS)
SAME = (Question("today", tickets.READERS[2]),)
_WORDS = (
    *(("today", "今天"), ("waiting", "等待"), ("last 7 days", "最近7天"), ("this week", "本周")),
    *(("today by agent", "今天 按客服"), ("yesterday", "昨天")),
)
MIXED = tuple(
    Question(_WORDS[who.number // 2 % len(_WORDS)][who.number % 2], who) for who in tickets.READERS
)
_STEADY = tuple(Question("today", who) for who in tickets.READERS if who.team == tickets.STEADY)
_WAYS = {"http": "signed HTTP", "socket": "Socket Mode"}
FLOOR = "bare Bolt"
_FRESH = 9


@dataclass(slots=True)
class Side:
    """What one app did in all rounds: its answers, and the processor time they took."""

    app: Asked
    writer: Somebody
    rounds: list[Timing] = field(default_factory=list)
    processor: float = 0.0
    server: float = 0.0

    @property
    def p50(self) -> float:
        return statistics.median(timing.p50 for timing in self.rounds)

    @property
    def whole(self) -> Timing:
        every = Timing()
        for timing in self.rounds:
            every += timing
        return every

    @property
    def each(self) -> float:
        """Milliseconds of processor time for an answer."""
        return self.processor * 1000 / len(self.whole.taken)


async def measure(made: Bench) -> list[Row]:
    """Return the rows of `/frt today`."""
    rows: list[Row] = []
    for way in _WAYS:
        rows += await _beside_bare(made, way)
    return rows + await _growth(made)


async def _beside_bare(made: Bench, way: str) -> list[Row]:
    rows: list[Row] = []
    async with _apps(made, way) as (apps, writers):
        for lanes in (1, 32):
            what = f"`/frt today`, {lanes} connection{'s' * (lanes > 1)}, {_WAYS[way]}"
            found = await rounds(made, apps, writers, EVERYBODY, lanes)
            rows += _rows(what, found, "today")
        what = f"the same reader again, {_WAYS[way]}"
        rows += _rows(what, await rounds(made, apps, writers, SAME, 1), "today.same")
        if way == "http":
            bots = {name: app for name, app in apps.items() if name != FLOOR}
            mixed = await rounds(made, bots, writers, MIXED, 32)
            for name, side in mixed.items():
                what = f"six different questions, 32 connections, {name}"
                rows.append(Row(f"{what}, p50", side.p50, "ms"))
                rows.append(Row(f"{what}, p99", side.whole.p99, "ms", "today.p99"))
    return rows


@asynccontextmanager
async def _apps(
    made: Bench, way: str
) -> AsyncIterator[tuple[dict[str, Asked], dict[str, Somebody]]]:
    """Run a bot on each database and the bare app with their answer; and who writes beside each."""
    size = made.extent.size
    urls = {kind: made.database(kind, size) for kind in KINDS}
    async with AsyncExitStack() as stack:
        apps: dict[str, Asked] = {}
        for kind, url in urls.items():
            apps[kind] = await stack.enter_async_context(bench.bot(url, way))
        answer = made.folder / f"answer-{way}.json"
        answer.write_text(_payload(await _warm(list(apps.values()))), encoding="utf-8")
        apps = {FLOOR: await stack.enter_async_context(bench.bare(answer, way)), **apps}
        await _warm(list(apps.values()))
        writers: dict[str, Somebody] = {
            kind: stack.enter_context(writing(made, url, size)) for kind, url in urls.items()
        }
        yield apps, {FLOOR: writers["SQLite"], **writers}
    for url in urls.values():
        made.drop(url)


async def _warm(apps: Sequence[Asked]) -> str:
    """Have everybody ask once; return an answer."""
    for app in apps:
        for question in EVERYBODY:
            answer = await bench.settled(app, question)
    return answer


def _payload(answer: str) -> str:
    """Return what is said, of an answer by whichever way."""
    given = json.loads(answer)
    return json.dumps(given.get("payload", given), ensure_ascii=False)


async def rounds(
    made: Bench,
    apps: dict[str, Asked],
    writers: dict[str, Somebody],
    questions: Sequence[Question],
    lanes: int,
) -> dict[str, Side]:
    """Ask each app in turn, round after round, while somebody writes into its database."""
    sides = {name: Side(app, writers[name]) for name, app in apps.items()}
    for _ in range(made.extent.rounds):
        for side in sides.values():
            side.writer.resume()
            before, server = side.app.process.processor(), made.postgresql_processor()
            timing = await load.run(side.app.way, questions, lanes, made.extent.seconds)
            side.rounds.append(timing)
            side.processor += side.app.process.processor() - before
            side.server += made.postgresql_processor() - server
            side.writer.pause()
    return sides


def _rows(what: str, sides: dict[str, Side], goal: str) -> list[Row]:
    floor, rows = sides[FLOOR], []
    for kind in KINDS:
        side = sides[kind]
        note = (
            f"{side.whole.per_second:.0f} answers/s to {floor.whole.per_second:.0f}; of a core the "
            f"client used {floor.whole.client_share:.0%} beside the floor"
        )
        rows.append(Row(f"{what}, {kind}, p50", side.p50, "ms", goal, floor.p50, FLOOR, note))
        p99 = side.whole.p99
        rows.append(Row(f"{what}, {kind}, p99", p99, "ms", "today.p99", floor.whole.p99, FLOOR))
        rows.append(Row(f"{what}, {kind}, processor", side.each, "ms", None, floor.each, FLOOR))
    sqlite, postgresql = sides["SQLite"], sides["PostgreSQL"]
    server = postgresql.server * 1000 / len(postgresql.whole.taken)
    note = f"the server itself took {server:.2f} ms for each, imports beside it included"
    return [
        *rows,
        Row(
            f"{what}, processor of PostgreSQL's bot",
            *(postgresql.each, "ms", "postgresql", sqlite.each, "SQLite", note),
        ),
    ]


async def _growth(made: Bench) -> list[Row]:
    """Return how an answer about the same days grows with all that lies behind them."""
    rows: list[Row] = []
    if len(made.extent.sizes) < 2:
        return rows
    for kind in KINDS:
        async with AsyncExitStack() as stack:
            apps, urls = {}, {}
            for size in made.extent.sizes:
                urls[size] = made.database(kind, size)
                apps[size] = await stack.enter_async_context(bench.bot(urls[size]))
                for question in _STEADY:
                    await bench.settled(apps[size], question)
            writers = {
                str(size): stack.enter_context(writing(made, url, size))
                for size, url in urls.items()
            }
            named = {str(size): app for size, app in apps.items()}
            sides = await rounds(made, named, writers, _STEADY, 1)
            kept = {int(size): side.p50 for size, side in sides.items()}
            fresh = await _fresh(made, apps, urls)
        for size in made.extent.sizes[1:]:
            small = made.extent.sizes[0]
            for how, found in (("kept", kept), ("first after a write", fresh)):
                what = f"`/frt today`, {how}, {size:,} tickets, {kind}, p50"
                ours, floor = found[size], found[small]
                rows.append(Row(what, ours, "ms", "growth", floor, f"{small:,} tickets"))
        for url in urls.values():
            made.drop(url)
    return rows


async def _fresh(made: Bench, apps: dict[int, Asked], urls: dict[int, str]) -> dict[int, float]:
    """Return the median of first answers after a ticket of the team was changed."""
    taken: dict[int, list[float]] = {size: [] for size in apps}
    writers = {size: Writer(url, made.files(url), size) for size, url in urls.items()}
    for _ in range(_FRESH):
        for size, app in apps.items():
            await writers[size].seen(tickets.STEADY)
            timing = await load.run(app.way, _STEADY[:1], 1, 0)
            taken[size] += timing.taken
    for writer in writers.values():
        writer.close()
    return {size: statistics.median(every) for size, every in taken.items()}
