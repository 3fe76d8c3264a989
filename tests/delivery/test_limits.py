"""Slack asks to slow down, a channel takes no posts, a report can't be built: others go on."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.models import Delivery
from bot.planner.rhythm import Rhythm
from bot.services.deliveries.ledger import held_channels
from bot.slack.client import Payload
from tests.delivery.floor import KEFU, SUPPORT, Floor, figures

PLANNED = "frt_planned_until_timestamp_seconds"


@pytest.mark.parametrize(
    ("header", "seconds"), [("1", 1), ("30", 30), (None, 30), ("soon", 30), ("-5", 1), ("inf", 30)]
)
async def test_a_limited_channel_is_left_alone_as_long_as_slack_asks(
    floor: Floor, header: str | None, seconds: int
):
    await floor.fault("rate_limited", channel="support-global", retry_after=header)
    await floor.monday()
    assert await floor.stands() == ("planned", "ratelimited")
    assert await floor.holds() == [(SUPPORT, "ratelimited")]
    assert await floor.stands(2) == ("posted", None)
    await floor.after(seconds=seconds - 0.001)
    assert await floor.calls() == 1
    await floor.after(seconds=0.001)
    assert await floor.stands() == ("posted", None)
    assert await floor.calls() == 2
    assert await floor.holds() == []
    assert await floor.told("emma") == []


async def test_two_limited_channels_are_the_workspace(floor: Floor):
    await floor.fault("rate_limited", times=2, retry_after="60")
    await floor.monday()
    assert sorted(await floor.holds()) == [(KEFU, "ratelimited"), (SUPPORT, "ratelimited")]
    held = await held_channels(floor.office.database, floor.office.clock.now)
    assert held["*"] == "ratelimited"
    await floor.after(seconds=59)
    assert await floor.calls() + await floor.calls(channel=KEFU) == 2
    await floor.after(seconds=2)
    assert [await floor.stands(), await floor.stands(2)] == [("posted", None)] * 2
    assert await floor.calls() + await floor.calls(channel=KEFU) == 4
    await floor.after(seconds=1)
    assert await floor.holds() == []


async def test_a_poison_report_is_quarantined_and_the_rest_goes_on(floor: Floor):
    planner = floor.office.bot.planner
    true = planner._rhythms["daily"]
    tried: list[str] = []

    async def build(row: Delivery, now: object) -> Payload | str:
        if row.channel_id == SUPPORT and row.slot == "2026-09-14":
            tried.append(row.id)
            raise ZeroDivisionError
        return await true.build(row, floor.office.clock.now)

    planner.add(Rhythm("daily", true.slots, build, true.posted))
    await floor.monday()
    assert await floor.stands(2) == ("posted", None)
    for _ in range(6):
        await floor.after(minutes=2)
    assert await floor.stands() == ("skipped", "build_failed:ZeroDivisionError")
    assert len(tried) == 3
    assert await floor.calls() == 0
    assert sum("was not posted" in one for one in await floor.told("emma")) == 1
    await floor.at("2026-09-15 09:00")
    assert [row.status for row in await floor.deliveries()] == ["skipped", "posted"]
    assert sum("was not posted" in one for one in await floor.told("emma")) == 1


async def test_slots_that_cannot_be_computed_hold_up_no_other_kind_nor_are_lost(floor: Floor):
    planner = floor.office.bot.planner
    true = planner._rhythms["warning"]

    async def slots(*_: object) -> list[object]:
        raise ZeroDivisionError

    planner.add(Rhythm("warning", slots, true.build, true.posted, every=True))
    await floor.monday()
    assert await floor.stands() == ("posted", None)
    await floor.at("2026-09-15 09:00")
    assert [row.status for row in await floor.deliveries()] == ["posted", "posted"]
    assert await floor.deliveries("warning") == []
    await floor.after(minutes=2)
    (said,) = [one for one in await floor.told("emma") if "can't work out" in one]
    assert "Warning" in said
    planned = datetime.fromtimestamp((await figures(floor))[PLANNED], UTC)
    assert planned < floor.office.clock.now - timedelta(days=1)
    planner.add(true)
    await floor.at("2026-09-15 19:00")
    assert (await figures(floor))[PLANNED] == floor.office.clock.now.timestamp()
    days = {row.slot.partition(":")[0] for row in await floor.deliveries("warning")}
    assert days == {"2026-09-14", "2026-09-15"}
    assert len(await floor.posts()) == 2
