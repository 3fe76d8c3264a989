"""Where the database is when no setting says so: in one place, whatever folder one stands in."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import default_database
from tests.cli.conftest import ROOT, clean_environment


@pytest.fixture(params=["checkout", "installed"])
def program(request, tmp_path: Path) -> tuple[Path, Path]:
    """Return a copy of the program, as a checkout or as it is installed, and its database."""
    here = tmp_path / "program"
    here.mkdir()
    for name in ("bot", "migrations"):
        (here / name).symlink_to(ROOT / name)
    if request.param == "installed":
        return here, tmp_path / "data" / "frt" / "frt.sqlite3"
    shutil.copy(ROOT / "pyproject.toml", here)
    return here, here / "var" / "frt.sqlite3"


def frt(
    program: tuple[Path, Path], folder: Path, *words: str, **settings: str
) -> subprocess.CompletedProcess[str]:
    here, _ = program
    told = {"PYTHONPATH": str(here), "XDG_DATA_HOME": str(here.parent / "data")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env=clean_environment(**told | settings),
        capture_output=True,
        text=True,
        check=False,
    )


def make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE kept (n INTEGER)")
    connection.close()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


def test_it_is_the_same_from_every_folder(program: tuple[Path, Path], elsewhere: Path) -> None:
    here, database = program
    is_checkout = (here / "pyproject.toml").exists()
    for folder in (elsewhere, here) if is_checkout else (elsewhere,):
        told = frt(program, folder, "db", "status")
        assert (told.returncode, told.stderr) == (0, "")
        assert told.stdout.splitlines()[0] == f"sqlite:///{database}"
    assert database.exists()
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("words", ["db status", "doctor", "run"])
@pytest.mark.parametrize("program", ["installed"], indirect=True)
def test_the_database_of_a_folder_from_before_is_not_lost_sight_of(
    program: tuple[Path, Path], elsewhere: Path, words: str
) -> None:
    _, database = program
    old = elsewhere / "var" / "frt.sqlite3"
    make(old)
    told = frt(program, elsewhere, *words.split())
    assert told.returncode == 1
    [line] = (told.stdout + told.stderr).splitlines()
    assert f"FRT_DATABASE_URL=sqlite:///{old}" in line
    assert str(database) in line
    assert not database.parent.exists()


@pytest.mark.parametrize("program", ["installed"], indirect=True)
def test_what_the_sentence_says_helps(program: tuple[Path, Path], elsewhere: Path) -> None:
    _, database = program
    old = elsewhere / "var" / "frt.sqlite3"
    make(old)
    named = frt(program, elsewhere, "db", "status", FRT_DATABASE_URL=f"sqlite:///{old}")
    assert (named.returncode, named.stdout.splitlines()[0]) == (0, f"sqlite:///{old}")
    database.parent.mkdir(parents=True)
    for path in old.parent.iterdir():
        path.rename(database.parent / path.name)
    moved = frt(program, elsewhere, "db", "status")
    assert (moved.returncode, moved.stdout.splitlines()[0]) == (0, f"sqlite:///{database}")


@pytest.mark.parametrize("told", ["", "relative/data", None])
def test_an_installed_program_keeps_it_where_its_user_s_data_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: str | None
) -> None:
    monkeypatch.setattr("bot.settings._PROGRAM", tmp_path)
    monkeypatch.setenv("HOME", "/home/emma")
    if told is None:
        monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_DATA_HOME", told)
    assert default_database() == Path("/home/emma/.local/share/frt/frt.sqlite3")
