"""A modal is closed, a process ends, Slack fails: what was asked for is done, and told."""

import asyncio
from datetime import timedelta

import pytest

from bot.models import Upload
from bot.services.imports import asked as service
from bot.services.imports import beside
from bot.slack.client import Slack
from tests.imports.in_slack import FILE, here
from tests.imports.slack.files import brought, rows
from tests.scenarios.office import words_of


async def test_a_modal_that_is_closed_meanwhile_does_not_keep_it_from_coming_in(desk, monkeypatch):
    seen = await desk.send(FILE)
    client = desk.office.slack.client

    async def closed(task, tell):
        shown = await client.views("emma")
        await client.close("emma", shown[-1])
        return await here(task, tell)

    monkeypatch.setattr(beside, "_run", closed)
    await client.submit("emma", seen, {})
    await desk.settle()
    assert await client.views("emma") == []
    assert "came in for Global support" in (await desk.told())[-1]
    assert len(await brought(desk)) == 3


async def broken_off(desk, seen):
    """Submit *Take in*, and end the process that does it before somebody is told."""
    await desk.office.slack.client.submit("emma", seen, {})
    await asyncio.sleep(0.5)
    assert await desk.office.bot.deps.background.drain(0.1) == 1


async def goes_on(desk):
    """Let another process look for what was left, a while later."""
    desk.office.clock.now += timedelta(minutes=2)
    await desk.office.bot.planner.tick()
    await desk.settle()


async def test_a_file_whose_process_ends_is_gone_on_with(desk, monkeypatch):
    seen = await desk.send(FILE)
    monkeypatch.setattr(beside, "_run", lambda *_: asyncio.sleep(60))
    await broken_off(desk, seen)
    assert await brought(desk) == {}
    monkeypatch.setattr(beside, "_run", here)
    await desk.office.bot.planner.tick()
    await desk.settle()
    assert await brought(desk) == {}, "within its lease it is left to who has it"
    await goes_on(desk)
    assert len(await brought(desk)) == 3
    assert "*3 tickets of October export.csv came in" in (await desk.told())[-1]
    assert "3 tickets of October export.csv came in" in words_of(await desk.office.modal("emma"))
    assert await rows(desk, Upload) == []


async def test_a_file_that_is_in_but_not_told_of_is_told_of_as_done(desk, monkeypatch):
    seen = await desk.send(FILE)
    with monkeypatch.context() as patch:
        patch.setattr(Slack, "post", lambda *_, **__: asyncio.sleep(60))
        await broken_off(desk, seen)
    assert len(await brought(desk)) == 3
    told = len(await desk.told())
    await goes_on(desk)
    (said,) = (await desk.told())[told:]
    assert "*3 tickets of October export.csv came in for Global support*, as import 1." in said
    assert "3 new" in said


@pytest.mark.parametrize("fault", ["rate_limited", "server_error", "drop_request"])
async def test_a_modal_that_slack_does_not_renew_keeps_nothing_from_coming_in(desk, fault):
    seen = await desk.send(FILE)
    await desk.office.slack.client.fault("views.update", fault, times=0)
    await desk.office.slack.client.submit("emma", seen, {})
    await desk.settle()
    assert "*3 tickets of October export.csv came in" in (await desk.told())[-1]
    assert len(await brought(desk)) == 3


async def test_what_cannot_be_said_is_not_tried_for_ever(desk, monkeypatch):
    seen = await desk.send(FILE)
    monkeypatch.setattr("bot.views.imports.result.outcome", lambda *_: 1 / 0)
    await desk.submit(seen)
    assert len(await brought(desk)) == 3
    assert await rows(desk, Upload) == []


async def test_what_fails_unforeseen_is_told_under_a_reference(desk, monkeypatch):
    seen = await desk.send(FILE)

    async def breaks(*_):
        raise RuntimeError("no such thing")

    monkeypatch.setattr(beside, "_run", breaks)
    said = words_of(await desk.submit(seen))
    assert "October export.csv cannot be taken in as it is" in said
    (told,) = await desk.told()
    assert told.splitlines()[-1] == said.splitlines()[-1]
    assert await rows(desk, Upload) == []


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("server_error", "did not give the file out (status 503)"),
        ("html", "did not give the file out (status 200)"),
        ("redirect", "does not let me read files"),
        ("truncate", "The connection to Slack broke"),
    ],
)
async def test_a_file_that_slack_does_not_give_out_is_said(desk, fault, words):
    await desk.office.slack.client.fault("download", fault)
    refused = await desk.send(FILE)
    assert words in words_of(refused)
    assert not refused.get("submit")


async def test_a_file_that_is_gone_is_said(desk):
    seen = await desk.send(FILE)
    desk.office.slack.workspace.files.clear()
    done = await desk.submit(seen)
    assert "Slack has this file no more" in words_of(done)


async def test_how_far_it_is_stands_in_the_modal(desk, monkeypatch):
    monkeypatch.setattr("bot.answers.imports._EVERY", 0.01)
    shown = []

    async def slow(task, tell):
        tell("read", 1, 4)
        while not any("25%" in words_of(one) for one in shown):
            shown.extend(await desk.office.slack.client.views("emma"))
        return await here(task, tell)

    monkeypatch.setattr(beside, "_run", slow)
    seen = await desk.send(FILE)
    assert "would come in" in words_of(seen)
    assert any("*October export.csv* is being read. 25%" in words_of(one) for one in shown)


async def test_a_file_that_is_long_under_way_is_left_to_who_is_at_it(desk, monkeypatch):
    """Though its process could not say so once."""
    monkeypatch.setattr("bot.answers.imports._BEAT", 0.01)
    seen, real, heard = await desk.send(FILE), service.hear, []
    ended, often = asyncio.Event(), asyncio.Event()

    async def hears(database, upload, now):
        heard.append(upload.heard_at)
        if len(heard) == 1:
            raise OSError("the database is away")
        if len(heard) == 4:
            often.set()
        return await real(database, upload, now)

    async def long(task, tell):
        await ended.wait()
        return await here(task, tell)

    monkeypatch.setattr(service, "hear", hears)
    monkeypatch.setattr(beside, "_run", long)
    await desk.office.slack.client.submit("emma", seen, {})
    desk.office.clock.now += timedelta(minutes=2)
    async with asyncio.timeout(10):
        await often.wait()
    left = await service.left(desk.office.database, desk.office.clock(), timedelta(minutes=1), ())
    assert left == []
    ended.set()
    await desk.settle()
    assert len(await brought(desk)) == 3
