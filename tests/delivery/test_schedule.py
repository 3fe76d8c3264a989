"""What wakes the planner, and what a stop does to work that is under way."""

import asyncio
from datetime import timedelta

import pytest

from bot.planner.schedule import Schedule


async def test_what_is_under_way_at_a_stop_is_finished_and_nothing_begins_after_it(
    caplog: pytest.LogCaptureFixture,
):
    begun, go_on, ended = asyncio.Event(), asyncio.Event(), []

    async def work():
        begun.set()
        await go_on.wait()
        ended.append(len(ended))

    schedule = Schedule(work, timedelta(seconds=1))
    schedule.start()
    await begun.wait()
    stopping = asyncio.create_task(schedule.stop())
    await asyncio.sleep(0.1)
    assert not stopping.done()
    go_on.set()
    await stopping
    await asyncio.sleep(1.5)
    assert ended == [0]
    assert [one.getMessage() for one in caplog.records if one.exc_info] == []


async def test_a_stop_before_the_first_time_ends_at_once():
    done = []

    async def work():
        done.append(True)

    schedule = Schedule(work, timedelta(days=1), first=timedelta(minutes=5))
    schedule.start()
    async with asyncio.timeout(5):
        await schedule.stop()
    assert done == []
