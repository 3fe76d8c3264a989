"""Sessions, and what is kept beside them for as long as it is true."""

import asyncio
import logging
import select
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import sqlite
from bot.db.engines import async_engine, sqlite_path
from bot.db.state import COMMITS, READ, READ_TEAMS, Lasting, Memories, State

T = TypeVar("T")
_LOG = logging.getLogger(__name__)
_READERS = 5
"""As many read at once as connections stay open: others would be opened for one reading each."""
_ASIDE = 1
_LASTING_KILOBYTES = 128_000
_TEAMS = 200
"""Of so many teams something is kept at most."""
_NO_TEAM = 0
_READING, _OWN = "reading", "own"
_LOOK_SECONDS, _AGAIN_SECONDS = 0.25, 0.05
"""For so long a state that was seen stands, unless this process has written meanwhile; from then on
it is looked at again beside whoever asks. A look takes as long where many ask at once."""


class _Look(NamedTuple):
    """When somebody looked which state there is, and how many commits this process had made."""

    at: float
    commits: int

    def is_enough_for(self, come: "_Look") -> bool:
        """Return whether somebody who comes then sees enough by it."""
        return self.commits >= come.commits and come.at - self.at < _LOOK_SECONDS


class Kept(NamedTuple):
    """What is kept of a state, as dictionaries that live until what they come from changes.

    `anything` is of all tables, `shared` of those of figures that teams share (`state.SHARED`), and
    `of_team` returns what is of those and of one team's tickets, by the team's id, and `state_of`
    what names that state. `at` is when it was looked at, in seconds that pass.
    """

    at: float
    anything: dict[Hashable, Any]
    shared: dict[Hashable, Any]
    of_team: Callable[[int], dict[Hashable, Any]]
    state_of: Callable[[int], Hashable]


@dataclass(slots=True)
class _Reading:
    """The state that a reading sees, and what is kept of it; None: not asked yet."""

    database: "Database"
    look: _Look
    seen: State | None
    kept: Kept | None = None


