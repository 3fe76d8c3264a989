"""What is kept between readers is let go as soon as anything changes."""

import asyncio
import re

import pytest
from sqlalchemy import event, text

from bot.db import Database, kept_beside
from bot.models import Team
from bot.store.kept import MOST_ROWS, keep, recall
from bot.store.team import teams
from tests.scenarios.tickets import EPOCH


@pytest.fixture
async def database(database_url):
    opened = Database(database_url)
    async with opened.write() as session:
        session.add(Team(id=1, name="One", created_at=EPOCH))
    yield opened
    await opened.close()


async def names(database) -> list[str]:
    async with database.read() as session:
        return [row.name for row in await teams.all_teams(session, "U1")]


async def rename(database, name):
    async with database.write() as session:
        (await session.get(Team, 1)).name = name


async def test_kept_until_a_change_by_anybody(database, database_url):
    async with database.read() as session:
        first = await teams.all_teams(session, "U1")
    async with database.read() as session:
        assert await teams.all_teams(session, "U1") is first
        assert await teams.all_teams(session, "U2") is not first
    await rename(database, "Two")
    assert await names(database) == ["Two"]
    other = Database(database_url)
    assert await names(other) == ["Two"]
    await rename(other, "Three")
    assert await names(database) == ["Three"]
    assert await names(other) == ["Three"]
    await other.close()


async def test_one_reading_sees_one_state(database):
    async with database.read() as session:
        await session.exec(text("SELECT 1"))
        await rename(database, "Two")
        assert [row.name for row in await teams.all_teams(session, "U1")] == ["One"]
    assert await names(database) == ["Two"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_reading_that_keeps_nothing_asks_for_nothing_more(database):
    asked = []
    engine = database._engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    async with database.read() as session:
        await session.exec(text("SELECT 1"))
    assert asked == ["SELECT 1"]
    async with database.read() as session:
        await session.exec(text("SELECT 1"))
        assert (await kept_beside(session)).anything is (await kept_beside(session)).anything
        assert len(asked) == 4
    async with database.read() as session:
        (await kept_beside(session)).of_team(1)
    states = ["database_state", "team_states", "database_state"]
    assert [re.search(r"FROM (\w+)", one)[1] for one in asked[2:]] == states


async def test_a_session_that_may_write_keeps_nothing(database):
    async with database.read() as session:
        await keep(session, "small", 1)
    async with database.write() as session:
        await keep(session, "small", 2)
    async with database.write() as session:
        assert await recall(session, "small") is None


async def test_many_readers_share_few_memories(database):
    memories = []

    async def look() -> None:
        async with database.read() as session:
            memories.append((await kept_beside(session)).anything)
            await session.exec(text("SELECT 1"))

    await asyncio.gather(*(look() for _ in range(30)))
    assert len(memories) == 30
    assert len({id(one) for one in memories}) <= 5


async def test_what_is_kept_has_a_bound(database):
    async with database.read() as session:
        await keep(session, "small", (1, 2))
        await keep(session, "huge", tuple(range(MOST_ROWS + 1)))
        assert await recall(session, "huge") is None
        assert await recall(session, "small") == (1, 2)


async def test_what_was_kept_first_goes_first(database):
    half = tuple(range(MOST_ROWS // 2))
    async with database.read() as session:
        for key in ("first", "second", "second", "third"):
            await keep(session, key, half)
        assert await recall(session, "first") is None
        assert await recall(session, "second") == await recall(session, "third") == half
        await keep(session, "long", "x" * 500 * (MOST_ROWS // 2 + 1))
        assert await recall(session, "third") is None
        assert await recall(session, "long") is not None
