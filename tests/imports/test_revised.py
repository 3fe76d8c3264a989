"""How many verdicts a later file changes, whatever else it changes."""

from datetime import timedelta

import pytest

from bot.db import Database
from bot.services.imports import revised
from tests.imports.conftest import NOW

HEADER = "Ticket ID,Created time,First response time,Handed over,Agent,Priority\n"
ROWS = (
    "1,2026-11-18 09:05,2026-11-18 09:40,2026-11-18 09:06,Ana,high\n"
    "2,2026-11-18 10:00,2026-11-18 10:05,,Ana,high\n"
    "3,2026-11-18 11:00,,,Bo,low\n"
)
COLUMNS = {"handed_off_at": "Handed over"}


@pytest.fixture
async def database(database_url):
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    ("before", "after", "turned"),
    [
        ("09:40", "09:12", 1),
        ("10:05", "10:55", 1),
        ("10:05", "10:07", 0),
        ("Ana", "Bo", 0),
        ("11:00", "11:01", 0),
        ("10:00,2026-11-18 10:05", "09:00,2026-11-18 10:05", 1),
        ("10:05", "09:05", 1),
    ],
)
async def test_verdicts_are_counted(desk, database, before, after, turned):
    desk.load(HEADER + ROWS, columns=COLUMNS)
    later = NOW + timedelta(hours=1)
    result = desk.load(HEADER + ROWS.replace(before, after), now=later, columns=COLUMNS)
    assert result.updated
    assert await revised.turned(database, 1, result.number, later) == turned


async def test_what_a_file_changed_is_held_against_what_is_known_now(desk, database):
    results = [
        desk.load(HEADER + text, now=NOW + timedelta(hours=at), columns=COLUMNS)
        for at, text in enumerate((ROWS, ROWS.replace("09:40", "09:12"), f"{ROWS}4,{NOW},,,,\n"))
    ]
    at = NOW + timedelta(hours=2)
    assert [await revised.turned(database, 1, one.number, at) for one in results] == [0, 0, 1]
