"""Many at once: every problem has a number of its own, every change is made once."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.db import Database
from bot.models import Member, Team
from bot.services.problems import changes, closing, reports
from bot.services.problems import life as service
from bot.services.problems.life import NewProblem
from bot.services.registers import Wish
from bot.store import history

NOW = datetime(2026, 11, 20, 11, tzinfo=UTC)
ROOT = {"why1": "x", "root_cause": "y", "cause": "system"}


@pytest.fixture
async def database(database_url: str):
    database = Database(database_url)
    async with database.write() as session:
        for team_id in (1, 2):
            channel_id = f"C0{team_id}"
            team = Team(id=team_id, name=f"Team {team_id}", channel_id=channel_id, created_at=NOW)
            session.add(team)
            await session.flush()
            session.add(Member(team_id=team_id, slack_user_id="U0EMMA", role="lead"))
    yield database
    await database.close()


async def make(database: Database, team_id: int = 1) -> service.ProblemDecision:
    new = NewProblem(team_id, {"kind": "delay", "seen": "x"}, "U0EMMA", "command")
    return await service.create(database, new, None, NOW)


def wish(**typed: str) -> Wish:
    return Wish(1, 1, 1, "U0EMMA", typed)


async def test_numbers_count_up_in_each_team(database: Database):
    made = await asyncio.gather(*(make(database, 1 + n % 2) for n in range(24)))
    places = sorted((one.facts.team_id, one.facts.number) for one in made)
    assert places == [(team_id, n) for team_id in (1, 2) for n in range(1, 13)]


async def test_of_many_changes_at_once_one_is_made(database: Database):
    await make(database)
    wanted = [
        *(changes.change(database, wish(seen=f"seen {n}"), None, NOW) for n in range(4)),
        *(changes.analyse(database, wish(**ROOT, direction=f"d {n}"), NOW) for n in range(4)),
        closing.close(database, wish(close="solved"), NOW),
    ]
    ended = await asyncio.gather(*wanted)
    found = [one.reason for one in ended]
    assert found.count("changed") == 1
    assert set(found) <= {"changed", "stale", "closed"}
    async with database.read() as session:
        rows = await history.of_subject(session, 1, service.SUBJECT, "1")
    assert rows[0].event == "created"
    assert ((await service.look(database, 1, 1)).version, len(rows)) == (2, 2)


async def test_of_many_reports_at_once_one_is_planned(database: Database):
    await make(database)
    posting = (reports.post(database, wish(), [1, 2], 0, NOW) for _ in range(6))
    ended = await asyncio.gather(*posting)
    assert sorted(one.decision.reason for one in ended) == ["changed", *["unchanged"] * 5]
    assert sum(len(one.due) for one in ended) == 2


async def test_the_changes_told_of_are_those_since_whatever_history_is_kept(database: Database):
    await make(database)
    await changes.change(database, wish(seen="first"), None, NOW)
    await changes.change(database, Wish(1, 1, 2, "U0EMMA", {"seen": "second"}), None, NOW)
    found = await changes.change(database, Wish(1, 1, 2, "U0EMMA", {"kind": "other"}), None, NOW)
    assert found.reason == "stale"
    assert [edit.after["seen"] for edit in found.since] == ["second"]
    assert dict(found.again) == {"kind": "other"}


async def test_a_stranger_and_a_number_that_never_was(database: Database):
    await make(database)
    stranger = Wish(1, 1, 1, "U0OTHER", {"seen": "mine"})
    assert (await changes.change(database, stranger, None, NOW)).reason == "forbidden"
    gone = Wish(1, 9, 1, "U0EMMA", {"seen": "mine"})
    assert (await changes.change(database, gone, None, NOW)).reason == "gone"
    assert (await service.look(database, 1, 1)).seen == "x"
