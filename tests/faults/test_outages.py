"""Slack that is late or away, a database that is locked, full, restarted or cut off."""

import asyncio
import resource
import shutil
import signal
import sqlite3
import tempfile
from pathlib import Path
from urllib.parse import quote

from bot.db import migrate
from tests.conftest import own_server
from tests.faults.plant import Plant, plant, until
from tests.faults.wire import wire_to_port, wire_to_socket


async def one_report(here: Plant) -> None:
    (row,) = await here.settled()
    assert row.status == "posted", here.diary()
    assert len(await here.reports()) == 1
    await here.agree()


async def under_way(here: Plant) -> None:
    async def stands() -> bool:
        return bool(await here.reports())

    await until(stands, here.diary)


async def test_a_post_that_arrives_after_its_timeout_is_found(
    database_url: str, tmp_path: Path
) -> None:
    async with plant(database_url, tmp_path) as here:
        await here.slack.client.fault("chat.postMessage", "delay", seconds=2)
        await here.start(FAULT_TIMEOUT="1", FAULT_LAST_LOOK="5")
        await one_report(here)


async def test_slack_that_fails_three_times_and_did_nothing_gets_the_report_at_last(
    database_url: str, tmp_path: Path
) -> None:
    async with plant(database_url, tmp_path) as here:
        await here.slack.client.fault("chat.postMessage", "server_error", times=3)
        await here.start(FAULT_LAST_LOOK="0.4")
        await one_report(here)


async def test_a_locked_sqlite_file(tmp_path: Path, sqlite_template: Path) -> None:
    path = tmp_path / "frt.sqlite3"
    shutil.copyfile(sqlite_template, path)
    async with plant(f"sqlite:///{path}", tmp_path) as here:
        await here.slack.client.fault("chat.postMessage", "late", seconds=1)
        worker = await here.start(FAULT_BUSY="1000", FRT_LEASE_SECONDS="2")
        await under_way(here)
        lock = sqlite3.connect(path, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(5)
        lock.execute("COMMIT")
        lock.close()
        assert "database is locked" in worker.said()
        await one_report(here)


async def test_a_full_disk(tmp_path: Path, sqlite_template: Path) -> None:
    path = tmp_path / "frt.sqlite3"
    shutil.copyfile(sqlite_template, path)
    async with plant(f"sqlite:///{path}", tmp_path) as here:
        await here.slack.client.fault("chat.postMessage", "late", seconds=1)
        worker = await here.start()
        await under_way(here)
        free = resource.prlimit(worker.process.pid, resource.RLIMIT_FSIZE, (4096, -1))
        await worker.logs("OperationalError")
        resource.prlimit(worker.process.pid, resource.RLIMIT_FSIZE, free)
        await one_report(here)


async def test_a_postgresql_server_that_is_restarted_while_a_report_is_posted(
    tmp_path: Path,
) -> None:
    with own_server() as server:
        url = f"{server.uri}"
        migrate(url)
        async with plant(url, tmp_path) as here:
            await here.slack.client.fault("chat.postMessage", "late", seconds=3)
            await here.start()
            await under_way(here)
            await here.judge.close()
            await asyncio.to_thread(server.restart)
            await one_report(here)


async def test_a_replica_that_is_cut_from_the_database_posts_nothing(
    postgresql_url: str, tmp_path: Path
) -> None:
    directory = Path(postgresql_url.partition("host=")[2].replace("%2F", "/"))
    near = Path(tempfile.mkdtemp(prefix="wire-"))
    cut_off = f"{postgresql_url.partition('host=')[0]}host={quote(str(near), safe='')}"
    try:
        async with (
            plant(postgresql_url, tmp_path) as here,
            wire_to_socket(near, directory / ".s.PGSQL.5432") as wire,
        ):
            alone = await here.start(
                FRT_DATABASE_URL=cut_off,
                FAULT_AT="after_begin",
                FAULT_DO="stop",
                FRT_LEASE_SECONDS="2",
            )
            await alone.frozen()
            wire.cut()
            alone.send(signal.SIGCONT)
            await alone.logs("OperationalError")
            assert await here.reports() == []
            await here.start()
            await one_report(here)
    finally:
        shutil.rmtree(near)


async def test_a_replica_that_is_cut_from_slack_leaves_the_report_to_the_other(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with plant(postgresql_url, tmp_path) as here:
        port = int(here.slack.url.rpartition(":")[2])
        async with wire_to_port(port) as (wire, near):
            cut_off = f"http://127.0.0.1:{near}/api/"
            alone = await here.start(
                FRT_SLACK_API_URL=cut_off,
                FAULT_AT="after_begin",
                FAULT_DO="stop",
                FRT_LEASE_SECONDS="2",
            )
            await alone.frozen()
            wire.cut()
            alone.send(signal.SIGCONT)
            await alone.logs("unsure")
            await here.start()
            await one_report(here)
