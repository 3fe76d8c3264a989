"""Two replicas on one PostgreSQL database beside one: what each answer costs."""

from contextlib import AsyncExitStack

from benchmarks import bench, load, today
from benchmarks.bench import Asked, Bench
from benchmarks.goals import Row
from benchmarks.load import Question

_LANES = 32


class _Both:
    """The way to two bots: every other lane leads to the other one."""

    def __init__(self, apps: list[Asked]) -> None:
        self._apps = apps

    async def ask(self, question: Question, lane: int) -> str:
        return await self._apps[lane % len(self._apps)].way.ask(question, lane)

    async def ready(self, lanes: int) -> None:
        for app in self._apps:
            await app.way.ready(lanes)


async def measure(made: Bench) -> list[Row]:
    """Return the row of two replicas. Both run all the time; at first only one is asked."""
    size = made.extent.size
    url = made.database("PostgreSQL", size)
    async with AsyncExitStack() as stack:
        apps = [await stack.enter_async_context(bench.bot(url)) for _ in range(2)]
        for app in apps:
            for question in today.EVERYBODY:
                await bench.settled(app, question)
        writer = stack.enter_context(today.writing(made, url, size))
        one, two = _Asking(apps[:1]), _Asking(apps)
        for _ in range(made.extent.rounds):
            for asking in (one, two):
                writer.resume()
                await asking.round(made.extent.seconds)
                writer.pause()
    made.drop(url)
    what = "`/frt today`, 32 connections, two replicas on PostgreSQL, processor"
    return [Row(what, two.each, "ms", "replicas", one.each, "one replica")]


class _Asking:
    """Some replicas that are asked, and the processor time that their answers took."""

    def __init__(self, apps: list[Asked]) -> None:
        self._apps = apps
        self._answers, self._used = 0, 0.0

    @property
    def each(self) -> float:
        return self._used * 1000 / self._answers

    async def round(self, seconds: float) -> None:
        before = self._processor()
        timing = await load.run(_Both(self._apps), today.EVERYBODY, _LANES, seconds)
        self._used += self._processor() - before
        self._answers += len(timing.taken)

    def _processor(self) -> float:
        return sum(app.process.processor() for app in self._apps)
