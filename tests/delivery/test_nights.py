"""Notices of posts that need a person wait for working time, and are not sent when all is well."""

from datetime import time

from bot.models import Delivery
from tests.delivery.floor import SUNDAY, Floor, at

NIGHT, LATER, NINE = "2026-09-14 03:00:00", "2026-09-14 03:30:00", "2026-09-14 09:00:00"


async def refused_at_night(floor: Floor) -> None:
    await floor.change(1, report_at=time(3))
    await floor.fault("error", code="is_archived", times=1, channel="C01SUPPORT")
    await floor.since(SUNDAY)
    await floor.at(NIGHT)
    assert await floor.holds() == [("C01SUPPORT", "is_archived")]


async def test_a_hold_at_night_is_told_of_as_work_begins(floor: Floor):
    await refused_at_night(floor)
    await floor.fault("error", code="is_archived", times=99, channel="C01SUPPORT")
    for minutes in range(0, 6 * 60 - 1, 20):
        await floor.at(f"2026-09-14 {3 + minutes // 60:02}:{minutes % 60:02}:10")
    assert await floor.told("robin") == []
    rows = await floor.deliveries("notice")
    assert {(row.status, row.due_at) for row in rows} == {("planned", at(NINE))}
    await floor.at(NINE)
    (told,) = await floor.told("robin")
    assert "on hold" in told
    await floor.after(minutes=30)
    assert await floor.told("robin") == [told]


async def test_what_is_well_again_by_then_is_told_to_nobody(floor: Floor):
    await refused_at_night(floor)
    await floor.at(LATER)
    assert await floor.holds() == []
    await floor.at(NINE)
    assert await floor.told("robin") == []
    assert {row.reason for row in await floor.deliveries("notice")} == {"settled_since"}


async def test_what_waits_is_where_a_moved_clock_stops_and_makes_no_work(floor: Floor):
    await floor.since(SUNDAY)
    await floor.at("2026-09-13 20:00")
    waits = at("2026-09-14 00:17")
    row = await floor.add(kind="notice", channel_id="U01ROBIN", slot="paused:x:1", due_at=waits)
    planner = floor.office.bot.planner
    assert await planner.next_due(floor.office.clock.now, at(NINE)) == waits
    await floor.at("2026-09-14 00:16")
    assert await planner.wake() == []
    await floor.at("2026-09-14 00:17")
    async with floor.office.database.read() as session:
        assert (await session.get_one(Delivery, row.id)).status != "planned"


async def test_a_review_that_is_late_waits_a_report_does_not(floor: Floor):
    """Both were due on Friday; the bot comes back on Saturday night."""
    await floor.since("2026-09-11 08:00")
    await floor.at("2026-09-12 03:00")
    (daily,) = await floor.deliveries("daily")
    (weekly,) = await floor.deliveries("weekly")
    assert (daily.status, weekly.status) == ("posted", "planned")
    assert weekly.due_at == at(NINE)
    await floor.at("2026-09-13 16:00")
    assert [row.status for row in await floor.deliveries("weekly")] == ["planned"]
    await floor.at(NINE)
    assert [row.status for row in await floor.deliveries("weekly")] == ["posted"]
