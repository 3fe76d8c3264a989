"""Posts wait their turn before Slack has to say anything, and keep their order."""

import asyncio
import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import REGISTRY

from bot.slack.pace import EVERY_SECOND, IN_A_WORKSPACE, METHODS, Pace
from tests.delivery.floor import SUPPORT, Floor


class Time:
    """Seconds that pass when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._sleeping: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self.somebody_sleeps = asyncio.Event()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        self.somebody_sleeps.set()
        self._sleeping.append((self.now + seconds, next(self._numbers), woken))
        await woken

    async def pass_until_all_woke(self) -> None:
        while True:
            for _ in range(5):
                await asyncio.sleep(0)
            if not self._sleeping:
                return
            self._sleeping.sort()
            self.now, _, woken = self._sleeping.pop(0)
            woken.set_result(None)


async def posted(channels: list[str]) -> list[tuple[float, str, int]]:
    """Return when each of these posts, asked for at once, may go: second, channel, number."""
    time = Time()
    pace = Pace(time, time.sleep)
    found = []

    async def post(number: int, channel: str) -> None:
        await pace.post(channel)
        found.append((time.now - 1000, channel, number))

    tasks = [asyncio.create_task(post(*one)) for one in enumerate(channels)]
    await time.pass_until_all_woke()
    await asyncio.gather(*tasks)
    return found


def spans(times: list[float], calls: int) -> Iterator[float]:
    """Yield how long each run of so many calls and one more took."""
    yield from (last - first for first, last in zip(times, times[calls:], strict=False))


async def test_five_hundred_due_posts_keep_their_order_and_slack_s_pace() -> None:
    found = await posted([f"C{number % 25}" for number in range(500)])
    assert [number for _, _, number in found] == list(range(500))
    assert min(spans([at for at, _, _ in found], IN_A_WORKSPACE.calls)) >= IN_A_WORKSPACE.seconds
    for channel in {channel for _, channel, _ in found}:
        times = [at for at, where, _ in found if where == channel]
        assert min(spans(times, EVERY_SECOND.calls)) >= EVERY_SECOND.seconds
    assert found[24][0] == 0


@given(st.lists(st.sampled_from("ABC"), max_size=30))
def test_no_channel_is_posted_to_twice_in_a_second(channels: list[str]) -> None:
    found = asyncio.run(posted(channels))
    for channel in set(channels):
        times = [at for at, where, _ in found if where == channel]
        assert times == [float(number) for number in range(len(times))]


async def test_a_method_is_called_as_often_as_its_tier_allows_in_any_minute() -> None:
    time = Time()
    pace = Pace(time, time.sleep)
    times = []

    async def call() -> None:
        await pace.call("chat.update")
        times.append(time.now)

    tasks = [asyncio.create_task(call()) for _ in range(120)]
    await time.pass_until_all_woke()
    await asyncio.gather(*tasks)
    assert min(spans(times, METHODS["chat.update"].calls)) >= 60
    await pace.call("views.open")
    assert times[49] == times[0]


@pytest.mark.parametrize("paced", [True, False])
async def test_what_falls_due_at_once_is_not_posted_faster_than_slack_shows_it(
    floor: Floor, paced: bool
) -> None:
    slack = floor.office.bot.deps.slack
    if paced:
        slack.pace = Pace()
    await asyncio.gather(*(slack.post(SUPPORT, {"text": f"{n}"}) for n in range(3)))
    state = await floor.office.slack.client.state()
    assert state["posts_too_fast"] == (0 if paced else 2)


async def test_calls_wait_for_their_tier_and_are_counted(floor: Floor) -> None:
    slack = floor.office.bot.deps.slack
    time = Time()
    pace = Pace(time, time.sleep)
    slack.client._pace = pace
    held = "frt_slack_held_back_total", {"method": "users.info"}
    before = REGISTRY.get_sample_value(*held) or 0
    for _ in range(METHODS["users.info"].calls):
        await pace.call("users.info")
    asked = asyncio.create_task(slack.user("U01EMMA"))
    await asyncio.wait_for(time.somebody_sleeps.wait(), 10)
    assert not asked.done()
    await time.pass_until_all_woke()
    assert (await asked)["id"] == "U01EMMA"
    assert time.now == 1060
    assert (REGISTRY.get_sample_value(*held) or 0) - before == 1


async def test_a_row_waits_before_it_is_sent_not_while_it_is(floor: Floor) -> None:
    time = Time()
    pace = floor.office.bot.deps.slack.pace = Pace(time, time.sleep)
    await pace.post(SUPPORT)
    woken = asyncio.create_task(floor.monday())
    await asyncio.wait_for(time.somebody_sleeps.wait(), 10)
    row = await floor.delivery()
    assert (row.status, row.sent_at) == ("sending", None)
    await time.pass_until_all_woke()
    await woken
    assert await floor.stands() == ("posted", None)
