"""Whoever writes says so, last in the same transaction: what is kept is never older than that."""

import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, text, update

from bot.db import (
    FIGURES,
    NOT_COUNTED,
    Database,
    memory,
    memory_of_figures,
    memory_of_team,
    sync_engine,
)
from bot.db import of_team as named
from bot.metrics.actions import Standard
from bot.metrics.figures import METRICS, Ask, Goal
from bot.models import Member, Team, Ticket
from bot.services.deliveries import Due, ledger
from bot.services.figures import report, tickets_behind, visible
from bot.services.figures.behind import drawn_waits
from bot.services.imports.importing import ImportRequest, run
from bot.services.team import Request, measured
from bot.store import history, kept
from bot.store.team import teams
from bot.store.tickets import tickets
from tests.scenarios.tickets import NOW, seed
from tests.services.test_report import EMMA, SUPPORT

RENAMED = text("UPDATE teams SET name = 'Two' WHERE id = 1")
Write = Callable[[Database, str, Path], Any]


class Ticks:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
async def database(database_url: str, ticks: Ticks) -> AsyncIterator[Database]:
    opened = Database(database_url, ticks)
    await seed(opened)
    yield opened
    await opened.close()


async def look(database: Database) -> dict[Any, Any]:
    """Read as any reader does, and return what is kept beside it."""
    async with database.read() as session:
        await teams.all_teams(session, "U01EMMA")
        return await memory_of_figures(session)


def by_hand(database_url: str, *statements: str) -> None:
    """Commit what no engine of the program knows of: as another process does, or somebody."""
    path = database_url.removeprefix("sqlite:///")
    if path == database_url:
        opened: Any = psycopg.connect(database_url)
    else:
        opened = closing(sqlite3.connect(path))
    with opened as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


async def by_session(database: Database, _url: str, _folder: Path) -> None:
    async with database.write() as session:
        await session.delete(await session.get_one(Member, (1, "U01NOAH")))


async def by_statement(database: Database, _url: str, _folder: Path) -> None:
    async with database.write() as session:
        await (await session.connection()).execute(update(Team).values(quick_seconds=7))


async def by_words(database: Database, _url: str, _folder: Path) -> None:
    async with database.write() as session:
        await (await session.connection()).execute(RENAMED)


async def renamed_in_vain(database: Database) -> None:
    """Change something, and run into an error before it is committed."""
    async with database.write() as session:
        await (await session.connection()).execute(RENAMED)
        raise ZeroDivisionError


async def by_engine(_database: Database, url: str, _folder: Path) -> None:
    engine = sync_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(str(RENAMED))
    engine.dispose()


async def by_import(_database: Database, url: str, folder: Path) -> None:
    engine, path = sync_engine(url), folder / "tickets.csv"
    path.write_text("ticket id,created at\nZ1,2026-11-20 09:00\n")
    run(engine, ImportRequest(1, "UTC", path, "lead"), NOW)
    engine.dispose()


@pytest.mark.parametrize("write", [by_session, by_statement, by_words, by_engine, by_import])
async def test_what_this_process_writes_is_seen_at_once(
    database: Database, database_url: str, tmp_path: Path, write: Write
) -> None:
    before = await look(database)
    assert await database.kept() is before
    await write(database, database_url, tmp_path)
    assert await database.kept() is not before


async def test_what_is_undone_changes_nothing(database: Database) -> None:
    before = await look(database)
    with pytest.raises(ZeroDivisionError):
        await renamed_in_vain(database)
    async with database.write() as session:
        await session.get_one(Team, 1)
    assert await database.kept() is before
    assert await look(database) is before


async def test_another_process_is_seen_a_tenth_of_a_second_later(
    database: Database, database_url: str, ticks: Ticks
) -> None:
    before = await look(database)
    drawn = "UPDATE database_state SET anything = 5, figures = 6"
    by_hand(database_url, str(RENAMED), drawn)
    ticks.now += 0.09
    assert await database.kept() is before
    ticks.now += 0.02
    assert await database.kept() is not before


async def test_nobody_waits_for_a_look_while_some_come_often(
    database: Database, ticks: Ticks
) -> None:
    before = await look(database)
    for _ in range(3):
        ticks.now += 0.06
        with tables_read(database) as found:
            assert await database.kept() is before
            assert not found
        assert database._looking is not None
        await database._looking


async def test_what_somebody_changes_by_hand_is_seen_within_a_minute(
    database: Database, database_url: str, ticks: Ticks
) -> None:
    before = await look(database)
    by_hand(database_url, str(RENAMED))
    ticks.now += 59
    assert await look(database) is before
    ticks.now += 1
    assert await look(database) is not before


async def test_figures_are_kept_while_other_tables_change(database: Database) -> None:
    before = await look(database)
    async with database.read() as session:
        of_all = await memory(session)
    async with database.write() as session:
        await history.add(session, 0, "person", "U1", "language", "U1", NOW, after={"x": 1})
    assert await look(database) is before
    async with database.read() as session:
        assert await memory(session) is not of_all


