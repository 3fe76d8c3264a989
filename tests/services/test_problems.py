"""Many at once: every problem has a number of its own, every change is made once."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlmodel import col, delete

from bot.db import Database
from bot.models import History, Member, Team
from bot.registers.problems import PROBLEM, PROBLEMS
from bot.services.problems import reports
from bot.services.registers import Decision, Wish
from bot.services.registers import life as service
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


async def make(database: Database, team_id: int = 1) -> Decision:
    born = {"origin": "command"}
    new = Wish(team_id, 0, 0, "U0EMMA", {"kind": "delay", "seen": "x"}, born=born)
    return await service.create(database, PROBLEMS, PROBLEMS.make, new, {}, NOW)


async def take(database: Database, step: str, wished: Wish) -> Decision:
    return await service.change(database, PROBLEMS, PROBLEMS.step(step), wished, {}, NOW)


def wish(**typed: str) -> Wish:
    return Wish(1, 1, 1, "U0EMMA", typed)


async def test_numbers_count_up_in_each_team(database: Database):
    made = await asyncio.gather(*(make(database, 1 + n % 2) for n in range(24)))
    places = sorted((one.facts.team_id, one.facts.number) for one in made)
    assert places == [(team_id, n) for team_id in (1, 2) for n in range(1, 13)]


async def test_of_many_changes_at_once_one_is_made(database: Database):
    await make(database)
    wanted = [
        *(take(database, "change", wish(kind="other", seen=f"seen {n}")) for n in range(4)),
        *(take(database, "whys", wish(**ROOT, direction=f"d {n}")) for n in range(4)),
        take(database, "close", wish(close="solved")),
    ]
    ended = await asyncio.gather(*wanted)
    found = [one.reason for one in ended]
    assert found.count("changed") == 1
    assert set(found) <= {"changed", "stale", "state"}
    async with database.read() as session:
        rows = await history.of_subject(session, 1, PROBLEM, "1")
    assert rows[0].event == "created"
    assert (await version(database), len(rows)) == (2, 2)


async def test_of_many_reports_at_once_one_is_planned(database: Database):
    await make(database)
    posting = (reports.post(database, wish(), [1, 2], 0, NOW) for _ in range(6))
    ended = await asyncio.gather(*posting)
    assert sorted(one.decision.reason for one in ended) == ["changed", *["unchanged"] * 5]
    assert sum(len(one.due) for one in ended) == 2


async def test_the_changes_told_of_are_those_since_whatever_history_is_kept(database: Database):
    await make(database)
    known = {"kind": "delay", "seen": "x"}
    await take(database, "change", wish(**{**known, "seen": "first"}))
    async with database.write() as session:
        await session.exec(delete(History).where(col(History.event) == "created"))
    later = Wish(1, 1, 2, "U0EMMA", {**known, "seen": "second"})
    await take(database, "change", later)
    found = await take(database, "change", replace(later, typed={"kind": "other", "seen": "first"}))
    assert found.reason == "stale"
    assert [edit.after["seen"] for edit in found.since] == ["second"]
    assert dict(found.again) == {"kind": "other", "seen": "second"}


async def test_spaces_around_what_stands_there_are_no_change(database: Database):
    await make(database)
    same = await take(database, "change", wish(kind="delay", seen=" x "))
    assert (same.reason, await version(database)) == ("unchanged", 1)


async def test_a_stranger_and_a_number_that_never_was(database: Database):
    await make(database)
    mine = {"kind": "delay", "seen": "mine"}
    assert (await take(database, "change", Wish(1, 1, 1, "U0OTHER", mine))).reason == "forbidden"
    assert (await take(database, "change", Wish(1, 9, 1, "U0EMMA", mine))).reason == "gone"
    found = await service.look(database, PROBLEMS, 1, 1)
    assert found is not None
    assert found.row.seen == "x"


async def version(database: Database) -> int:
    found = await service.look(database, PROBLEMS, 1, 1)
    assert found is not None
    return found.row.version
