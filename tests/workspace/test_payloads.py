"""What an app is told of modals, events and conversations."""

import aiohttp
import pytest

from bot.workspace.client import ControlError
from bot.workspace.server import running
from tests.workspace.bolt_app import modal
from tests.workspace.conftest import SEED
from tests.workspace.plain_app import inbox, posted_to

ROOM = "C01SUPPORT"


def asking(element: dict) -> dict:
    label = {"type": "plain_text", "text": "Label"}
    named = {**element, "action_id": "it"}
    return {"type": "input", "block_id": "here", "label": label, "element": named}


async def submitted(slack, app, element: dict, value: object) -> dict:
    """Open a modal with one input, submit it, and return what the app was told."""
    view = modal("Form", blocks=[asking(element)])
    await slack.client.shortcut("emma", "start")
    trigger = app.requests[-1]["trigger_id"]
    await app.client.views_open(trigger_id=trigger, view=view)
    [shown] = await slack.client.views("emma")
    await slack.client.submit("emma", shown, {"here": {"it": value}})
    return app.requests[-1]


async def test_files_that_were_uploaded_are_submitted():
    async with inbox() as (slack, app):
        file = await slack.client.upload("emma", "report.csv", b"a,b\n")
        told = await submitted(slack, app, {"type": "file_input"}, [file])
        [held] = told["view"]["state"]["values"]["here"]["it"]["files"]
        assert (held["name"], held["mimetype"], held["size"]) == ("report.csv", "text/csv", 4)
        assert (await app.client.files_info(file=held["id"]))["file"]["name"] == "report.csv"
        bearer = {"Authorization": f"Bearer {slack.bot_token}"}
        async with aiohttp.ClientSession() as session:
            for name in ("url_private", "url_private_download"):
                async with session.get(held[name], headers=bearer) as got:
                    assert await got.read() == b"a,b\n"
            async with session.get(held["url_private"], allow_redirects=False) as got:
                assert got.status == 307
        with pytest.raises(ControlError, match="invalid_arguments"):
            await slack.client.post("upload", user="emma", name="x", content="not base64!")


async def test_a_chosen_conversation_gives_a_response_url():
    async with inbox() as (slack, app):
        element = {"type": "conversations_select", "response_url_enabled": True}
        told = await submitted(slack, app, element, ROOM)
        [given] = told["response_urls"]
        assert (given["block_id"], given["action_id"], given["channel_id"]) == ("here", "it", ROOM)
        async with aiohttp.ClientSession() as session:
            body = {"text": "done", "response_type": "in_channel"}
            await session.post(given["response_url"], json=body)
        assert [one["text"] for one in await slack.client.messages("noah", ROOM)] == ["done"]


async def test_closing_a_stack_tells_whether_it_was_cleared():
    async with inbox() as (slack, app):
        for whole in (False, True):
            await slack.client.shortcut("emma", "start")
            trigger = app.requests[-1]["trigger_id"]
            view = modal("Form", notify_on_close=True)
            await app.client.views_open(trigger_id=trigger, view=view)
            [shown] = await slack.client.views("emma")
            await slack.client.close("emma", shown, whole_stack=whole)
            told = await posted_to(app, "view_closed")
            assert told["is_cleared"] is whole
            assert told["view"]["id"] == shown["id"]
            assert "trigger_id" not in told
            app.requests.clear()


async def test_private_channels_are_not_named():
    channels = [
        {
            "id": "C01SECRET",
            "name": "secret",
            "kind": "private",
            "members": ["U01EMMA", "U01FRTBOT"],
        }
    ]
    async with inbox(channels=channels) as (slack, app):
        await slack.client.command("emma", "secret", "/demo x")
        assert app.requests[0]["channel_name"] == "privategroup"
        await slack.client.command("emma", "app", "/demo x")
        assert app.requests[1]["channel_name"] == "directmessage"


async def test_messages_are_told_with_their_wrapper_and_mentions_only_in_channels():
    async with inbox() as (slack, app):
        await slack.client.say("emma", "general", "hello @frt")
        told = await posted_to(app, "message"), await posted_to(app, "app_mention")
        for one in told:
            assert one["type"] == "event_callback"
            assert one["event"]["channel"] == "C01GENERAL"
            assert one["event"]["event_ts"] == one["event"]["ts"]
            assert one["authorizations"][0]["user_id"] == "U01FRTBOT"
            assert one["context_team_id"] == one["team_id"] == "T01LOCAL"
        assert told[0]["event"]["channel_type"] == "channel"
        assert told[0]["event_id"] != told[1]["event_id"]
        app.requests.clear()
        await slack.client.say("emma", "app", "hello @frt")
        assert (await posted_to(app, "message"))["event"]["channel_type"] == "im"
        assert [one["event"]["type"] for one in app.requests] == ["message"]


async def test_only_what_was_subscribed_to_is_told():
    seed = {"app": {**SEED["app"], "events": ["app_home_opened"]}}
    async with running(seed) as slack:
        await slack.client.say("emma", "general", "hello @frt")
        await slack.client.archive("general")
        assert await slack.client.log() == []


async def test_the_tab_that_was_opened_is_told():
    async with inbox() as (slack, app):
        for tab in ("messages", "home"):
            await slack.client.open_home("emma", tab)
            told = (await posted_to(app, "app_home_opened"))["event"]
            assert (told["tab"], told["user"]) == (tab, "U01EMMA")
            assert told["channel"].startswith("D")
            app.requests.clear()
