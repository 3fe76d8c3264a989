"""Whoever writes says so, last in the same transaction: what is kept is never older than that."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from sqlalchemy import event, text, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import (
    FIGURES,
    NOT_COUNTED,
    SHARED,
    Database,
    Kept,
    kept_beside,
    sync_engine,
)
from bot.db import of_team as named
from bot.metrics.actions import Standard
from bot.metrics.figures import METRICS, Ask, Goal
from bot.models import Member, Team, Ticket
from bot.services.deliveries import Due, ledger
from bot.services.figures import drawn, report, tickets_behind, visible
from bot.services.figures.behind import drawn_waits
from bot.services.figures.drawing import drawn_once
from bot.services.imports.importing import ImportRequest, run
from bot.services.people import Profile
from bot.services.team import Request, measured
from bot.store import history, kept
from bot.store.people import visits
from bot.store.team import teams
from bot.store.tickets import tickets
from tests.scenarios.tickets import NOW, seed
from tests.services.test_report import EMMA, SUPPORT

ADMIN = Profile("U01ADMIN", "robin", "en", ZoneInfo("UTC"), None, NOW)
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


class Shelves:
    """What is kept of one state of the tables of figures, to tell whether it is the same."""

    def __init__(self, held: Kept) -> None:
        self.shared, self.team = held.shared, held.of_team(1)

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, Shelves)
        return self.shared is other.shared and self.team is other.team

    __hash__ = None  # type: ignore[assignment]


async def look(database: Database) -> Shelves:
    """Read as any reader does, and return what is kept beside it."""
    async with database.read() as session:
        await teams.all_teams(session, "U01EMMA")
        return Shelves(await kept_beside(session))


async def at_hand(database: Database) -> Shelves:
    """Return what is kept without a reading."""
    return Shelves(await database.kept())


async def anything(database: Database) -> dict[Any, Any]:
    async with database.read() as session:
        return (await kept_beside(session)).anything


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
    assert await at_hand(database) == before
    await write(database, database_url, tmp_path)
    assert await at_hand(database) != before


async def test_what_is_undone_changes_nothing(database: Database) -> None:
    before = await look(database)
    with pytest.raises(ZeroDivisionError):
        await renamed_in_vain(database)
    async with database.write() as session:
        await session.get_one(Team, 1)
    assert await at_hand(database) == before
    assert await look(database) == before


async def test_another_process_is_seen_a_quarter_of_a_second_later(
    database: Database, database_url: str, ticks: Ticks
) -> None:
    before = await look(database)
    drawn = "UPDATE database_state SET anything = 5, figures = 6, shared = 7"
    by_hand(database_url, str(RENAMED), drawn)
    ticks.now += 0.24
    assert await at_hand(database) == before
    ticks.now += 0.02
    assert await at_hand(database) != before


async def test_nobody_waits_for_a_look_while_some_come_often(
    database: Database, ticks: Ticks
) -> None:
    before = await look(database)
    for _ in range(3):
        ticks.now += 0.06
        with tables_read(database) as found:
            assert await at_hand(database) == before
            assert not found
        assert database._looking is not None
        await database._looking


async def test_what_somebody_changes_by_hand_is_seen_within_a_minute(
    database: Database, database_url: str, ticks: Ticks
) -> None:
    before = await look(database)
    by_hand(database_url, str(RENAMED))
    ticks.now += 59
    assert await look(database) == before
    ticks.now += 1
    assert await look(database) != before


async def test_figures_are_kept_while_other_tables_change(database: Database) -> None:
    before = await look(database)
    of_all = await anything(database)
    async with database.write() as session:
        await history.add(session, 0, "person", "U1", "language", "U1", NOW, after={"x": 1})
    assert await look(database) == before
    assert await anything(database) is not of_all


async def test_figures_are_kept_while_posts_are_planned(database: Database) -> None:
    """How far teams are planned stands in their rows, and no figure is read from it."""
    kept_before = await look(database)
    await ledger.plan_idly(database, [1], NOW + timedelta(hours=1))
    due = Due("daily", "C01SUPPORT", "2026-11-20", NOW)
    await ledger.plan(database, 1, [due], NOW + timedelta(hours=2))
    assert await look(database) == kept_before
    async with database.read() as session:
        assert (await session.get_one(Team, 1)).planned_until == NOW + timedelta(hours=2)


async def test_what_does_not_count_changes_nothing(database: Database) -> None:
    before = await look(database)
    async with database._engine.connect() as connection:
        quiet = await connection.execution_options(**NOT_COUNTED)
        await quiet.execute(RENAMED)
        await quiet.commit()
    assert await at_hand(database) == before
    assert await look(database) == before


async def test_a_reading_that_began_before_a_write_keeps_for_its_own_state(
    database: Database, ticks: Ticks
) -> None:
    async with database.read() as session:
        await session.exec(text("SELECT 1"))
        await by_words(database, "", Path())
        ticks.now += 0.01
        late = await look(database)
        assert Shelves(await kept_beside(session)) != late
        assert await at_hand(database) == late
    assert await look(database) == late


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


KEPT: dict[str, Callable[[AsyncSession], Awaitable[object]]] = {
    "teams_around": lambda session: teams.teams_around(session, "U01EMMA", SUPPORT),
    "all_teams": lambda session: teams.all_teams(session, "U01EMMA"),
    "hours": lambda session: teams.hours(session, 1),
    "times_of_all": teams.times_of_all,
    "hours_of_all": teams.hours_of_all,
    "standards": lambda session: teams.standards(session, 1),
    "helpdesk_names": lambda session: teams.helpdesk_names(session, 1),
    "channels_visited": lambda session: visits.channels_visited(session, "U01EMMA"),
}


async def test_what_outlives_files_comes_from_no_tickets(database: Database) -> None:
    stores = Path(kept.__file__).parent.rglob("*.py")
    named = (
        re.findall(r"^@kept\nasync def (\w+)", one.read_text(), re.MULTILINE) for one in stores
    )
    assert {name for found in named for name in found} == set(KEPT)
    with tables_read(database) as found:
        for read in KEPT.values():
            async with database.read() as session:
                await read(session)
    assert found - {"database_state", "team_states"} <= SHARED
    assert len(found) > 4


async def test_a_transaction_that_writes_nothing_draws_nothing(database: Database) -> None:
    await by_statement(database, "", Path())
    before = await anything(database)
    async with database.write() as session:
        await session.get_one(Team, 1)
    assert await anything(database) is before


async def of_team(database: Database, team_id: int) -> dict[Any, Any]:
    """Read as whoever asks about a team does, and return what is kept of its tickets."""
    async with database.read() as session:
        await tickets.last_opened(session, team_id)
        return (await kept_beside(session)).of_team(team_id)


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


async def test_an_answer_is_drawn_anew_when_its_own_team_gets_a_file(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    drawings: list[str] = []

    def draw(made: object) -> int:
        drawings.append(type(made).__name__)
        return 1

    async def ask_all() -> list[str]:
        drawings.clear()
        for channel_id, ask in ((SUPPORT, Ask()), ("", Ask(team="客服一组")), ("", Ask())):
            request = Request(ADMIN, channel_id, ask, NOW)
            await drawn(database, request, draw)
            await drawn_waits(database, request, draw)
        return drawings

    of_all = ["Answer", "Waits"] * 2 + ["Choice"] * 2
    assert await ask_all() == of_all
    assert await ask_all() == []
    await by_import(database, database_url, tmp_path)
    assert await ask_all() == of_all[:2]
    await by_statement(database, database_url, tmp_path)
    assert await ask_all() == of_all


async def test_who_asks_after_a_file_gets_no_answer_begun_before(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    begun: asyncio.Queue[int] = asyncio.Queue()
    end, numbers = asyncio.Event(), count(1)
    request = Request(ADMIN, SUPPORT, Ask(), NOW)

    async def draw(_session: AsyncSession) -> tuple[None, int]:
        mine = next(numbers)
        begun.put_nowait(mine)
        await end.wait()
        return None, mine

    async def ask() -> int:
        return await drawn_once(database, request, "slow", draw)

    first = asyncio.create_task(ask())
    assert await begun.get() == 1
    await by_import(database, database_url, tmp_path)
    second = asyncio.create_task(ask())
    assert await asyncio.wait_for(begun.get(), 5) == 2
    end.set()
    assert await asyncio.gather(first, second) == [1, 2]


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
        assert (await kept_beside(session)).of_team(1) is not late
    assert await of_team(database, 1) is late


async def test_teams_that_nobody_asked_for_the_longest_are_let_go_of(database: Database) -> None:
    for team_id in (1, 2):
        async with database.read() as session:
            await kept.keep(session, "many", list(range(kept.MOST_ROWS - 10)), team_id)
    async with database.read() as session:
        assert await kept.recall(session, "many", 2)
        assert len(database._teams.memories) == 1
