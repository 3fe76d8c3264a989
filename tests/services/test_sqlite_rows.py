"""Rows of SQLite that come with their statement, and those that come after it."""

import pytest
from sqlalchemy import text

from bot.db import Database

MANY = 2_500
ROWS = text(
    "WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < :most)"
    " SELECT n FROM counted"
)


@pytest.fixture
async def database(sqlite_url):
    opened = Database(sqlite_url)
    yield opened
    await opened.close()


@pytest.mark.parametrize("most", [1, 999, 1_000, 1_001, MANY])
async def test_all_rows_are_there_in_order(database, most):
    async with database.read() as session:
        connection = await session.connection()
        assert list((await connection.execute(ROWS, {"most": most})).scalars()) == list(
            range(1, most + 1)
        )


async def test_rows_are_read_as_they_come(database):
    async with database.read() as session:
        connection = await session.connection()
        options = {"yield_per": 700}
        async with connection.stream(ROWS, {"most": MANY}, execution_options=options) as rows:
            parts = [[row[0] for row in part] async for part in rows.partitions(700)]
        assert [one for part in parts for one in part] == list(range(1, MANY + 1))
        assert [len(part) for part in parts] == [700, 700, 700, 400]


async def test_rows_that_nobody_wants_hold_nothing_up(database):
    async with database.read() as session:
        connection = await session.connection()
        async with connection.stream(ROWS, {"most": MANY}) as rows:
            assert (await rows.fetchone())[0] == 1
    async with database.write() as session:
        await (await session.connection()).exec_driver_sql("CREATE TABLE made (n INTEGER)")
    async with database.read() as session:
        asked = text("SELECT count(*) FROM made")
        assert (await (await session.connection()).execute(asked)).scalar_one() == 0


async def test_what_the_driver_refuses_is_said(database):
    async with database.read() as session:
        with pytest.raises(Exception, match="no such table: nowhere"):
            await (await session.connection()).execute(text("SELECT 1 FROM nowhere"))
