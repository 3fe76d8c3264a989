"""Whoever writes says so, last in the same transaction: what is kept is never older than that."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import (
    FIGURES,
    NOT_COUNTED,
    SHARED,
    Database,
    Kept,
    kept_beside,
)
from bot.metrics.actions import Standard
from bot.metrics.figures import METRICS, Ask, Goal
from bot.models import Team
from bot.services.deliveries import Due, ledger
from bot.services.figures import report, tickets_behind, visible
from bot.services.figures.waits import drawn_waits
from bot.services.team import Request, measured
from bot.store import history, kept
from bot.store.people import visits
from bot.store.team import teams
from tests.scenarios.tickets import NOW, seed
from tests.services.test_report import EMMA, SUPPORT
from tests.services.writing import (
    RENAMED,
    Ticks,
    Write,
    by_engine,
    by_hand,
    by_import,
    by_session,
    by_statement,
    by_words,
    renamed_in_vain,
    tables_read,
)


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
        for place, ask in ((SUPPORT, Ask("waiting")), ("", Ask("waiting", team="Global support"))):
            await drawn_waits(database, Request(EMMA, place, ask, NOW), lambda made: made)
        await tickets_behind(database, Request(EMMA, SUPPORT, Ask(), NOW), outcome="all", page=1)
        for metric in METRICS:
            await least_change(database, metric)
    # How far helpdesks were heard is read anew for each answer: it is kept by nothing.
    assert found - {"database_state", "team_states", "feeds"} <= FIGURES
    assert len(found) > 5


KEPT: dict[str, Callable[[AsyncSession], Awaitable[object]]] = {
    "teams_around": lambda session: teams.teams_around(session, "U01EMMA", SUPPORT),
    "all_teams": lambda session: teams.all_teams(session, "U01EMMA"),
    "admin_ids": teams.admin_ids,
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
