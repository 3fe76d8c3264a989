"""SQLite's driver with one turn of its thread for each statement, where its own takes four.

Each turn wakes the thread and then the event loop, which takes longer than most of our queries do.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import aiosqlite

_FIRST_ROWS = 500
"""As many rows come with a statement's own turn; a longer answer is fetched as it is read."""


class OneTurn:
    """A cursor whose answer is there once its statement is executed, as SQLAlchemy reads it."""

    arraysize = 1

    def __init__(self, connection: "OneTurnConnection") -> None:
        self._connection = connection
        self._open: sqlite3.Cursor | None = None
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> "OneTurn":
        """Return the cursor: there is nothing to wait for."""
        return self

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> None:
        """Execute a statement and take in its first rows."""
        await self._connection.turn(self._execute, operation, parameters)

    async def executemany(self, operation: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Execute a statement with each of several rows of values."""
        await self._connection.turn(self._execute_many, operation, parameters)

    async def fetchall(self) -> list[Any]:
        """Return the rows that nobody has read yet."""
        if self._open is not None:
            await self._connection.turn(self._take_in, None)
        rows, self._rows = self._rows, []
        return rows

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """Return as many of the next rows, fewer at the end."""
        size = size or self.arraysize
        if self._open is not None and len(self._rows) < size:
            await self._connection.turn(self._take_in, size - len(self._rows))
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    async def fetchone(self) -> Any:  # noqa: ANN401  a row of anything
        """Return the next row, None at the end."""
        rows = await self.fetchmany(1)
        return rows[0] if rows else None

    async def close(self) -> None:
        """Let go of an answer that was not read to its end."""
        if self._open is not None:
            await self._connection.turn(self._done)

    def _execute(self, operation: str, parameters: Sequence[Any]) -> None:
        self._rows = []
        self._open = self._connection.driver.execute(operation, parameters)
        self.description, self.lastrowid = self._open.description, self._open.lastrowid
        self._take_in(_FIRST_ROWS)

    def _execute_many(self, operation: str, parameters: Iterable[Sequence[Any]]) -> None:
        self._open = self._connection.driver.executemany(operation, parameters)
        self.lastrowid = self._open.lastrowid
        self._done()

    def _take_in(self, most: int | None) -> None:
        if self._open is None:
            return
        rows = self._open.fetchall() if most is None else self._open.fetchmany(most)
        self._rows += rows
        if most is None or len(rows) < most:
            self._done()

    def _done(self) -> None:
        if self._open is not None:
            self.rowcount = self._open.rowcount
            self._open.close()
            self._open = None


class OneTurnConnection(aiosqlite.Connection):
    """A connection with such cursors."""

    @property
    def driver(self) -> sqlite3.Connection:
        """The driver's own connection, for the thread of this one alone."""
        return self._conn

    def cursor(self) -> OneTurn:  # type: ignore[override]
        """Return a cursor; nothing is asked of the thread for it."""
        return OneTurn(self)

    async def turn(self, work: Any, *args: Any) -> None:  # noqa: ANN401  any work with its values
        """Have the thread do some work, and return when it is done; raises what it raises."""
        await self._execute(work, *args)  # type: ignore[no-untyped-call]


def connection(path: str, **options: Any) -> OneTurnConnection:  # noqa: ANN401  the driver's own
    """Return a connection that is yet to be opened, by awaiting it."""
    made = OneTurnConnection(lambda: sqlite3.connect(path, **options), iter_chunk_size=64)
    # A process that ends does not wait for a thread that nobody uses any more.
    made._thread.daemon = True  # noqa: SLF001  it has no other door
    return made
