"""The files of a database: whose they are, which one a link means, a disk without room."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.db import NOT_COUNTED, Database, only_process, schema, sync_engine
from bot.errors import BotError
from tests.cli.conftest import clean_environment


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def frt(*words: str, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)


def test_the_files_of_a_database_are_its_owner_s_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'frt.sqlite3'}"
    old = os.umask(0)
    try:
        engine = sync_engine(url)
        with only_process(url), engine.execution_options(**NOT_COUNTED).begin() as connection:
            connection.exec_driver_sql("CREATE TABLE one (n INTEGER)")
            found = modes(tmp_path)
        engine.dispose()
        done = frt(
            *("db", "backup", str(tmp_path / "copy.sqlite3")),
            env=clean_environment(FRT_DATABASE_URL=url),
        )
    finally:
        os.umask(old)
    assert done.returncode == 0, done.stderr
    assert {"frt.sqlite3", "frt.sqlite3-wal", "frt.sqlite3.running"} <= set(found)
    assert {*found.values(), *modes(tmp_path).values()} == {0o600}, modes(tmp_path)


def test_nor_does_a_hard_link_and_nothing_is_opened_by_it(
    tmp_path: Path, sqlite_template: Path
) -> None:
    real, other = tmp_path / "frt.sqlite3", tmp_path / "other.sqlite3"
    shutil.copyfile(sqlite_template, real)
    with only_process(f"sqlite:///{real}"):
        other.hardlink_to(real)
        for opened in (sync_engine, Database, schema):
            with pytest.raises(BotError) as refused:
                opened(f"sqlite:///{other}")
            assert refused.value.key == "database.hard_link"
    for path in (real, other):
        ended = frt("run", env=clean_environment(FRT_DATABASE_URL=f"sqlite:///{path}"))
        assert ended.returncode == 1
        assert f"{path} has a second name" in ended.stderr
    assert {path.name for path in tmp_path.iterdir()} <= {
        *("frt.sqlite3", "frt.sqlite3.running", "other.sqlite3"),
    }
    other.unlink()
    with only_process(f"sqlite:///{real}"):
        assert schema(f"sqlite:///{real}").at_head


@pytest.mark.parametrize("link", ["file", "folder"])
def test_a_link_does_not_let_a_second_bot_on_the_same_file(tmp_path: Path, link: str) -> None:
    there = tmp_path / "there"
    there.mkdir()
    real, other = there / "frt.sqlite3", tmp_path / "elsewhere"
    real.touch()
    other.symlink_to(real if link == "file" else there)
    linked = other if link == "file" else other / "frt.sqlite3"
    with only_process(f"sqlite:///{real}"), pytest.raises(BotError) as refused:  # noqa: SIM117
        with only_process(f"sqlite:///{linked}"):
            pass
    assert refused.value.key == "database.in_use"


def test_the_scheme_that_some_hosts_write_is_postgresql(postgresql_url: str) -> None:
    short = postgresql_url.replace("postgresql://", "postgres://", 1)
    engine = sync_engine(short)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    engine.dispose()


def test_a_full_disk_is_called_a_full_disk(tmp_path: Path, sqlite_template: Path) -> None:
    path = shutil.copyfile(sqlite_template, tmp_path / "frt.sqlite3")
    script = f"""
import sys
from sqlalchemy import event
import bot.__main__, bot.sqlite
tune = bot.sqlite.tune
def tune_to_little_room(engine):
    tune(engine)
    little = "PRAGMA max_page_count = {path.stat().st_size // 4096 + 20}"
    event.listen(engine, "connect", lambda connection, _: connection.execute(little))
bot.sqlite.tune = tune_to_little_room
sys.exit(bot.__main__.main())
"""
    tickets = tmp_path / "t.csv"
    tickets.write_text(
        "id,created\n" + "\n".join(f"{n},2026-11-02 09:00" for n in range(20_000)) + "\n"
    )
    environment = clean_environment(FRT_DATABASE_URL=f"sqlite:///{path}")
    assert frt("team", "add", "A", "--tz", "UTC", env=environment).returncode == 0
    done = subprocess.run(
        [sys.executable, "-c", script, "import", str(tickets), "--team", "A"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert (done.returncode, "The disk is full" in done.stderr) == (1, True), done.stderr
    again = frt("import", str(tickets), "--team", "A", env=environment)
    assert again.returncode == 0, again.stderr


async def test_the_version(frt: object) -> None:
    ended = await frt("--version")  # type: ignore[operator]
    assert (ended.code, ended.out) == (0, "frt 0.1.0\n")


def test_so_is_one_that_an_answer_is_written_to() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "manifest"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=clean_environment(),
        )
    assert (done.returncode, "The disk is full" in done.stderr) == (1, True), done.stderr
