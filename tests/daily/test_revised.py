"""Tickets of an earlier report that a later file changed: told in the next, and listed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import ids
from bot.db import sync_engine
from bot.services.imports import importing
from tests.daily.world import ENGLISH, World, words_of
from tests.home.conftest import press
from tests.scenarios.office import Json, element

HEADER = "Ticket ID,Created time,First response time,Agent,Customer,Subject\n"
LINE = "1 ticket was changed by a later file"


class Files:
    """What takes files in for the first team, at an instant."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self._url, self._folder = database_url, folder

    def take(self, at: str, *rows: str) -> None:
        path = self._folder / f"{at[:10]}.csv"
        path.write_text(HEADER + "\n".join(rows) + "\n")
        engine = sync_engine(self._url)
        now = datetime.fromisoformat(at).replace(tzinfo=UTC)
        importing.run(engine, importing.ImportRequest(1, "UTC", path, "root"), now)
        engine.dispose()


@pytest.fixture
def files(database_url: str, tmp_path: Path) -> Files:
    return Files(database_url, tmp_path)


def row(name: str, reply: str = "09:40", *, agent: str = "Noah", subject: str = "Refund") -> str:
    return f"{name},2026-11-18 09:05,2026-11-18 {reply},{agent},Ada,{subject}"


async def next_report(world: World, files: Files, *rows: str) -> Json:
    """Post a report, take a second file in, and return the report after that."""
    await world.since("2026-11-18 12:00")
    files.take("2026-11-18 18:30", row("A"), row("B"), row("C"))
    await world.at("2026-11-19 09:00")
    first = await world.post()
    assert "later file" not in words_of(first)
    files.take("2026-11-19 18:30", *rows)
    await world.at("2026-11-20 09:00")
    return (await world.posts())[-1]


async def listed(world: World, post: Json, user: str = "emma") -> Json:
    """Return the list of changed tickets that somebody opens from a report's details."""
    return await press(world.office, user, await world.details(post, user), ids.REVISED_OPEN)


async def test_the_next_report_names_what_a_file_changed_and_lists_it(world: World, files: Files):
    rows = (row("A", "09:12", agent="Sofia"), row("B", subject="Other"), row("C", "09:41"))
    post = await next_report(world, files, *rows)
    assert LINE in words_of(post)
    modal = await listed(world, post, "sofia")
    said = words_of(modal)
    assert LINE in said
    assert "A · Refund" in said
    assert "First response: 18 Nov, 09:40 → 18 Nov, 09:12" in said
    assert "answered after 35 min" in said
    assert "✓ answered in 7 min" in said
    assert "File: 2026-11-19.csv" in said
    for hidden in ("Other", "Noah", "Ada", "B · ", "C · Refund"):
        assert hidden not in said
    told = words_of(await press(world.office, "sofia", modal, ids.HISTORY_OPEN))
    assert "root took in a file that says otherwise" in told
    assert "First response: 18 Nov, 09:40 → 18 Nov, 09:12" in told
    assert "File: 2026-11-19.csv, line 2" in told
    assert "Noah" not in told


async def test_it_is_told_once_and_the_list_stays_that_of_its_report(world: World, files: Files):
    post = await next_report(world, files, row("A", "09:12"), row("B"), row("C"))
    files.take("2026-11-20 18:30", row("A", "09:30"), row("B"), row("C", "09:10"))
    await world.at("2026-11-23 09:00")
    last = (await world.posts())[-1]
    assert "2 tickets were changed by a later file" in words_of(last)
    said = words_of(await listed(world, post))
    assert "09:40 → 18 Nov, 09:12" in said
    assert "09:30" not in said
    await world.at("2026-11-24 09:00")
    assert "later file" not in words_of((await world.posts())[-1])


async def test_tickets_opened_since_the_report_before_are_not_named(world: World, files: Files):
    await world.since("2026-11-18 12:00")
    await world.at("2026-11-19 09:00")
    for at, reply in (("2026-11-19 12:00", "11:40"), ("2026-11-19 18:30", "10:10")):
        files.take(at, f"N,2026-11-19 10:05,2026-11-19 {reply},Noah,Ada,Refund")
    await world.at("2026-11-20 09:00")
    assert "later file" not in words_of((await world.posts())[-1])


async def test_more_than_ten_are_paged(world: World, files: Files):
    names = [f"N{at:02}" for at in range(12)]
    await world.since("2026-11-18 12:00")
    files.take("2026-11-18 18:30", *map(row, names))
    await world.at("2026-11-19 09:00")
    files.take("2026-11-19 18:30", *(row(name, "09:12") for name in names))
    await world.at("2026-11-20 09:00")
    modal = await listed(world, (await world.posts())[-1])
    assert ("N09" in words_of(modal), "N10" in words_of(modal)) == (True, False)
    modal = await press(world.office, "emma", modal, ids.REVISED_NEXT)
    assert ("N09" in words_of(modal), "N11" in words_of(modal)) == (False, True)
    assert element(modal, ids.REVISED_NEXT) is None
    modal = await press(world.office, "emma", modal, ids.REVISED_PREVIOUS)
    assert "N00" in words_of(modal)


async def test_another_team_s_list_is_refused(world: World, files: Files):
    post = await next_report(world, files, row("A", "09:12"), row("B"), row("C"))
    told = await world.details(post, "olga")
    value = ids.RevisedValue.model_validate_json(element(told, ids.REVISED_OPEN)["value"])
    other = value.model_copy(update={"team": 2}).dump()
    await world.office.click("olga", told, ids.REVISED_OPEN, value=other)
    told = await world.office.newest("olga", ENGLISH)
    assert told["ephemeral"]
    assert await world.office.slack.client.views("olga") == []
