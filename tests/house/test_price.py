"""What a register, a metric and a breakdown cost: counted by the files that name one."""

import re
from pathlib import Path

import pytest

import bot

ROOT = Path(bot.__file__).parents[1]
FILES = [
    path
    for folder in ("bot", "migrations")
    for pattern in ("*.py", "*.po")
    for path in (ROOT / folder).rglob(pattern)
]


def naming(pattern: str) -> list[Path]:
    """Return the files of the program in which a name stands, migrations included."""
    found = re.compile(pattern)
    return [path for path in FILES if found.search(path.read_text(encoding="utf-8"))]


def test_a_register_is_five_files_and_250_lines():
    files = naming(r"(?i)\btrainings?\b")
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
    assert len(files) == 5, files
    assert lines <= 250


@pytest.mark.parametrize("name", ["held_on"])
def test_a_field_of_a_register_stands_in_four_files(name):
    assert len(naming(rf"\b{name}\b")) == 4


@pytest.mark.parametrize("name", ["hour", "day"])
def test_a_breakdown_stands_in_four_files(name):
    """The table, what it is called in each language, and perhaps the help."""
    assert len(naming(rf'[`"]by {name}\b|breakdown\.by\.{name}\b|"{name}": Breakdown')) <= 4


@pytest.mark.parametrize("name", ["csat_mean", "art_mean"])
def test_a_metric_stands_in_six_files(name):
    """Where it is computed, the table of metrics, and what it is called in each language."""
    assert len(naming(rf"\b{name}(_seconds)?\b")) <= 6
