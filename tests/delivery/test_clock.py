"""A clock that jumps, and a bot that was away: never a storm, never a repetition."""

from datetime import timedelta

import pytest

from bot.services.planning import LOOKED_BACK
from tests.delivery.floor import Floor, at


async def test_a_clock_that_jumps_a_day_ahead_and_back(floor: Floor):
    await floor.monday()
    await floor.after(days=1)
    assert [row.slot for row in await floor.deliveries()] == ["2026-09-14", "2026-09-15"]
    await floor.at("2026-09-14 09:01")
    await floor.after(hours=1)
    await floor.at("2026-09-15 09:00")
    await floor.at("2026-09-16 09:00")
    assert [(row.slot, row.status) for row in await floor.deliveries()] == [
        ("2026-09-14", "posted"),
        ("2026-09-15", "posted"),
        ("2026-09-16", "posted"),
    ]
    assert len(await floor.posts()) == 3


async def test_what_a_clock_ahead_put_off_is_not_put_off_for_a_day(floor: Floor):
    await floor.since("2026-09-14 09:00")
    await floor.at("2026-09-15 08:00")
    row = await floor.add(slot="2026-09-15", due_at=at("2026-09-15 07:00"))
    await floor.fault("rate_limited", channel="support-global", retry_after="3600", times=2)
    await floor.at("2026-09-16 08:00")
    put_off = await floor.delivery()
    assert (put_off.id, put_off.status, put_off.reason) == (row.id, "planned", "ratelimited")
    await floor.at("2026-09-15 08:01")
    assert await floor.calls() == 2
    await floor.at("2026-09-15 09:01:01")
    assert await floor.stands() == ("posted", None)


@pytest.mark.parametrize(
    ("back", "left_out"),
    [("2026-09-14 10:00", 0), ("2026-09-17 10:00", 3), ("2027-10-18 10:00", 250)],
)
async def test_after_a_while_away_one_post_and_what_was_left_out(
    floor: Floor, back: str, left_out: int
):
    await floor.since("2026-09-13 12:00")
    await floor.at(back)
    await floor.after(minutes=1)
    await floor.after(minutes=20)
    post = await floor.post()
    rows = await floor.deliveries()
    assert [row.status for row in rows].count("posted") == 1
    assert rows[-1].status == "posted"
    skipped = [row for row in rows if row.status == "skipped"]
    assert all(row.reason == "overtaken:not_running" for row in skipped)
    assert len(skipped) == left_out if left_out < 100 else len(skipped) > left_out
    said = str(post["blocks"])
    assert ("left out before this one" in said) == bool(left_out)
    if left_out:
        assert f"{len(skipped)} daily reports were left out" in said
        assert "the bot was not running" in said
    weekly = [row.status for row in await floor.deliveries("weekly")]
    assert weekly.count("posted") <= 1
    assert await floor.told("emma") == []


@pytest.mark.parametrize("planned", ["1970-01-01 00:00", "2000-01-01 00:00"])
async def test_a_machine_without_a_clock_does_not_plan_decades(floor: Floor, planned: str):
    await floor.since(planned)
    await floor.at("2026-09-16 10:00")
    rows = await floor.deliveries()
    assert [row.status for row in rows].count("posted") == 1
    earliest = at("2026-09-16 10:00") - LOOKED_BACK
    assert earliest < min(row.due_at for row in rows) < earliest + timedelta(days=7)
    await floor.post()


async def test_a_team_planned_far_ahead_is_planned_from_now_on(floor: Floor):
    await floor.since("2999-01-01 00:00")
    await floor.at("2026-09-16 08:00")
    await floor.at("2026-09-16 09:00")
    assert [(row.slot, row.status) for row in await floor.deliveries()] == [
        ("2026-09-16", "posted")
    ]
