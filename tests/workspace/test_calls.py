"""How a call may be written, and the methods about the app itself, asked with plain HTTP."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from tests.workspace.test_web_api import ROOM, home, refusal, section

Ask = Callable[..., Awaitable[dict[str, Any]]]
JSON = "application/json; charset=utf-8"
HEAD = {"type": "header", "text": {"type": "plain_text", "text": "x"}}
REFUSED = {"code": "failed_constraint", "message": "unsupported type: header"}


@pytest.fixture
async def ask(slack) -> AsyncIterator[Ask]:
    bearer = {"Authorization": f"Bearer {slack.bot_token}"}
    async with aiohttp.ClientSession(slack.api_url, headers=bearer) as session:

        async def call(method: str, **given: Any) -> dict[str, Any]:
            async with session.post(method, **given) as answer:
                assert answer.status == 200
                return await answer.json()

        yield call


async def test_arguments_come_as_json_form_or_query(slack, ask):
    said = {"channel": ROOM, "text": "x", "blocks": json.dumps([section("x")])}
    written = {**said, "blocks": [section("x")]}
    for given in ({"data": said}, {"params": said}, {"json": written}, {"json": said}):
        answer = await ask("chat.postMessage", **given)
        assert answer["ok"], answer
        assert answer["message"]["blocks"][0]["type"] == "section"
    by_argument = {"token": slack.bot_token}
    assert (await ask("auth.test", data=by_argument, headers={"Authorization": ""}))["ok"]


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        ("{", JSON, "invalid_json"),
        ("[]", JSON, "json_not_object"),
        ("<a/>", "application/xml", "invalid_post_type"),
    ],
)
async def test_bodies_that_slack_does_not_read(ask, body, kind, error):
    answer = await ask("chat.postMessage", data=body, headers={"Content-Type": kind})
    assert (answer["ok"], answer["error"]) == (False, error)


async def test_methods_that_read_no_json_say_that_the_argument_is_missing(ask):
    user = {"user": "U01EMMA"}
    assert (await ask("users.info", data=user))["user"]["name"] == "emma"
    answer = await ask("users.info", json=user)
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: user"]


async def test_the_app_and_the_workspace_are_described(slack, ask):
    bot = (await ask("bots.info", data={"bot": "B01FRT"}))["bot"]
    assert (bot["user_id"], bot["app_id"]) == ("U01FRTBOT", "A01FRT")
    assert (await ask("bots.info", data={"bot": "B404"}))["error"] == "bot_not_found"
    assert (await ask("team.info"))["team"]["domain"] == "local"
    assert (await ask("team.info", data={"team": "T404"}))["error"] == "team_not_found"
    assert (await ask("api.test", data={"foo": "bar"}))["args"] == {"foo": "bar"}
    assert (await ask("api.test", data={"error": "oh_no"}))["error"] == "oh_no"


async def test_accepted_and_granted_scopes_are_in_the_headers(slack, web):
    answer = await web.conversations_info(channel=ROOM)
    accepted = "channels:read,groups:read,mpim:read,im:read"
    assert answer.headers["x-accepted-oauth-scopes"] == accepted
    assert "channels:read" in answer.headers["x-oauth-scopes"]


async def test_blocks_a_message_or_a_view_are_validated_without_a_token(ask):
    async def validate(**given: object) -> dict[str, Any]:
        data = {name: json.dumps(value) for name, value in given.items()}
        return await ask("blocks.validate", data=data, headers={"Authorization": ""})

    assert await validate(message={"blocks": [section("x")]}) == {"ok": True}
    bad = await validate(message={"blocks": [{"type": "marquee"}]})
    assert (bad["error"], bad["errors"]) == (
        "invalid_message",
        [
            {
                "code": "failed_constraint",
                "message": "unsupported type: marquee",
                "pointer": "/blocks/0/type",
            }
        ],
    )
    assert await validate(view=home("x")) == {"ok": True}
    untitled = await validate(view={"type": "modal", "blocks": []})
    assert untitled["errors"][0]["message"] == "missing required field: title"
    assert (await validate())["error"] == "invalid_arguments"
    both = await validate(view=home("x"), blocks=[section("x")])
    assert both["error"] == "invalid_arguments"


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"blocks": [section("x"), HEAD]}, "/1/type"),
        ({"message": {"text": "x", "blocks": [HEAD]}}, "/blocks/0/type"),
        ({"view": {"type": "home", "blocks": [section("x"), HEAD]}}, "/blocks/1/type"),
    ],
)
async def test_a_block_that_is_refused_by_its_type_is_validated_so(slack, ask, given, at):
    await slack.client.fault("*", "refuse_block", times=1, block="header")
    [(name, value)] = given.items()
    for errors in ([{**REFUSED, "pointer": at}], None):
        told = await ask("blocks.validate", data={name: json.dumps(value)})
        assert told.get("errors") == errors
        assert told.get("error") == (f"invalid_{name}" if errors else None)


async def test_views_need_a_trigger_a_stack_and_a_size(slack, web, ask):
    title = {"type": "plain_text", "text": "T"}
    view = {"type": "modal", "title": title, "blocks": [section("x")]}
    answer = await ask("views.open", json={"view": view})
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: trigger_id"]
    trigger = slack.workspace.new_trigger("U01EMMA")
    assert await refusal(web.views_push(trigger_id=trigger, view=view)) == "not_found"
    opened = await web.views_open(trigger_id=slack.workspace.new_trigger("U01EMMA"), view=view)
    for _ in range(2):
        trigger = slack.workspace.new_trigger("U01EMMA")
        await web.views_push(trigger_id=trigger, view=view)
    trigger = slack.workspace.new_trigger("U01EMMA")
    assert await refusal(web.views_push(trigger_id=trigger, view=view)) == "push_limit_reached"
    same = {"view_id": opened["view"]["id"], "hash": opened["view"]["hash"]}
    await web.views_update(**same, view=view)
    assert await refusal(web.views_update(**same, view=view)) == "hash_conflict"
    assert await refusal(web.views_update(view_id="V404", view=view)) == "not_found"
    heavy = {**view, "blocks": [section("界" * 3000)] * 30}
    assert await refusal(web.views_update(view_id=same["view_id"], view=heavy)) == "view_too_large"


async def test_files_that_are_not_there(web, ask):
    empty = await ask("files.getUploadURLExternal", data={"filename": "a", "length": "0"})
    assert empty["error"] == "missing_argument"
    done = web.files_completeUploadExternal(files=[{"id": "F404"}])
    assert await refusal(done) == "file_not_found"
    assert await refusal(web.files_info(file="F404")) == "file_not_found"
    begun = await web.files_getUploadURLExternal(filename="a.txt", length=5)
    early = web.files_completeUploadExternal(files=[{"id": begun["file_id"]}])
    assert await refusal(early) == "file_not_found"