class Database:
    """Sessions over one engine. One scope is one transaction; nobody else commits.

    `ticks` tells seconds that pass.
    """

    def __init__(self, database_url: str, ticks: Callable[[], float] = time.monotonic) -> None:
        self._engine = async_engine(database_url, _READERS + _ASIDE)
        self._turns = asyncio.Semaphore(_READERS)
        self._aside_turn = asyncio.Lock()
        self._aside: AsyncConnection | None = None
        self._driver: Any = None
        self._path = sqlite_path(database_url)
        self._file: tuple[int, int] | None = None
        self._reading: dict[str, Any] = {"writes": False}
        self._ticks = ticks
        self._anything, self._shared, self._teams = Memories(), Memories(), Memories(_TEAMS)
        self._numbers = Memories()
        self.lasting = Lasting(_LASTING_KILOBYTES)
        self._seen: tuple[_Look, Kept] | None = None
        self._looking: asyncio.Task[None] | None = None
        self._working: dict[Hashable, asyncio.Task[Any]] = {}
        if self.shared:
            self._reading["isolation_level"] = "REPEATABLE READ"

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Yield a session that only reads, on one consistent snapshot.

        Beside it something may be kept, see `kept_beside`. Nothing may be read inside: a few read
        at a time, and others wait for their turn.
        """
        async with self._turns, self._engine.connect() as connection:
            reading = await connection.execution_options(**self._reading)
            async with AsyncSession(reading, expire_on_commit=False) as session:
                look = _Look(self._ticks(), COMMITS.made)
                driver = (await reading.get_raw_connection()).driver_connection
                session.info[_READING] = _Reading(self, look, None)
                if isinstance(driver, sqlite.Connection):
                    seen = await driver.begin_reading(READ)
                    session.info[_READING].seen = None if seen is None else State._make(seen)
                yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Yield a session whose changes are committed at the end, or undone on any error."""
        async with AsyncSession(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def aside(self) -> AsyncIterator[Any]:
        """Yield PostgreSQL's driver, each statement of which commits by itself.

        For what comes with every request and no reader reads: nothing that is kept is let go for
        it. One scope at a time; the connection stays open until something goes wrong on it. Raises
        OperationalError for whatever the driver raises.
        """
        async with self._aside_turn:
            if self._driver is not None and _is_lost(self._driver):
                await self._close_aside()
            if self._aside is None:
                engine = self._engine.execution_options(isolation_level="AUTOCOMMIT")
                self._aside = await engine.connect()
                self._driver = (await self._aside.get_raw_connection()).driver_connection
            try:
                yield self._driver
            except BaseException as error:
                await self._close_aside()
                if isinstance(error, Exception):
                    raise OperationalError(None, None, error) from error
                raise

    async def _close_aside(self) -> None:
        connection, self._aside, self._driver = self._aside, None, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()

    async def kept(self) -> Kept:
        """Return what is kept of the state that the database is in.

        Whatever this process committed before is in it, and what others did is, a quarter of a
        second later at most. Whoever comes when a fifth of that is over has the state looked at
        meanwhile, so that among many nobody waits for it.
        """
        come = _Look(self._ticks(), COMMITS.made)
        while self._seen is None or not self._seen[0].is_enough_for(come):
            await asyncio.shield(self._look_again())
        if come.at - self._seen[0].at > _AGAIN_SECONDS:
            self._look_again()
        return self._seen[1]

    def _look_again(self) -> asyncio.Task[None]:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
            self._looking.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        return self._looking

    async def _look(self) -> None:
        async with self.read() as session:
            await kept_beside(session)

    async def recall(self, session: AsyncSession, look: _Look, seen: State) -> Kept:
        """Return what is kept of a state that was looked at, in a session that sees it."""
        numbers = self._numbers.of(seen.figures, look.at)
        if not numbers:
            rows = await (await session.connection()).execute(READ_TEAMS)
            numbers |= {_NO_TEAM: 0, **dict(iter(rows))}

        def state_of(team_id: int) -> Hashable:
            return seen.shared, team_id, numbers.get(team_id, 0)

        def of_team(team_id: int) -> dict[Hashable, Any]:
            return self._teams.of(state_of(team_id), look.at)

        anything = self._anything.of(seen.anything, look.at)
        shared = self._shared.of(seen.shared, look.at)
        kept = Kept(look.at, anything, shared, of_team, state_of)
        if self._seen is None or self._seen[0] <= look:
            self._seen = look, kept
        return kept

    def bound(self, size: Callable[[dict[Hashable, Any]], int], most: int) -> None:
        """Let go of the teams that nobody asked for the longest, until the rest is small enough."""
        while len(held := self._teams.memories) > 1 and sum(map(size, held)) > most:
            self._teams.forget_oldest()

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
                self._seen = None
            self._file = file
        async with self._engine.connect() as connection:
            await connection.exec_driver_sql("SELECT 1 FROM teams LIMIT 1")

    def started(
        self, key: Hashable, work: "Callable[[Database], Coroutine[Any, Any, T]]"
    ) -> asyncio.Task[T]:
        """Return something that is being done, begun unless it was under the same key already.

        Whoever waits for it shields it: others may wait as well.
        """
        task: asyncio.Task[T] | None = self._working.get(key)
        if task is None:
            task = self._working[key] = asyncio.create_task(work(self))
            task.add_done_callback(lambda ended: self._ended(key, ended))
        return task

    def _ended(self, key: Hashable, task: asyncio.Task[Any]) -> None:
        del self._working[key]
        if not task.cancelled():
            task.exception()

    def later(self, key: Hashable, work: "Callable[[Database], Coroutine[Any, Any, None]]") -> None:
        """Have something done beside all else, unless the same is being done already.

        Nobody waits for it, and nothing may be lost if it is not done. What goes wrong is logged.
        """
        if key in self._working:
            return

        def ended(task: asyncio.Task[None]) -> None:
            error = None if task.cancelled() else task.exception()
            if isinstance(error, OperationalError):
                _LOG.warning("what was to be done later was not: %s", error.orig)
            elif error is not None:
                _LOG.error("what was to be done later was not", exc_info=error)

        self.started(key, work).add_done_callback(ended)

    async def settled(self) -> None:
        """Return when all that was to be done later is done."""
        while self._working:
            await asyncio.wait(self._working.values())

    async def close(self) -> None:
        """Close every connection."""
        for task in (self._looking, *self._working.values()):
            if task is not None:
                task.cancel()
        await self.settled()
        await self._close_aside()
        await self._engine.dispose()


def _is_lost(driver: Any) -> bool:  # noqa: ANN401  psycopg's connection
    """Return whether the server has said something to nobody: it does when it ends a connection."""
    if driver.closed:
        return True
    looking = select.poll()
    looking.register(driver.fileno(), select.POLLIN)
    return bool(looking.poll(0))


def later(
    session: AsyncSession, key: Hashable, work: Callable[[Database], Coroutine[Any, Any, None]]
) -> None:
    """Have something done after a reading, see `Database.later`; a session that writes does not."""
    reading: _Reading | None = session.info.get(_READING)
    if reading is not None:
        reading.database.later(key, work)


def lasting(session: AsyncSession) -> Lasting:
    """Return what keys name for ever; a session that may write has none of its own."""
    reading: _Reading | None = session.info.get(_READING)
    return Lasting(0) if reading is None else reading.database.lasting


def bound(session: AsyncSession, size: Callable[[dict[Hashable, Any]], int], most: int) -> None:
    """Let go of what is kept of other teams, until all of it is small enough."""
    reading: _Reading | None = session.info.get(_READING)
    if reading is not None:
        reading.database.bound(size, most)


async def kept_beside(session: AsyncSession) -> Kept:
    """Return what is kept of the state that a session sees.

    What was read or computed from rows may be kept there, for the next readers, and for a minute at
    most. On PostgreSQL the state is asked for once in a reading, and only where something is kept.
    What a session that may write keeps is its own.
    """
    reading: _Reading | None = session.info.get(_READING)
    if reading is None:
        own: dict[Hashable, Any] = session.info.setdefault(_OWN, {})
        return Kept(0.0, own, own, lambda _: own, lambda team_id: team_id)
    if reading.kept is None:
        if reading.seen is None:
            connection = await session.connection()
            reading.seen = State._make((await connection.exec_driver_sql(READ)).one())
        reading.kept = await reading.database.recall(session, reading.look, reading.seen)
    return reading.kept
