"""Engines for a database's URL, and what the URL says."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot import sqlite
from bot.db.state import watch
from bot.errors import BotError

_DRIVERS = {
    "sqlite": ("sqlite+aiosqlite", "sqlite"),
    "postgresql": ("postgresql+psycopg", "postgresql+psycopg"),
}


def _parsed(database_url: str) -> URL:
    if database_url.startswith("postgres://"):
        database_url = database_url.replace("postgres://", "postgresql://", 1)
    try:
        return make_url(database_url)
    except ArgumentError as error:
        raise BotError("database.bad_url") from error


def _url(database_url: str, *, is_async: bool) -> URL:
    url = _parsed(database_url)
    pair = _DRIVERS.get(url.get_backend_name())
    if pair is None:
        raise BotError("database.unknown_kind", kind=url.get_backend_name())
    if url.get_backend_name() == "sqlite" and url.database:
        folder = Path(url.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            sqlite.keep_private(Path(url.database))
            sqlite.refuse_second_name(Path(url.database))
        except OSError as error:
            raise BotError("database.no_folder", folder=folder) from error
    return url.set(drivername=pair[0] if is_async else pair[1])


def sync_engine(database_url: str) -> Engine:
    """Return an engine for bulk work and migrations; its transactions may write."""
    engine = create_engine(_url(database_url, is_async=False))
    _prepare(engine)
    return engine


def async_engine(database_url: str, connections: int) -> AsyncEngine:
    """Return an engine for sessions, which keeps so many connections open."""
    url = _url(database_url, is_async=True)
    ours = {"async_creator_fn": sqlite.connection} if url.get_backend_name() == "sqlite" else {}
    engine = create_async_engine(url, pool_use_lifo=True, pool_size=connections, connect_args=ours)
    _prepare(engine.sync_engine)
    return engine


def _prepare(engine: Engine) -> None:
    watch(engine)
    if engine.dialect.name == "sqlite":
        sqlite.tune(engine)


@contextmanager
def only_process(database_url: str) -> Iterator[None]:
    """Hold a SQLite database's one place for `frt run` until the block ends, however it ends.

    Beside the database lies a second, empty one that stays locked; the operating system lets it
    go with the process. Other databases are shared by several processes, so nothing is held.
    Raises BotError when another process holds it.
    """
    url = _url(database_url, is_async=False)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        yield
        return
    beside = Path(f"{Path(url.database).resolve()}.running")
    sqlite.keep_private(beside)
    with closing(sqlite3.connect(beside, timeout=0)) as held:
        try:
            held.isolation_level = None
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise BotError("database.in_use", url=redacted(database_url)) from error
        yield


def sqlite_path(database_url: str) -> Path | None:
    """Return the file of a SQLite database, None for any other."""
    url = _url(database_url, is_async=False)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def redacted(database_url: str) -> str:
    """Return the URL without its password, for people to read."""
    url = _parsed(database_url)
    hidden = {name: "***" for name in url.query if "pass" in name.lower()}
    return url.update_query_dict(hidden).render_as_string(hide_password=True)