async def test_figures_are_kept_while_posts_are_planned(database: Database) -> None:
    """How far teams are planned stands in their rows, and no figure is read from it."""
    kept_before = await look(database)
    await ledger.plan_idly(database, [1], NOW + timedelta(hours=1))
    due = Due("daily", "C01SUPPORT", "2026-11-20", NOW)
    await ledger.plan(database, 1, [due], NOW + timedelta(hours=2))
    assert await look(database) is kept_before
    async with database.read() as session:
        assert (await session.get_one(Team, 1)).planned_until == NOW + timedelta(hours=2)


async def test_what_does_not_count_changes_nothing(database: Database) -> None:
    before = await look(database)
    async with database._engine.connect() as connection:
        quiet = await connection.execution_options(**NOT_COUNTED)
        await quiet.execute(RENAMED)
        await quiet.commit()
    assert await database.kept() is before
    assert await look(database) is before


async def test_a_reading_that_began_before_a_write_keeps_for_its_own_state(
    database: Database, ticks: Ticks
) -> None:
    async with database.read() as session:
        await session.exec(text("SELECT 1"))
        await by_words(database, "", Path())
        ticks.now += 0.01
        late = await look(database)
        early = await memory_of_figures(session)
        assert early is not late
        assert await database.kept() is late
    assert await look(database) is late


@contextmanager
def tables_read(database: Database) -> Iterator[set[str]]:
    """Yield the tables that statements read."""
    found: set[str] = set()

    def heard(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found.update(re.findall(r"\b(?:FROM|JOIN) (\w+)", statement))

    engine = database._engine.sync_engine
    event.listen(engine, "before_cursor_execute", heard)
    yield found
    event.remove(engine, "before_cursor_execute", heard)


async def least_change(database: Database, metric: str) -> None:
    async with database.read() as session:
        it = await measured(session, 1, NOW)
        standard = Standard(Goal(metric, "at_least", 0.5), 28)
        await visible(session, it, standard, (NOW.date(), NOW.date()), NOW)


async def test_figures_come_from_no_other_tables(database: Database) -> None:
    asks = (Ask(), Ask("last 30 days"), Ask(by="agent"), Ask(person="U01NOAH"))
    with tables_read(database) as found:
        for ask in asks:
            await report(database, Request(EMMA, SUPPORT, ask, NOW), now=NOW)
        await drawn_waits(database, Request(EMMA, SUPPORT, Ask(), NOW), lambda made: made)
        await drawn_waits(
            database, Request(EMMA, "", Ask(team="Global support"), NOW), lambda made: made
        )
        await tickets_behind(database, Request(EMMA, SUPPORT, Ask(), NOW), outcome="all", page=1)
        for metric in METRICS:
            await least_change(database, metric)
    assert found - {"database_state", "team_states"} <= FIGURES
    assert len(found) > 5


async def test_a_transaction_that_writes_nothing_draws_nothing(database: Database) -> None:
    await by_statement(database, "", Path())
    async with database.read() as session:
        before = await memory(session)
    async with database.write() as session:
        await session.get_one(Team, 1)
    async with database.read() as session:
        assert await memory(session) is before


async def of_team(database: Database, team_id: int) -> dict[Any, Any]:
    """Read as whoever asks about a team does, and return what is kept of its tickets."""
    async with database.read() as session:
        await tickets.last_opened(session, team_id)
        return await memory_of_team(session, team_id)


async def test_a_file_for_one_team_leaves_what_is_kept_of_others(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    before = [await of_team(database, team_id) for team_id in (1, 2)]
    assert all(before)
    assert before[0] is not before[1]
    await by_import(database, database_url, tmp_path)
    after = [await of_team(database, team_id) for team_id in (1, 2)]
    assert after[0] is not before[0]
    assert after[1] is before[1]
    assert await of_team(database, 1) is after[0]


async def ticket_by_session(database: Database, _url: str, _folder: Path) -> None:
    async with database.write() as session:
        (await session.get_one(Ticket, (1, "file", "T1"))).channel = "fax"


@pytest.mark.parametrize("write", [ticket_by_session, by_session, by_words, by_engine])
async def test_whoever_names_no_team_lets_go_of_all(
    database: Database, database_url: str, tmp_path: Path, write: Write
) -> None:
    before = [await of_team(database, team_id) for team_id in (1, 2)]
    await write(database, database_url, tmp_path)
    for team_id in (1, 2):
        assert await of_team(database, team_id) is not before[team_id - 1]


async def test_what_is_not_of_the_named_team_lets_go_of_all(
    database: Database, database_url: str
) -> None:
    before = await of_team(database, 2)
    engine = sync_engine(database_url)
    with engine.connect().execution_options(**named(1)) as connection, connection.begin():
        connection.execute(update(Team).values(quick_seconds=7))
    engine.dispose()
    assert await of_team(database, 2) is not before


async def test_a_reading_before_a_file_keeps_for_its_own_state(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    async with database.read() as session:
        await session.exec(text("SELECT 1 FROM teams"))
        await by_import(database, database_url, tmp_path)
        late = await of_team(database, 1)
        assert await memory_of_team(session, 1) is not late
    assert await of_team(database, 1) is late


async def test_teams_that_nobody_asked_for_the_longest_are_let_go_of(database: Database) -> None:
    for team_id in (1, 2):
        async with database.read() as session:
            await kept.keep(session, "many", list(range(kept.MOST_ROWS - 10)), team_id)
    async with database.read() as session:
        assert await kept.recall(session, "many", 2)
        assert len(database._teams.memories) == 1
