"""What is said of now while tickets come in as files: how old they are, and when no more."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from bot.db import sync_engine
from bot.services.imports import importing
from tests.scenarios.office import Office, office, words_of
from tests.scenarios.tickets import NOW

TWENTY = timedelta(minutes=20)


@pytest.fixture
async def desk(database_url, tmp_path):
    async with office(database_url, by="socket") as running:
        await take_in(running, database_url, tmp_path, "1", NOW - TWENTY)
        yield running


async def take_in(desk: Office, url: str, folder, name: str, at) -> None:
    path = folder / f"{name}.csv"
    path.write_text(f"id,created,first response at\nX{name},2026-10-01 09:00,2026-10-01 09:01\n")
    engine = sync_engine(url)
    try:
        request = importing.ImportRequest(1, "UTC", path, "lead")
        await asyncio.to_thread(importing.run, engine, request, at)
    finally:
        engine.dispose()


async def test_tickets_are_judged_where_the_data_end(desk: Office):
    said = words_of(await desk.type("emma", "today"))
    assert "as of 10:40 your time" in said
    assert "last import: 20 Nov, 10:40" in said
    assert "the oldest for 10 min" in said


async def test_who_waits_is_not_told_of_old_data(desk: Office):
    desk.clock.now = NOW + timedelta(hours=2)
    message = await desk.type("emma", "today")
    assert "waiting for a first reply now: no data" in message["text"]
    assert "can’t tell: the last tickets came in 2 h 20 min ago" in words_of(message)
    waiting = await desk.type("emma", "waiting")
    assert waiting["text"].startswith("Global support · 1 was waiting when tickets last came in")
    assert "Can’t tell who is waiting now" in words_of(waiting)


async def test_a_further_import_lets_it_be_told_again(desk: Office, database_url, tmp_path):
    desk.clock.now = NOW + timedelta(hours=2)
    await take_in(desk, database_url, tmp_path, "2", desk.clock.now)
    assert "can’t tell" not in (await desk.type("emma", "today"))["text"]
    waiting = await desk.type("emma", "waiting")
    assert waiting["text"].endswith("Global support · 2 waiting for a first reply")


async def test_that_the_latest_replies_are_not_told_is_said(desk: Office, database_url, tmp_path):
    path = tmp_path / "plain.csv"
    path.write_text("id,created,status\nP1,2026-11-20 10:58,Open\n")
    engine = sync_engine(database_url)
    request = importing.ImportRequest(1, "UTC", path, "lead")
    await asyncio.to_thread(importing.run, engine, request, NOW)
    engine.dispose()
    waiting = words_of(await desk.type("emma", "waiting"))
    assert "came without data on first replies" in waiting
    assert "1 without data on first replies" in words_of(await desk.type("emma", "today"))


async def test_while_nothing_changes_tickets_are_read_once(desk: Office):
    read: list[str] = []

    def on_statement(_connection, _cursor, statement, *_more):
        read.append(statement)

    desk.clock.step = timedelta(milliseconds=1)
    await desk.type("emma", "today")
    desk.clock.now += timedelta(minutes=1)
    event.listen(Engine, "before_cursor_execute", on_statement)
    try:
        assert "as of 10:40" in words_of(await desk.type("emma", "today"))
    finally:
        event.remove(Engine, "before_cursor_execute", on_statement)
    assert read
    assert [one for one in read if "tickets" in one or "imports" in one] == []
