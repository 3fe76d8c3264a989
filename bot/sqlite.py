"""SQLite as the bot opens it: durable, in transactions of our own, in few trips to its thread."""

import errno
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiosqlite
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection as EngineConnection
from sqlalchemy.engine.interfaces import DBAPIConnection

from bot.errors import BotError

_BUSY_MS = 5_000
_DURABLE = "synchronous=FULL"
_UNWRITTEN = {sqlite3.SQLITE_FULL: errno.ENOSPC, sqlite3.SQLITE_IOERR_WRITE: errno.EIO}
_AT_ONCE = 1_000
"""As many rows come back with a statement; more are fetched as they are asked for."""


def tune(engine: Engine) -> None:
    """Turn on WAL and foreign keys, and let us, not the driver, begin transactions.

    Every commit waits for the disk: with WAL anything less than `synchronous=FULL` lets a power cut
    undo what was committed, and a post whose row is gone is sent again.
    """

    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", _DURABLE, "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: EngineConnection) -> None:
        if connection.get_execution_options().get("writes", True):
            connection.exec_driver_sql("BEGIN IMMEDIATE")


class Cursor(aiosqlite.Cursor):
    """A statement and its rows in one trip to the connection's thread; aiosqlite takes four.

    The trips are most of what a statement costs: each wakes a thread and the event loop again.
    """

    def __init__(self, connection: "Connection") -> None:
        super().__init__(connection, connection.sqlite.cursor())
        self._rows: list[Any] = []
        self._has_more = False

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> "Cursor":
        """Run a statement; its rows, up to a thousand, are here then."""
        given = [] if parameters is None else parameters
        await self._execute(self._run, sql, given)  # type: ignore[no-untyped-call]
        return self

    def _run(self, sql: str, parameters: Any) -> None:  # noqa: ANN401  as sqlite3 takes them
        self._cursor.execute(sql, parameters)
        self._rows = self._cursor.fetchmany(_AT_ONCE)
        self._has_more = len(self._rows) == _AT_ONCE

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """Return up to `size` of the rows that are left."""
        wanted = size or self._cursor.arraysize
        taken, self._rows = self._rows[:wanted], self._rows[wanted:]
        if self._has_more and len(taken) < wanted:
            taken += await super().fetchmany(wanted - len(taken))
        return taken

    async def fetchone(self) -> Any:  # noqa: ANN401  a row as sqlite3 has it
        """Return the next row, None after the last."""
        rows = await self.fetchmany(1)
        return rows[0] if rows else None

    async def fetchall(self) -> list[Any]:
        """Return all rows that are left."""
        rows, self._rows = self._rows, []
        return [*rows, *await super().fetchall()] if self._has_more else rows

    async def close(self) -> None:
        """Let go of rows that nobody fetched."""
        if self._has_more:
            await super().close()


class Connection(aiosqlite.Connection):
    """A connection whose cursors are `Cursor`."""

    @property
    def sqlite(self) -> sqlite3.Connection:
        """The connection that is used in the thread."""
        return self._conn

    def cursor(self) -> Cursor:  # type: ignore[override]  # a statement's rows need no context
        """Return a cursor at once."""
        return Cursor(self)

    async def begin_reading(self, ask: str) -> Any:  # noqa: ANN401  a row as sqlite3 has it
        """Begin a transaction and return the first row of what is asked, in one trip.

        None where it can't be asked: the database has no tables yet, or older ones.
        """
        return await self._execute(self._begin_reading, ask)  # type: ignore[no-untyped-call]

    def _begin_reading(self, ask: str) -> Any:  # noqa: ANN401  a row as sqlite3 has it
        self._conn.execute("BEGIN")
        try:
            return self._conn.execute(ask).fetchone()
        except sqlite3.OperationalError:
            return None


def connection(database: str, **options: Any) -> Connection:  # noqa: ANN401  as sqlite3 takes them
    """Return a connection that is open once it is awaited: SQLAlchemy's `async_creator_fn`.

    Its thread does not keep the process from ending.
    """
    options["check_same_thread"] = False
    made = Connection(lambda: sqlite3.connect(database, **options), iter_chunk_size=_AT_ONCE)
    made._thread.daemon = True  # noqa: SLF001  as SQLAlchemy sets it on those that it makes
    return made


def keep_private(path: Path) -> None:
    """Make a file that only its owner may read, unless it is there; SQLite's others take after it.

    Raises OSError.
    """
    if path.name != ":memory:" and not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def refuse_second_name(path: Path) -> None:
    """Raise BotError where a hard link gives the file a second name.

    SQLite keeps a log beside each name and knows nothing of the other, so what is written by one is
    lost by the other: https://sqlite.org/howtocorrupt.html#_multiple_links_to_the_same_file.
    """
    if path.name != ":memory:" and path.stat().st_nlink > 1:
        raise BotError("database.hard_link", path=path)


def copy(source: Path, target: Path) -> None:
    """Copy a SQLite database while others use it; `target` becomes the same, whatever it was.

    Raises BotError when `source` is not a sound SQLite database, OSError when `target` can't be
    written: then it is as it was.
    """
    keep_private(target)
    try:
        with (
            closing(sqlite3.connect(f"file:{quote(str(source))}?mode=ro", uri=True)) as read,
            closing(sqlite3.connect(target)) as write,
        ):
            found = read.execute("PRAGMA integrity_check").fetchone()[0]
            if found != "ok":
                raise BotError("database.damaged", path=source, reason=found)
            write.execute(f"PRAGMA {_DURABLE}")
            read.backup(write)
    except sqlite3.DatabaseError as error:
        unwritten = _UNWRITTEN.get(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR))
        if unwritten is not None:
            raise OSError(unwritten, str(error)) from error
        raise BotError("database.damaged", path=source, reason=error) from error
