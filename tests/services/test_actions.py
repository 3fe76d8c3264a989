"""Many at once: every action has a number of its own, every change is made once."""

import asyncio
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.db import Database
from bot.ids import HistoryValue
from bot.models import Member, Team
from bot.registers.actions import ACTIONS
from bot.services.actions import life as service
from bot.services.history import pages as history
from bot.services.people.readers import Profile
from bot.services.registers import life as steps
from bot.services.registers.decisions import Decision, Wish
from bot.services.team.sight import Asker

NOW = datetime(2026, 11, 20, 11, tzinfo=UTC)
NOAH = Profile("U0NOAH", "Noah", "en", ZoneInfo("UTC"), None, NOW)


@pytest.fixture
async def database(database_url: str):
    database = Database(database_url)
    async with database.write() as session:
        for team_id in (1, 2):
            session.add(Team(id=team_id, name=f"Team {team_id}", created_at=NOW))
            await session.flush()
            session.add(Member(team_id=team_id, slack_user_id="U0NOAH"))
    yield database
    await database.close()


async def make(database: Database, team_id: int) -> Decision:
    typed = {"measure": "x", "owner": "U0NOAH", "due": "2026-11-27"}
    wish = Wish(team_id, 0, 0, "U0NOAH", typed, "", {"origin": "command"})
    return await steps.create(database, ACTIONS, ACTIONS.make, wish, {"U0NOAH": NOAH}, NOW)


async def test_numbers_count_up_in_each_team(database: Database):
    made = await asyncio.gather(*(make(database, 1 + n % 2) for n in range(24)))
    places = sorted((one.facts.team_id, one.facts.number) for one in made)
    assert places == [(team_id, n) for team_id in (1, 2) for n in range(1, 13)]


async def take(database: Database, step: str, wish: Wish) -> Decision:
    return await steps.change(database, ACTIONS, ACTIONS.step(step), wish, {}, NOW)


async def changes(database: Database) -> int:
    asked = HistoryValue(team=1, subject="action", key="1")
    return len((await history.past(database, asked, Asker("U0NOAH", "", NOW))).edits)


@pytest.mark.parametrize("kind", ["done", "new_date"])
async def test_of_many_changes_at_once_one_is_made(database: Database, kind: str):
    await make(database, 1)
    typed = [
        {"result": f"because {n}", "why": f"because {n}", "due": f"2026-12-0{n}"}
        for n in range(1, 9)
    ]
    wanted = [Wish(1, 1, 1, "U0NOAH", one, "V1") for one in typed]
    ended = await asyncio.gather(*(take(database, kind, one) for one in wanted))
    reasons = sorted(one.reason for one in ended)
    assert reasons.count("changed") == 1
    assert set(reasons) == {"changed", "state" if kind == "done" else "stale"}
    action = await service.look(database, 1, 1)
    assert action is not None
    assert (action.version, await changes(database)) == (2, 2)


async def test_a_change_that_failed_leaves_no_history(database: Database):
    await make(database, 1)
    stranger = Wish(1, 1, 1, "U0OTHER", {"result": "mine"}, "V1")
    assert (await take(database, "done", stranger)).reason == "forbidden"
    missing = Wish(1, 9, 1, "U0NOAH", {"result": "gone"}, "V1")
    assert (await take(database, "done", missing)).reason == "gone"
    assert await changes(database) == 1
