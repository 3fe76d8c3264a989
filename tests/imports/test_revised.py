"""How many verdicts a later file changes, whatever else it changes."""

from datetime import timedelta
from operator import attrgetter

import pytest

from bot.db import Database
from bot.services.history.export import changes
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
    content = HEADER + ROWS.replace(before, after)
    told = desk.preview(content, columns=COLUMNS).foretold
    assert await revised.would_turn(database, 1, told, later) == turned
    result = desk.load(HEADER + ROWS.replace(before, after), now=later, columns=COLUMNS)
    assert result.updated
    assert await revised.turned(database, 1, result.number, later) == turned


@pytest.mark.parametrize(
    ("first", "second", "turned"),
    [
        (
            "id,created\n1,2026-11-20 12:55\n",
            "id,created,first response at\n1,2026-11-20 12:30,\n",
            1,
        ),
        (
            "id,created,first response at\n1,2026-11-20 09:10,\n",
            "id,created,first response at\n1,2026-11-20 09:00,2026-11-20 09:20\n",
            1,
        ),
        (
            "id,created,first response at,excluded\n1,2026-11-18 09:00,,\n",
            "id,created,first response at,excluded\n1,2026-11-18 09:00,2026-11-18 09:59,spam\n",
            1,
        ),
        (
            "id,created,first response at\n1,2026-11-20 12:50,2026-11-20 12:55\n",
            "id,created,first response at\n1,2026-11-20 12:49,\n",
            1,
        ),
        (
            "id,created,first response at\n1,2026-11-20 12:50,2026-11-20 12:55\n",
            "id,created,first response at\n1,2026-11-20 12:49,2026-11-20 12:55\n",
            0,
        ),
    ],
)
async def test_a_preview_counts_what_the_import_will(desk, database, first, second, turned):
    desk.load(first)
    later = NOW + timedelta(hours=1)
    told = desk.preview(second).foretold
    assert await revised.would_turn(database, 1, told, later) == turned
    result = desk.load(second, now=later)
    assert result.updated == 1
    assert await revised.turned(database, 1, result.number, later) == turned


async def test_what_a_file_changed_is_held_against_what_is_known_now(desk, database):
    results = [
        desk.load(HEADER + text, now=NOW + timedelta(hours=at), columns=COLUMNS)
        for at, text in enumerate((ROWS, ROWS.replace("09:40", "09:12"), f"{ROWS}4,{NOW},,,,\n"))
    ]
    at = NOW + timedelta(hours=2)
    assert [await revised.turned(database, 1, one.number, at) for one in results] == [0, 0, 1]


async def test_an_import_and_what_it_changed_are_events_to_export(desk, database):
    second = ROWS.replace("09:40", "09:12").replace("Bo,low", ",low")
    texts = (ROWS, second + ",2026-11-18 11:00,,,Bo,low\n", second)
    for at, text in enumerate(texts):
        later = NOW + timedelta(hours=at)
        desk.load(HEADER + text, name=f"{at}.csv", now=later, columns=COLUMNS)
    desk.load(HEADER + ROWS, name="0.csv", now=NOW + timedelta(hours=9), columns=COLUMNS)
    found = await changes(database, "Desk", None)
    assert found == await changes(database, None, None) == sorted(found, key=attrgetter("at"))
    events = [(one.key, one.event, one.who) for one in found if one.subject == "import"]
    assert events == [(str(number), "imported", "lead") for number in (1, 2, 3)]
    counts = [one.after for one in found if one.subject == "import"][1]
    assert counts == {"file": "1.csv", "created": 0, "updated": 2, "unchanged": 1, "set_aside": 1}
    of_tickets = [one for one in found if one.subject == "ticket"]
    assert [(one.key, one.event, one.who, one.number) for one in of_tickets] == [
        ("file/1", "revised", "lead", 0),
        ("file/3", "revised", "lead", 0),
    ]
    moved, renamed = of_tickets
    assert moved.before == {"first_response_at": "2026-11-18T09:40:00+00:00"}
    told = {"first_response_at": "2026-11-18T09:12:00+00:00"}
    assert moved.after == {**told, "file": "1.csv", "import": 2, "row": 2}
    assert (renamed.before, renamed.after["agent"]) == ({"agent": "Bo"}, None)
    assert [
        one.key for one in await changes(database, "Desk", (NOW + timedelta(days=1)).date())
    ] == []


async def test_a_preview_and_a_file_that_is_in_already_are_no_events(desk, database):
    desk.preview(HEADER + ROWS)
    assert await changes(database, "Desk", None) == []
    for _ in range(2):
        desk.load(HEADER + ROWS)
    assert len(await changes(database, "Desk", None)) == 1
