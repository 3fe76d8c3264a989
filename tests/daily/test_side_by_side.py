"""Reports of many teams due in one minute leave the processor to people who ask meanwhile."""

from typing import Any

import pytest

from bot.jobs import daily_report
from bot.models import Delivery
from tests.daily.world import World


async def test_reports_due_at_once_are_worked_out_one_after_the_other(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    under_way, most, true = set[int](), list[int](), daily_report.daily.to_post

    async def watched(database: Any, row: Delivery, *args: Any) -> Any:
        under_way.add(row.team_id)
        most.append(len(under_way))
        made = await true(database, row, *args)
        under_way.remove(row.team_id)
        return made

    monkeypatch.setattr(daily_report.daily, "to_post", watched)
    await world.since("2026-09-13 12:00")
    await world.at("2026-09-14 09:00")
    assert most == [1, 1]
    assert [len(await world.posts(team)) for team in (1, 2)] == [1, 1]
