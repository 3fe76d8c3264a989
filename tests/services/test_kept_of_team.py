"""What is kept of a team goes when its tickets change, and stays when others get a file."""

import asyncio
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import (
    Database,
    kept_beside,
    sync_engine,
)
from bot.db import of_team as named
from bot.metrics.figures import Ask
from bot.models import Team, Ticket
from bot.services.figures import drawn
from bot.services.figures.drawing import drawn_once
from bot.services.figures.waits import drawn_waits
from bot.services.people import Profile
from bot.services.team import Request
from bot.store import kept
from bot.store.tickets import tickets
from tests.scenarios.tickets import NOW
from tests.services.test_report import SUPPORT
from tests.services.writing import (
    Write,
    by_engine,
    by_import,
    by_session,
    by_statement,
    by_words,
)

ADMIN = Profile("U01ADMIN", "robin", "en", ZoneInfo("UTC"), None, NOW)


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
        for channel_id, team in ((SUPPORT, None), ("", "客服一组"), ("", None)):
            for asking, period in ((drawn, "today"), (drawn_waits, "waiting")):
                request = Request(ADMIN, channel_id, Ask(period, team=team), NOW)
                await asking(database, request, draw)
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
