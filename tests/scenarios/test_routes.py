"""Which handler answers a request, of those registered with Bolt's decorators."""

import re

import pytest
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands.routes import RoutedApp


async def authorize() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-local-bot")  # noqa: S106


@pytest.fixture
def app() -> RoutedApp:
    return RoutedApp(
        name="demo",
        client=AsyncWebClient(),
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
    )


async def said(app: RoutedApp, body: dict) -> tuple[int, str]:
    asked = {"team": {"id": "T1"}, "user": {"id": "U1"}, **body}
    answer = await app.async_dispatch(AsyncBoltRequest(body=asked, mode="socket_mode"))
    return answer.status, answer.body


def click(action_id: str, value: str = "") -> dict:
    return {
        "type": "block_actions",
        "actions": [{"action_id": action_id, "block_id": "b", "value": value}],
    }


async def test_an_id_has_one_handler_then_come_those_with_matchers_or_patterns(app):
    async def is_short(action) -> bool:
        return len(action["value"]) == 1

    @app.action("opens", matchers=[is_short])
    async def on_short(ack):
        await ack("short")

    @app.action(re.compile(""))
    async def on_anything(ack):
        await ack("pattern")

    @app.action("open")
    @app.action("turn")
    async def on_one(ack, body, action):
        assert body["actions"] == [action]
        await ack("one")

    app.look_up_handlers(str)
    for body, expected in (
        (click("open", "1"), "one"),
        (click("turn", "long"), "one"),
        (click("opens", "1"), "short"),
        (click("opens", "long"), "pattern"),
        (click("other", "1"), "pattern"),
    ):
        assert (await said(app, body))[1] == expected


@pytest.mark.parametrize("decorator", ["command", "action", "view", "shortcut"])
def test_a_second_handler_for_an_id_stops_the_start(app, decorator):
    async def on_it(ack):
        await ack()

    getattr(app, decorator)("id")(on_it)
    with pytest.raises(ValueError, match="'id'"):
        getattr(app, decorator)("id")(on_it)


async def test_each_kind_has_its_own_ids_and_what_nobody_registered_is_left_to_bolt(app):
    @app.command("same")
    async def on_command(ack):
        await ack("command")

    @app.action("same")
    async def on_action(ack):
        await ack("action")

    @app.view("same")
    async def on_view(ack):
        await ack({"said": "view"})

    @app.shortcut("same")
    async def on_shortcut(ack):
        await ack("shortcut")

    app.look_up_handlers(str)
    for body, expected in (
        ({"command": "same", "text": ""}, "command"),
        (click("same"), "action"),
        ({"type": "view_submission", "view": {"type": "modal", "callback_id": "same"}}, "view"),
        ({"type": "shortcut", "callback_id": "same"}, "shortcut"),
        ({"type": "message_action", "callback_id": "same"}, "shortcut"),
    ):
        assert expected in (await said(app, body))[1]
    for body in (
        {"command": "/other", "text": ""},
        {"type": "view_closed", "view": {"type": "modal", "callback_id": "same"}},
        {"type": "shortcut", "callback_id": "other"},
    ):
        assert (await said(app, body))[0] == 404


@pytest.mark.parametrize("decorator", ["command", "action", "view", "view_closed", "shortcut"])
def test_a_misspelt_argument_stops_the_start(app, decorator):
    async def on_it(ack, acton):
        await ack(acton)

    with pytest.raises(TypeError, match="acton"):
        getattr(app, decorator)("id")(on_it)
