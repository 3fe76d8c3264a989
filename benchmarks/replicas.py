"""One, two and four replicas on one PostgreSQL database: what an answer costs."""

from contextlib import AsyncExitStack

import psycopg

from benchmarks import bench, load, today
from benchmarks.bench import Asked, Bench
from benchmarks.goals import Row
from benchmarks.load import Question, Timing
from benchmarks.writer import writing

_LANES = 32
_COUNTS = {1: "one replica", 2: "two replicas", 4: "four replicas"}
_MOST_SECONDS = 1.5
"""Of a round: three counts in three rounds, with four starts, stay within a minute."""


class _Spread:
    """The way to several bots: the lanes lead to them in turn, as a balancer would."""

    def __init__(self, apps: list[Asked]) -> None:
        self._apps = apps

    async def ask(self, question: Question, lane: int) -> str:
        return await self._apps[lane % len(self._apps)].way.ask(question, lane)

    async def ready(self, lanes: int) -> None:
        for app in self._apps:
            await app.way.ready(lanes)


async def measure(made: Bench) -> list[Row]:
    """Return the rows of each number of replicas. All run all the time; only so many are asked."""
    size = made.extent.size
    url = made.database("PostgreSQL", size)
    async with AsyncExitStack() as stack:
        apps = [await stack.enter_async_context(bench.bot(url)) for _ in range(max(_COUNTS))]
        for app in apps:
            for question in today.EVERYBODY:
                await bench.settled(app, question)
        asked = [_Asking(made, apps[:count]) for count in _COUNTS]
        with writing(made, url, size) as writer:
            for _ in range(made.extent.rounds):
                for asking in asked:
                    writer.resume()
                    await asking.round(min(made.extent.seconds, _MOST_SECONDS))
                    writer.pause()
        connections = _connections(url)
    made.drop(url)
    rows = [row for asking in asked for row in asking.rows(asked[0])]
    each = connections / max(_COUNTS)
    return [*rows, Row("connections to PostgreSQL that a replica holds", each, "each")]


def _connections(url: str) -> int:
    """Return how many others are connected to the database: the replicas."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    with psycopg.connect(url) as connection:
        found = connection.execute(f"{query} AND pid <> pg_backend_pid()").fetchone()
    return int(found[0]) if found else 0


class _Asking:
    """Some replicas that are asked, and the processor time that their answers took."""

    def __init__(self, made: Bench, apps: list[Asked]) -> None:
        self._made, self._apps = made, apps
        self._timing, self._used, self._server_used = Timing(), 0.0, 0.0

    @property
    def each(self) -> float:
        """Milliseconds of the replicas' processor time for an answer."""
        return self._used * 1000 / len(self._timing.taken)

    async def round(self, seconds: float) -> None:
        before, server = self._processor(), self._made.postgresql_processor()
        self._timing += await load.run(_Spread(self._apps), today.EVERYBODY, _LANES, seconds)
        self._used += self._processor() - before
        self._server_used += self._made.postgresql_processor() - server

    def rows(self, one: "_Asking") -> list[Row]:
        """Return processor time, p50 and p99 beside those of one replica."""
        count = len(self._apps)
        what = f"`/frt today`, {_LANES} connections, {_COUNTS[count]} on PostgreSQL"
        server = self._server_used * 1000 / len(self._timing.taken)
        note = f"{self._timing.per_second:.0f} answers/s; the server took {server:.2f} ms for each"
        floors = (None, None, None)
        if count > 1:
            floors = (one.each, one._timing.p50, one._timing.p99)  # noqa: SLF001  its own kind
        goal = "replicas" if count == 2 else None
        beside = _COUNTS[1]
        return [
            Row(f"{what}, processor", self.each, "ms", goal, floors[0], beside, note),
            Row(f"{what}, p50", self._timing.p50, "ms", None, floors[1], beside),
            Row(f"{what}, p99", self._timing.p99, "ms", None, floors[2], beside),
        ]

    def _processor(self) -> float:
        return sum(app.process.processor() for app in self._apps)
