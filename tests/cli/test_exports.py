"""Files that commands write: whole or not there, and only their owner's, whatever happens."""

import errno
import os
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot import sqlite
from bot.errors import BotError
from bot.sources.checklist_file import write_rows
from bot.sources.whole_file import written_whole
from tests.cli.conftest import ROOT, clean_environment

KINDS = ("csv", "xlsx", "yaml")
OLD = b"what was there before"
_ROOM = 100_000
_EXPORT = """
import os, pathlib, sys
from bot.errors import BotError
from bot.sources.checklist_file import write_rows
rows = [[os.urandom(400).hex()] for _ in range(400)]
for kind in ("csv", "xlsx", "yaml"):
    try:
        write_rows(pathlib.Path(f"{sys.argv[1]}.{kind}"), ["title"], rows)
    except BotError as error:
        print(error.key)
"""
_BACKUP = "import sys; from bot.__main__ import main; sys.argv[1:1] = ['db', 'backup']; main()"
_DIES = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\n"


def run(script: str, path: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a script that may write so many bytes to any file: then it is told, or killed."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (_ROOM, _ROOM))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    return subprocess.run(
        [sys.executable, "-c", script, str(path)],
        cwd=ROOT,
        env=clean_environment(PYTHONDONTWRITEBYTECODE="1", **settings),
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_export_that_fails_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    for kind in KINDS:
        (tmp_path / f"list.{kind}").write_bytes(OLD)
    done = run(_EXPORT, tmp_path / "list")
    assert done.stdout.splitlines() == ["cli.unwritable"] * len(KINDS)
    left = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    assert left == {f"list.{kind}": OLD for kind in KINDS}


def test_an_export_that_is_killed_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(OLD)
    assert run(_DIES + _EXPORT, tmp_path / "list").returncode == -signal.SIGXFSZ
    assert path.read_bytes() == OLD


@pytest.mark.parametrize("dies", [False, True])
def test_a_backup_that_ends_half_way_is_none(
    tmp_path: Path, sqlite_template: Path, dies: bool
) -> None:
    source = shutil.copyfile(sqlite_template, tmp_path / "frt.sqlite3")
    path = tmp_path / "copies" / "copy.sqlite3"
    path.parent.mkdir()
    script = (_DIES if dies else "") + _BACKUP
    done = run(script, path, FRT_DATABASE_URL=f"sqlite:///{source}")
    assert not path.exists()
    if dies:
        assert done.returncode == -signal.SIGXFSZ
    else:
        assert f"{path} cannot be written" in done.stderr
        assert not list(path.parent.iterdir())


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_written_is_its_owner_s_alone(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"list.{kind}"
    path.write_bytes(OLD)
    old = os.umask(0)
    try:
        write_rows(path, ["title"], [["Answer faster"]])
    finally:
        os.umask(old)
    assert path.read_bytes() != OLD
    assert [stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()] == [0o600]


def test_a_link_leads_to_what_is_written(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    link.symlink_to(real)
    write_rows(link, ["title"], [["Answer faster"]])
    assert link.is_symlink()
    assert "Answer faster" in real.read_text()


def refused(write: partial[None]) -> BotError:
    with pytest.raises(BotError) as told:
        write()
    return told.value


@pytest.mark.parametrize("name", ["no/folder.csv", "taken.csv"])
def test_where_nothing_can_be_written_it_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "taken.csv").mkdir()
    told = refused(partial(write_rows, tmp_path / name, ["title"], []))
    assert told.key == "cli.unwritable"
    assert told.params["path"] == tmp_path / name


def test_a_disk_without_room(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill() -> None:
        with written_whole(tmp_path / "list.csv"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    assert refused(partial(fill)).key == "cli.disk_full"
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr(sqlite, "_DURABLE", "max_page_count=20")
    kept = tmp_path / "kept.sqlite3"
    with closing(sqlite3.connect(kept)) as made:
        made.execute("CREATE TABLE kept (n INTEGER)")
    with pytest.raises(OSError, match="full") as full:
        sqlite.copy(sqlite_template, kept)
    assert full.value.errno == errno.ENOSPC
    monkeypatch.undo()
    with closing(sqlite3.connect(kept)) as left:
        assert left.execute("SELECT name FROM sqlite_master").fetchall() == [("kept",)]
