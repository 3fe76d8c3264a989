"""Files that people hand to an app in a modal: what is needed, and who has them then."""

import base64
import io
import json

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.workspace import limits
from tests.workspace.bolt_app import modal
from tests.workspace.plain_app import inbox
from tests.workspace.test_payloads import ROOM, asking, submitted


async def test_without_the_scope_no_view_has_a_field_for_files():
    async with inbox() as (slack, app):
        slack.workspace.app.scopes.remove("files:read")
        view = modal("Form", blocks=[asking({"type": "file_input"})])
        await slack.client.shortcut("emma", "start")
        with pytest.raises(SlackApiError) as refused:
            await app.client.views_open(trigger_id=app.requests[-1]["trigger_id"], view=view)
        answer = refused.value.response
        assert (answer["error"], answer["needed"]) == ("missing_scope", "files:read")
        assert not await slack.client.views("emma")


async def test_the_app_shares_a_file_by_its_permalink_once_it_has_it():
    async with inbox() as (slack, app):
        file = await slack.client.upload("emma", "报告.csv", b"a,b\n")
        text = f"See <{file['permalink']}|this>"
        await app.client.chat_postMessage(channel=ROOM, text=text)
        await submitted(slack, app, {"type": "file_input"}, [file])
        await app.client.chat_postMessage(channel=ROOM, text=text)
        before, after = await slack.client.messages("noah", ROOM)
        assert "files" not in before
        assert [(one["id"], one["user"]) for one in after["files"]] == [(file["id"], "U01EMMA")]
        assert (await app.client.files_info(file=file["id"]))["file"]["channels"] == [ROOM]
        async with aiohttp.ClientSession() as session, session.get(file["permalink"]) as got:
            assert got.content_disposition is not None
            assert got.content_disposition.filename == "报告.csv"


async def test_a_file_handed_over_by_somebody_else_is_not_the_app_s():
    async with inbox() as (slack, app):
        file = await slack.client.upload("noah", "a.csv", b"a,b\n")
        await submitted(slack, app, {"type": "file_input"}, [file, "F404", {"id": "F404"}])
        await app.client.chat_postMessage(channel=ROOM, text=file["permalink"])
        assert "files" not in (await slack.client.messages("noah", ROOM))[-1]


async def test_more_than_a_field_for_files_takes_is_refused():
    content = base64.b64encode(b"x" * (limits.INPUT_FILE_BYTES + 1)).decode()
    given = io.BytesIO(json.dumps({"user": "emma", "name": "big", "content": content}).encode())
    async with inbox() as (slack, _), aiohttp.ClientSession() as session:
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {slack.signing_secret}",
        }
        async with session.post(f"{slack.url}/control/upload", data=given, headers=headers) as got:
            assert "10 MB" in await got.text()
        assert not slack.workspace.files
