"""SQLite's answers, short and long: all rows in order, whoever stops reading in the middle."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.db import Database, migrate

MANY = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :last)"
    " SELECT i FROM n"
)


@pytest.fixture
async def database(tmp_path):
    url = f"sqlite:///{tmp_path / 'frt.sqlite3'}"
    migrate(url)
    opened = Database(url)
    yield opened
    await opened.close()


@pytest.mark.parametrize("last", [1, 499, 500, 501, 2_345])
async def test_an_answer_has_all_its_rows_however_it_is_read(database, last):
    async with database.read() as session:
        at_once = (await session.exec(text(MANY), params={"last": last})).scalars().all()
        connection = await session.connection()
        options = {"yield_per": 7}
        async with connection.stream(text(MANY), {"last": last}, execution_options=options) as rows:
            each = [row.i async for row in rows]
        one_by_one = await session.exec(text(MANY), params={"last": last})
        first = one_by_one.first().i
    assert at_once == each == list(range(1, last + 1))
    assert first == 1


async def test_who_stops_in_the_middle_leaves_the_connection_usable(database):
    async with database.read() as session:
        connection = await session.connection()
        options = {"yield_per": 10}
        async with connection.stream(
            text(MANY), {"last": 5_000}, execution_options=options
        ) as rows:
            assert (await rows.first()).i == 1
    async with database.write() as session:
        await session.exec(text("CREATE TABLE kept (id INTEGER PRIMARY KEY)"))
        made = await session.exec(text("INSERT INTO kept VALUES (1), (2) RETURNING id"))
        assert made.scalars().all() == [1, 2]
        changed = await session.exec(text("UPDATE kept SET id = id + 10"))
        assert changed.rowcount == 2


async def told(database, *statements):
    async with database.write() as session:
        for statement in statements:
            await session.exec(text(statement))


async def test_what_sqlite_refuses_is_raised_and_undone(database):
    async with database.write() as session:
        await session.exec(text("CREATE TABLE kept (id INTEGER PRIMARY KEY)"))
    with pytest.raises(IntegrityError):
        await told(database, "INSERT INTO kept VALUES (1)", "INSERT INTO kept VALUES (1)")
    with pytest.raises(OperationalError):
        await told(database, "SELECT 1 FROM nowhere")
    async with database.read() as session:
        assert (await session.exec(text("SELECT count(*) FROM kept"))).scalar() == 0
