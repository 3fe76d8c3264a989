"""One `frt run` per SQLite database; copies made and put back."""

import asyncio
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.db import Database
from bot.models import Delivery, Team
from bot.services.deliveries.ledger import Due, plan
from bot.services.team.settings import Choices, add_team
from bot.workspace.server import running
from tests.cli.conftest import Frt
from tests.cli.test_run import free_port, process, ready

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def settings(slack, port: int, database_url: str) -> dict[str, str]:
    return {
        "FRT_DATABASE_URL": database_url,
        "FRT_SLACK_API_URL": slack.api_url,
        "FRT_SLACK_BOT_TOKEN": slack.bot_token,
        "FRT_SLACK_APP_TOKEN": slack.app_token,
        "FRT_PORT": str(port),
    }


async def test_a_second_run_on_a_sqlite_file_is_refused_and_other_commands_are_not(
    frt: Frt, tmp_path: Path, database_url: str
) -> None:
    port = free_port()
    async with running() as slack:
        told = settings(slack, port, database_url)
        async with process(tmp_path, "run", **told) as first:
            await ready(port)
            second = await frt("run", **{**told, "FRT_PORT": str(free_port())})
            assert second.code == 1
            assert "Another frt run works on" in second.err
            assert (await frt("db", "status")).code == 0
            assert (await frt("db", "restore", "nothing.sqlite3")).code == 1
            first.send_signal(signal.SIGKILL)
            await first.wait()
        async with process(tmp_path, "run", **told) as third:
            await ready(port)
            third.send_signal(signal.SIGTERM)
            await asyncio.wait_for(third.communicate(), 20)
            assert third.returncode == 0


async def posted(database: Database) -> list[tuple[str, str, str | None]]:
    async with database.read() as session:
        rows = (await session.exec(select(Delivery).order_by(Delivery.slot))).all()
    return [(row.slot, row.status, row.reason) for row in rows]


@pytest.fixture
async def filled(database_url: str) -> str:
    database = Database(database_url)
    await add_team(database, "Alpha", Choices(channel_id="C01SUPPORT"), NOW)
    due = Due("daily", "C01SUPPORT", "2026-11-20", NOW)
    await plan(database, 1, [due], NOW)
    await database.close()
    return database_url


async def test_a_restored_backup_posts_nothing_that_is_past(
    frt: Frt, tmp_path: Path, filled: str
) -> None:
    made = await frt("db", "backup", "copy.sqlite3")
    assert made.code == 0, made.err
    assert (await frt("db", "backup", "copy.sqlite3")).code == 1
    database = Database(filled)
    later = Due("daily", "C01SUPPORT", "2026-11-23", NOW + timedelta(days=3))
    await plan(database, 1, [later], NOW + timedelta(days=3))
    await database.close()
    clock = (NOW + timedelta(days=4)).isoformat()
    back = await frt("db", "restore", "copy.sqlite3", FRT_CLOCK=f"fixed:{clock}")
    assert back.code == 0, back.err
    assert "1 post that had not ended is skipped" in back.out
    database = Database(filled)
    assert await posted(database) == [("2026-11-20", "skipped", "restored")]
    async with database.read() as session:
        team = await session.get_one(Team, 1)
        assert team.planned_until == NOW + timedelta(days=4)
    await database.close()


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
async def test_what_is_not_a_backup_is_refused_and_nothing_is_changed(
    frt: Frt, tmp_path: Path, filled: str, content: bytes
) -> None:
    before = (tmp_path / "frt.sqlite3").read_bytes()
    (tmp_path / "bad.sqlite3").write_bytes(content)
    refused = await frt("db", "restore", "bad.sqlite3")
    assert refused.code == 1
    assert "bad.sqlite3" in refused.err
    assert (tmp_path / "frt.sqlite3").read_bytes() == before
