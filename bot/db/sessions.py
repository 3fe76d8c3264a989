"""Sessions, and what is kept beside them for as long as it is true."""

import asyncio
import logging
import select
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import sqlite
from bot.db.engines import async_engine, sqlite_path
from bot.db.state import COMMITS, READ, READ_TEAM, Lasting, Memories, State

_LOG = logging.getLogger(__name__)
_READERS = 5
"""As many read at once as connections stay open: others would be opened for one reading each."""
_ASIDE = 1
_LASTING_KILOBYTES = 64_000
_TEAMS = 200
"""Of so many teams something is kept at most."""
_READING, _OWN = "reading", "own"
_LOOK_SECONDS = 0.1
"""For so long a state that was seen stands, unless this process has written meanwhile."""


class _Look(NamedTuple):
    """When somebody looked which state there is, and how many commits this process had made."""

    at: float
    commits: int

    def is_enough_for(self, come: "_Look") -> bool:
        """Return whether somebody who comes then sees enough by it."""
        return self.commits >= come.commits and come.at - self.at < _LOOK_SECONDS


class _Memory(NamedTuple):
    """What is kept of a state: what all tables say, and what those of figures say.

    `teams` has the memories of single teams that were asked for in the state of figures.
    """

    anything: dict[Hashable, Any]
    figures: dict[Hashable, Any]
    teams: dict[Hashable, Any]


@dataclass(slots=True)
class _Reading:
    """The state that a reading sees, and what is kept of it; None: not asked yet."""

    database: "Database"
    look: _Look
    seen: State | None
    memory: _Memory | None = None


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
        self._anything, self._figures, self._asked = Memories(), Memories(), Memories()
        self._teams = Memories(_TEAMS)
        self.lasting = Lasting(_LASTING_KILOBYTES)
        self._seen: tuple[_Look, _Memory] | None = None
        self._looking: asyncio.Task[None] | None = None
        self._working: dict[Hashable, asyncio.Task[None]] = {}
        if self.shared:
            self._reading["isolation_level"] = "REPEATABLE READ"

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Yield a session that only reads, on one consistent snapshot.

        Beside it `memory` lives as long as nothing changes. Nothing may be read inside: a few read
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

    async def kept(self) -> dict[Hashable, Any]:
        """Return what is kept of the tables of figures in the state that they are in.

        Whatever this process committed before is in it, and what others did is, a tenth of a second
        later at most. Whoever comes when half of that is over has the state looked at meanwhile, so
        that among many nobody waits for it.
        """
        come = _Look(self._ticks(), COMMITS.made)
        while self._seen is None or not self._seen[0].is_enough_for(come):
            await asyncio.shield(self._look_again())
        if come.at - self._seen[0].at > _LOOK_SECONDS / 2:
            self._look_again()
        return self._seen[1].figures

    def _look_again(self) -> asyncio.Task[None]:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
            self._looking.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        return self._looking

    async def _look(self) -> None:
        async with self.read() as session:
            await memory_of_figures(session)

    def recall(self, look: _Look, seen: State) -> _Memory:
        """Return what is kept of a state that was looked at."""
        anything = self._anything.of(seen.anything, look.at)
        figures, asked = (of.of(seen.figures, look.at) for of in (self._figures, self._asked))
        memory = _Memory(anything, figures, asked)
        if self._seen is None or self._seen[0] <= look:
            self._seen = look, memory
        return memory

    def recall_team(self, look: _Look, seen: tuple[int, int, int]) -> dict[Hashable, Any]:
        """Return what is kept of a team in a state of it: (shared, team, tickets)."""
        return self._teams.of(seen, look.at)

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

    def later(self, key: Hashable, work: "Callable[[Database], Awaitable[None]]") -> None:
        """Have something done beside all else, unless the same is being done already.

        Nobody waits for it, and nothing may be lost if it is not done. What goes wrong is logged.
        """
        if key in self._working:
            return

        def ended(task: asyncio.Task[None]) -> None:
            del self._working[key]
            if not task.cancelled() and (error := task.exception()) is not None:
                _LOG.error("what was to be done later was not", exc_info=error)

        task = self._working[key] = asyncio.create_task(_run(work, self))
        task.add_done_callback(ended)

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


async def _run(work: Callable[[Database], Awaitable[None]], database: Database) -> None:
    await work(database)


def later(
    session: AsyncSession, key: Hashable, work: Callable[[Database], Awaitable[None]]
) -> None:
    """Have something done after a reading, see `Database.later`; a session that writes does not."""
    reading: _Reading | None = session.info.get(_READING)
    if reading is not None:
        reading.database.later(key, work)


def lasting(session: AsyncSession) -> Lasting:
    """Return what keys name for ever; a session that may write has none of its own."""
    reading: _Reading | None = session.info.get(_READING)
    return Lasting(0) if reading is None else reading.database.lasting


async def memory(session: AsyncSession) -> dict[Hashable, Any]:
    """Return a dictionary that lives as long as nothing at all in the database changes.

    What was read or computed from rows may be kept there, for the next readers, and for a minute at
    most. On PostgreSQL the state is asked for once in a reading, and only where something is kept.
    A session that may write keeps nothing.
    """
    return (await _recalled(session)).anything


async def memory_of_figures(session: AsyncSession) -> dict[Hashable, Any]:
    """Return such a dictionary for what comes from the tables of figures, `state.FIGURES`, alone.

    It outlives changes of all other tables.
    """
    return (await _recalled(session)).figures


async def memory_of_team(session: AsyncSession, team_id: int) -> dict[Hashable, Any]:
    """Return such a dictionary for what comes from the tables of figures, of one team's tickets.

    It outlives files that are taken in for other teams.
    """
    recalled, reading = await _recalled(session), session.info.get(_READING)
    if reading is None:
        return recalled.figures
    held: dict[Hashable, Any] | None = recalled.teams.get(team_id)
    if held is None:
        connection = await session.connection()
        found = await connection.exec_driver_sql(READ_TEAM.format(int(team_id)))
        state = reading.seen.shared, team_id, found.scalar() or 0
        held = recalled.teams[team_id] = reading.database.recall_team(reading.look, state)
    return held


def bound(session: AsyncSession, size: Callable[[dict[Hashable, Any]], int], most: int) -> None:
    """Let go of what is kept of other teams, until all of it is small enough."""
    reading: _Reading | None = session.info.get(_READING)
    if reading is not None:
        reading.database.bound(size, most)


async def _recalled(session: AsyncSession) -> _Memory:
    reading: _Reading | None = session.info.get(_READING)
    if reading is None:
        own: _Memory = session.info.setdefault(_OWN, _Memory({}, {}, {}))
        return own
    if reading.memory is None:
        if reading.seen is None:
            connection = await session.connection()
            reading.seen = State._make((await connection.exec_driver_sql(READ)).one())
        reading.memory = reading.database.recall(reading.look, reading.seen)
    return reading.memory
