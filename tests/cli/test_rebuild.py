"""What `frt db rebuild` deletes, and for whom."""

import pytest

from bot.db import Database
from bot.models import Rollup
from bot.services.team.settings import Choices
from tests.cli.conftest import Frt, set_up

pytestmark = pytest.mark.asyncio


async def test_the_days_of_a_team_are_counted_anew(frt: Frt, database_url: str) -> None:
    await set_up(database_url, 客服=Choices(locale="zh"), Support=Choices())
    database = Database(database_url)
    known = {"breakdown": "", "rules": "calendar:1", "last": 0, "told": 0, "body": b""}
    times = {"first_instant": 0, "next_instant": 1, "number": 1}
    async with database.write() as session:
        for team_id, days in ((1, 2), (2, 3)):
            for day in range(days):
                session.add(Rollup(team_id=team_id, day=day, **known, **times))
    await database.close()

    of_one = await frt("db", "rebuild", "--team", "客服")
    of_all = await frt("db", "rebuild")
    unknown = await frt("db", "rebuild", "--team", "Nobody")

    said = "sums of days are deleted. Each day is counted anew from its tickets"
    assert [(one.code, one.err) for one in (of_one, of_all)] == [(0, "")] * 2
    assert of_one.out.startswith("2 kept " + said)
    assert of_all.out.startswith("3 kept " + said)
    assert unknown.code != 0
    assert "Nobody" in unknown.err
