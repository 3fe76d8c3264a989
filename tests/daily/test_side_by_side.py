"""Reports of many teams due in one minute leave the processor to people who ask meanwhile."""

from typing import Any

import pytest

from bot.jobs import daily_report
from tests.daily.world import World


async def test_reports_due_at_once_are_worked_out_one_after_the_other(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    under_way, most, true = set[int](), list[int](), daily_report.daily.report

    async def watched(database: Any, team_id: int, *args: Any, **more: Any) -> Any:
        under_way.add(team_id)
        most.append(len(under_way))
        made = await true(database, team_id, *args, **more)
        under_way.remove(team_id)
        return made

    monkeypatch.setattr(daily_report.daily, "report", watched)
    await world.since("2026-09-13 12:00")
    await world.at("2026-09-14 09:00")
    assert most == [1, 1]
    assert [len(await world.posts(team)) for team in (1, 2)] == [1, 1]
