"""The database: engine, sessions, migrations."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, inspect, make_url
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import sqlite
from bot.errors import BotError
from bot.models import Team
from bot.registers import REGISTERS  # noqa: F401  their tables belong to the schema

_DRIVERS = {
    "sqlite": ("sqlite+aiosqlite", "sqlite"),
    "postgresql": ("postgresql+psycopg", "postgresql+psycopg"),
}
_READERS = 5
"""As many read at once as connections stay open: others would be opened for one reading each."""
_MIGRATIONS = Path(__file__).parents[1] / "migrations"
_MIGRATING = 6_678_001
"""The advisory lock of PostgreSQL that lets one replica at a time bring the tables up to date."""


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
    if engine.dialect.name == "sqlite":
        sqlite.tune(engine)
    return engine


@dataclass(frozen=True, slots=True)
class Schema:
    """Which migration a database is at (`current`), and the newest that this program knows.

    `current` is None for a database without tables. `known` is False when a newer program made it.
    """

    current: str | None
    head: str
    known: bool

    @property
    def at_head(self) -> bool:
        """Whether the tables are those of this program."""
        return self.current == self.head


def schema(database_url: str) -> Schema:
    """Return where the tables of a database stand; raises what the driver raises.

    Reads the names of the migrations' files, which begin with their revision: every process asks
    this when it starts, and Alembic, which loads them all, is for those that migrate.
    """
    files = (_MIGRATIONS / "versions").glob("[0-9]*_*.py")
    known = sorted(file.name.partition("_")[0] for file in files)
    engine = sync_engine(database_url)
    try:
        with engine.connect().execution_options(writes=False) as connection:
            current = _revision(connection)
    finally:
        engine.dispose()
    return Schema(current, known[-1], current is None or current in known)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)


def schema_differences(database_url: str) -> list[str]:
    """Return what differs between the tables and the models of this program; empty: nothing."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    metadata = Team.metadata
    engine = sync_engine(database_url)
    try:
        with engine.connect().execution_options(writes=False) as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return [str(difference) for difference in compare_metadata(context, metadata)]
    finally:
        engine.dispose()


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


def migrate(database_url: str, revision: str = "head") -> None:
    """Bring the schema to `revision`, up or down as needed to reach an older one."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    engine = sync_engine(database_url)
    try:
        with engine.connect() as connection, _rebuilding(connection), connection.begin():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATING})")
            config.attributes["connection"] = connection
            is_older = revision.isdigit() and revision < (_revision(connection) or "")
            if is_older or revision == "base" or revision.startswith("-"):
                command.downgrade(config, revision)
            else:
                command.upgrade(config, revision)
            _check_references(connection)
    finally:
        engine.dispose()


@contextmanager
def _rebuilding(connection: Connection) -> Iterator[None]:
    """Let SQLite put a table anew in place of one that others refer to.

    https://sqlite.org/lang_altertable.html#otheralter: outside of the transaction only.
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _check_references(connection: Connection) -> None:
    """Refuse what a migration left behind that refers to nothing."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if lost is not None:
            raise RuntimeError(f"the migration would leave a row without what it refers to: {lost}")


_KEPT = "kept"
_STATE = "state"


class Database:
    """Sessions over one engine. One scope is one transaction; nobody else commits."""

    def __init__(self, database_url: str) -> None:
        url = _url(database_url, is_async=True)
        ours = {"async_creator_fn": sqlite.connection} if url.get_backend_name() == "sqlite" else {}
        self._engine = create_async_engine(
            url, pool_use_lifo=True, pool_size=_READERS, connect_args=ours
        )
        self._turns = asyncio.Semaphore(_READERS)
        self._path = sqlite_path(database_url)
        self._file: tuple[int, int] | None = None
        self._reading: dict[str, Any] = {"writes": False}
        if self._engine.dialect.name == "sqlite":
            sqlite.tune(self._engine.sync_engine)
        else:
            self._reading["isolation_level"] = "REPEATABLE READ"

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Yield a session that only reads, on one consistent snapshot.

        Beside it `memory` lives as long as nothing at all in the database changes. Nothing may be
        read inside: a few read at a time, and others wait for their turn.
        """
        async with self._turns, self._engine.connect() as connection:
            reading = await connection.execution_options(**self._reading)
            async with AsyncSession(reading, expire_on_commit=False) as session:
                driver = (await reading.get_raw_connection()).driver_connection
                session.info[_STATE] = None
                if isinstance(driver, sqlite.Connection):
                    session.info[_STATE] = await driver.begin_reading()
                yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Yield a session whose changes are committed at the end, or undone on any error."""
        async with AsyncSession(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    @property
    def shared(self) -> bool:
        """Whether several processes may serve from it: PostgreSQL."""
        return self._engine.dialect.name != "sqlite"

    async def ping(self) -> None:
        """Return when the database answers and has tables; raises what the driver raises otherwise.

        Connections to a SQLite file that is not the one at its path any more are let go.
        """
        if self._path is not None and self._path.name != ":memory:":
            found = self._path.stat()
            file = (found.st_dev, found.st_ino)
            if self._file not in {None, file}:
                await self._engine.dispose()
            self._file = file
        async with self._engine.connect() as connection:
            await connection.exec_driver_sql("SELECT 1 FROM teams LIMIT 1")

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


async def memory(session: AsyncSession) -> dict[Any, Any]:
    """Return a dictionary that lives as long as nothing at all in the database changes.

    What was read or computed from rows may be kept there, for the next readers. SQLite tells how
    often it was changed, PostgreSQL's snapshot names the transactions that are seen: both are
    exact. PostgreSQL is asked once in a reading, and only where something is kept. A session that
    may write keeps nothing.
    """
    if _KEPT not in session.info:
        session.info[_KEPT] = await _still_true(session) if _STATE in session.info else {}
    kept: dict[Any, Any] = session.info[_KEPT]
    return kept


async def _still_true(session: AsyncSession) -> dict[Any, Any]:
    connection = await session.connection()
    seen = session.info[_STATE]
    if seen is None:
        found = await connection.exec_driver_sql("SELECT CAST(pg_current_snapshot() AS text)")
        seen = found.scalar_one()
    if connection.info.get(_STATE) != seen:
        connection.info[_STATE] = seen
        connection.info[_KEPT] = {}
    kept: dict[Any, Any] = connection.info[_KEPT]
    return kept
