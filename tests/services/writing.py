"""Who writes, in every way there is; seconds that pass when told to; and what is read."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event, text, update

from bot.db import (
    Database,
    sync_engine,
)
from bot.models import Member, Team
from bot.services.imports.importing import ImportRequest, run
from tests.scenarios.tickets import NOW

RENAMED = text("UPDATE teams SET name = 'Two' WHERE id = 1")
Write = Callable[[Database, str, Path], Any]


class Ticks:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


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
