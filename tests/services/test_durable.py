"""What SQLite has acknowledged is on the disk: every connection that commits waits for it."""

import asyncio
import json
from collections import Counter
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, event
from typer.testing import CliRunner

from bot.cli.root import app
from bot.db import Database, migrate
from bot.services.teams import Choices, add_team

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FULL = 2


@pytest.fixture
def commits():
    """Count the commits of every engine by what `PRAGMA synchronous` says as they are made."""
    found = Counter()

    def on_commit(connection):
        found[connection.exec_driver_sql("PRAGMA synchronous").scalar_one()] += 1

    event.listen(Engine, "commit", on_commit)
    yield found
    event.remove(Engine, "commit", on_commit)


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/frt.sqlite3"


async def with_a_team(url):
    database = Database(url)
    await add_team(database, "One", Choices(), NOW)
    await database.close()


async def test_what_the_bot_writes_waits_for_the_disk(url, commits):
    migrate(url)
    commits.clear()
    await with_a_team(url)
    assert commits == {FULL: 1}


def test_migrations_wait_for_the_disk(url, commits):
    migrate(url)
    migrate(url, "base")
    assert commits == {FULL: 2}


def test_an_import_in_the_shell_waits_for_the_disk(url, commits, tmp_path, monkeypatch):
    migrate(url)
    asyncio.run(with_a_team(url))
    commits.clear()
    tickets = tmp_path / "tickets.jsonl"
    tickets.write_text(json.dumps({"id": "T-1", "created_at": NOW.isoformat()}))
    monkeypatch.setenv("FRT_DATABASE_URL", url)
    ended = CliRunner().invoke(app, ["import", str(tickets), "--team", "One"])
    assert ended.exit_code == 0, ended.output
    assert set(commits) == {FULL}
