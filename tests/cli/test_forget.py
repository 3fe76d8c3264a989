"""What `frt db forget` says that it did."""

from datetime import UTC, datetime

import pytest

from bot.db import Database
from bot.models import Problem
from bot.services.team.settings import Choices
from tests.cli.conftest import Frt, set_up

pytestmark = pytest.mark.asyncio


async def test_how_many_texts_were_changed_is_told_by_table(frt: Frt, database_url: str) -> None:
    await set_up(database_url, 客服=Choices(locale="zh"))
    database = Database(database_url)
    async with database.write() as session:
        made = {"created_by": "U1", "created_at": datetime(2026, 11, 20, tzinfo=UTC)}
        texts = {"seen": "客户C-10无人接待", "direction": "call C-10, not C-100"}
        session.add(Problem(team_id=1, number=1, kind="delay", origin="command", **texts, **made))
    await database.close()
    ended = await frt("db", "forget", "--customer", "C-10")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[1:] == [
        "Taken out of 2 texts that people wrote.",
        "  problems  2",
        "Messages that stand in Slack are not changed: delete those that name the customer there.",
    ]
