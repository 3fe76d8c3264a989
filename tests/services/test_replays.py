"""Signed requests on a database that replicas share: each once, few statements, nothing dropped."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from bot.db import Database, kept_beside
from bot.services.forms import Replays
from tests.scenarios.tickets import NOW

MINUTES = timedelta(minutes=10)
MANY = 30


@pytest.fixture
async def database(postgresql_url: str) -> AsyncIterator[Database]:
    opened = Database(postgresql_url)
    yield opened
    await opened.close()


async def transactions(database: Database) -> int:
    """Return in how many transactions the requests were kept that there are."""
    async with database.read() as session:
        connection = await session.connection()
        counted = "SELECT count(DISTINCT xmin::text) FROM seen_requests"
        return int((await connection.exec_driver_sql(counted)).scalar_one())


async def first(replays: Replays, *names: int) -> list[bool | BaseException]:
    """Return whether each request is new, when all come at once."""
    digests = (hashlib.sha256(bytes([name])).digest() for name in names)
    asked = (replays.first(digest, NOW, NOW) for digest in digests)
    return await asyncio.gather(*asked, return_exceptions=True)


async def test_those_that_come_at_once_go_together(database: Database) -> None:
    one, other = (Replays(database, NOW, MINUTES) for _ in range(2))
    assert await first(one, *range(MANY)) == [True] * MANY
    assert await transactions(database) <= 2
    assert await first(one, 5, MANY) == [False, True]
    assert await first(other, *range(4, MANY + 2)) == [False] * (MANY - 3) + [True]


async def test_of_two_replicas_one_gets_each_request(database: Database) -> None:
    replicas = [Replays(database, NOW, MINUTES) for _ in range(2)]
    found = await asyncio.gather(first(replicas[0], *range(MANY)), first(replicas[1], *range(MANY)))
    assert [sum(pair) for pair in zip(*found, strict=True)] == [1] * MANY


async def test_without_the_table_all_are_told_and_later_ones_are_heard(database: Database) -> None:
    replays = Replays(database, NOW, MINUTES)
    assert await first(replays, 200) == [True]
    async with database.write() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("ALTER TABLE seen_requests RENAME TO gone")
    failed = await first(replays, *range(3))
    assert [type(one) for one in failed] == [OperationalError] * 3
    async with database.write() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("ALTER TABLE gone RENAME TO seen_requests")
    assert await first(replays, 3, 200) == [True, False]


async def ended_others(postgresql_url: str) -> None:
    """End all other connections to a database, and wait until they are gone."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    connecting = psycopg.AsyncConnection.connect(postgresql_url, autocommit=True)
    async with await connecting as other, asyncio.timeout(10):
        await other.execute(f"SELECT pg_terminate_backend(pid) {others}")
        gone = f"SELECT count(*) = 0 {others}"
        while await (await other.execute(gone)).fetchone() != (True,):  # noqa: ASYNC110
            await asyncio.sleep(0)


async def test_a_connection_lost_meanwhile_is_told_and_made_anew(
    database: Database, postgresql_url: str
) -> None:
    replays = Replays(database, NOW, MINUTES)
    assert await first(replays, 1) == [True]
    async with await psycopg.AsyncConnection.connect(postgresql_url) as other:
        await other.execute("LOCK TABLE seen_requests")
        asking = asyncio.create_task(first(replays, 2))
        end = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted"
        while not await (await other.execute(end)).fetchone():  # noqa: ASYNC110  another process
            await asyncio.sleep(0)
        (lost,) = await asking
    assert isinstance(lost, OperationalError)
    assert await first(replays, 1, 3) == [False, True]


async def test_a_connection_lost_while_nobody_asks_costs_nobody_an_answer(
    database: Database, postgresql_url: str
) -> None:
    replays = Replays(database, NOW, MINUTES)
    assert await first(replays, 1) == [True]
    await ended_others(postgresql_url)
    assert await first(replays, 1, 2) == [False, True]


async def test_those_that_come_meanwhile_go_next(database: Database) -> None:
    replays = Replays(database, NOW, MINUTES)
    earlier = asyncio.create_task(first(replays, 1))
    for _ in range(3):
        await asyncio.sleep(0)
    assert replays._together._claiming is not None
    assert not replays._together._waiting
    assert not earlier.done()
    async with asyncio.timeout(5):
        assert await first(replays, 2, 3) == [True, True]
    assert await earlier == [True]
    assert await transactions(database) == 2


async def test_a_request_drops_nothing_that_is_kept(database: Database) -> None:
    async with database.read() as session:
        before = (await kept_beside(session)).anything
    assert await first(Replays(database, NOW, MINUTES), 1) == [True]
    async with database.read() as session:
        assert (await kept_beside(session)).anything is before
