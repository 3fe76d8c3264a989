"""What an app is told of messages: what people typed and sent, what it changed or took away."""

import pytest

from bot.workspace.client import ControlError
from bot.workspace.server import running
from tests.workspace.conftest import SEED
from tests.workspace.plain_app import inbox, posted_to


async def test_what_people_type_has_a_number_of_its_own():
    async with inbox() as (slack, app):
        numbers = set()
        for _ in range(2):
            await slack.client.say("emma", "app", "hello")
            numbers.add((await posted_to(app, "message"))["event"]["client_msg_id"])
            app.requests.clear()
        assert len(numbers) == 2
        await app.client.chat_postMessage(channel="U01EMMA", text="hello")
        event = (await posted_to(app, "message"))["event"]
        assert "client_msg_id" not in event
        assert event["bot_id"] == "B01FRT"


async def test_files_come_with_a_message_of_their_own_kind():
    async with inbox() as (slack, app):
        file = await slack.client.upload("emma", "tickets.csv", b"a,b")
        await slack.client.say("emma", "app", "", files=[file])
        event = (await posted_to(app, "message"))["event"]
        assert (event["subtype"], event["text"], event["channel_type"]) == ("file_share", "", "im")
        [held] = event["files"]
        assert (held["name"], held["mimetype"], held["filetype"]) == (
            "tickets.csv",
            "text/csv",
            "csv",
        )
        assert held["channels"] == [event["channel"]]
        for given in ([{"id": "F0NONE"}], ["F1"], [await slack.client.upload("noah", "x", b"x")]):
            with pytest.raises(ControlError, match="file_not_found"):
                await slack.client.say("emma", "app", "", files=given)


async def test_a_reply_that_stands_in_the_channel_too_says_so():
    async with inbox() as (slack, app):
        root = (await slack.client.say("emma", "general", "root"))["message"]
        given = {"text": "loud", "thread_ts": root["ts"], "reply_broadcast": True}
        await slack.client.post("say", user="emma", channel="general", **given)
        event = (await posted_to(app, "message"))["event"]
        assert (event["subtype"], event["thread_ts"]) == ("thread_broadcast", root["ts"])


async def test_what_the_app_changes_and_takes_away_is_told_as_hidden():
    async with inbox() as (slack, app):
        posted = await app.client.chat_postMessage(channel="U01EMMA", text="first")
        place = {"channel": posted["channel"], "ts": posted["ts"]}
        await posted_to(app, "message")
        app.requests.clear()
        await app.client.chat_update(**place, text="second")
        event = (await posted_to(app, "message"))["event"]
        assert (event["subtype"], event["hidden"]) == ("message_changed", True)
        assert event["message"]["text"] == "second"
        assert event["previous_message"]["text"] == "first"
        assert event["ts"] != posted["ts"]
        app.requests.clear()
        await app.client.chat_delete(**place)
        event = (await posted_to(app, "message"))["event"]
        assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", posted["ts"])
        assert slack.workspace.message(posted["channel"], posted["ts"]) is None


async def test_an_event_whose_scope_was_not_granted_is_not_sent():
    scopes = ["chat:write", "commands"]
    async with running({"app": {**SEED["app"], "scopes": scopes}}) as slack:
        await slack.client.say("emma", "app", "hello")
        await slack.client.say("emma", "general", "hello @frt")
        assert await slack.client.log() == []
