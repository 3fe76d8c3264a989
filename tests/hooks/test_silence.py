"""A helpdesk that sends and falls silent: told once, also of when it is heard again."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.models import Delivery, Feed
from bot.services.feeds import silence
from tests.hooks.conftest import event
from tests.scenarios.tickets import NOW


async def told(desk):
    async with desk.database.read() as session:
        found = (await session.exec(select(Delivery).where(Delivery.kind == "feed"))).all()
    return sorted({one.slot.split(":")[2] for one in found})


async def feed(desk):
    async with desk.database.read() as session:
        return (await session.exec(select(Feed))).one()


@pytest.mark.parametrize("word", [[], "opened"])
async def test_silence_is_told_once_and_so_is_its_end(hooked, word):
    await hooked.send(event("opened"))
    await hooked.settle()
    for minutes in (10, 29, 31, 45, 90):
        hooked.clock.now = NOW + timedelta(minutes=minutes)
        await silence.watch(hooked.database, hooked.clock.now)
        is_silent = minutes > 30
        assert ((await feed(hooked)).failure == "silent") is is_silent, minutes
        assert await told(hooked) == (["failed"] if is_silent else [])
    await hooked.send(*([event("opened", "T-2")] if word else []))
    await hooked.settle()
    hooked.clock.now += timedelta(minutes=1)
    await silence.watch(hooked.database, hooked.clock.now)
    assert (await feed(hooked)).failure is None
    assert await told(hooked) == ["failed", "resumed"]


async def test_whoever_asks_whether_the_bot_is_ready_is_told(hooked):
    await hooked.send(event("opened"))
    await hooked.settle()
    assert (await hooked.client.get("/readyz")).text == "ok"
    await silence.watch(hooked.database, NOW + timedelta(hours=1))
    ready = await hooked.client.get("/readyz")
    assert ready.status_code == 200
    assert ready.text.splitlines()[1] == "tickets do not come in: feed 1-1 (silent)"
