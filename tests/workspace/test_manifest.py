"""A workspace made from the manifest of a Slack app refuses what Slack would refuse."""

import copy
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.seed import ManifestError, from_manifest
from bot.workspace.server import running
from tests.workspace.test_web_api import ROOM, refusal

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Tea Time", "description": "Boils water"},
    "features": {
        "app_home": {"home_tab_enabled": False, "messages_tab_enabled": False},
        "bot_user": {"display_name": "tea"},
        "slash_commands": [
            {"command": "/tea", "description": "Boil", "usage_hint": "[cups]"},
            {"command": "/mate", "description": "Boil", "should_escape": True},
        ],
        "shortcuts": [
            {"name": "Pour", "type": "message", "callback_id": "pour", "description": "x"},
            {"name": "Rest", "type": "global", "callback_id": "rest", "description": "x"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "app_mentions:read"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_mention"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def changed(**settings: Any) -> dict[str, Any]:
    manifest = copy.deepcopy(MANIFEST)
    manifest["settings"] |= settings
    return manifest


async def test_the_app_is_the_one_of_the_manifest():
    async with running(from_manifest(MANIFEST)) as slack:
        web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        assert (await web.auth_test())["user"] == "tea"
        posted = await web.chat_postMessage(channel=ROOM, text="x")
        assert posted["message"]["bot_profile"]["name"] == "Tea Time"
        assert await refusal(web.users_list()) == "missing_scope"
        assert await refusal(web.conversations_history(channel=ROOM)) == "missing_scope"
        home = web.views_publish(user_id="U01EMMA", view={"type": "home", "blocks": []})
        assert await refusal(home) == "not_enabled"
        alone = web.chat_postMessage(channel="U01EMMA", text="x")
        assert await refusal(alone) == "messages_tab_disabled"
        state = await slack.client.state()
        assert [(one["command"], one["should_escape"]) for one in state["commands"]] == [
            ("/tea", False),
            ("/mate", True),
        ]
        assert {one["callback_id"]: one["kind"] for one in state["shortcuts"]} == {
            "pour": "message",
            "rest": "global",
        }


async def test_only_events_that_were_subscribed_to_are_sent():
    async with running(from_manifest(MANIFEST)) as slack:
        await slack.client.say("emma", ROOM, "just talking")
        await slack.client.say("emma", ROOM, "<@U01FRTBOT> tea please")

        async def sent() -> list[str]:
            return [one["name"] for one in await slack.client.log() if one["direction"] == "to_app"]

        assert set(await slack.client.wait_for(sent)) == {"app_mention"}


async def test_without_socket_mode_the_app_is_called_at_its_address(unused_tcp_port):
    url = f"http://127.0.0.1:{unused_tcp_port}/slack/events"
    manifest = changed(
        socket_mode_enabled=False, interactivity={"is_enabled": True, "request_url": url}
    )
    async with running(from_manifest(manifest)) as slack:
        answer = await slack.client.command("emma", ROOM, "/tea")
        assert answer["ack"]["status"] == "unreachable"
        assert slack.courier.http is not None


def with_optional(*names: str) -> dict[str, Any]:
    scopes = {"bot": ["commands", "chat:write", "app_mentions:read", "users:read"]}
    return {**MANIFEST, "oauth_config": {"scopes": {**scopes, "bot_optional": list(names)}}}


async def test_optional_scopes_are_granted_or_not_as_whoever_installs_it_likes():
    manifest = with_optional("users:read")
    for granted in (True, False):
        async with running(from_manifest(manifest, optional=granted)) as slack:
            web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
            told = (await web.auth_test()).headers["x-oauth-scopes"].split(",")
            assert ("users:read" in told) is granted
            if not granted:
                assert await refusal(web.users_list()) == "missing_scope"


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (with_optional("files:read"), "files:read is not in bot"),
        (changed(event_subscriptions={"bot_events": ["message.im"]}), "im:history"),
        (changed(event_subscriptions={"bot_events": ["member_joined_channel"]}), "channels:read"),
        ({**MANIFEST, "oauth_config": {"scopes": {"bot": ["app_mentions:read"]}}}, "commands"),
        ({**MANIFEST, "display_information": {}}, "name"),
        ({**MANIFEST, "features": {"slash_commands": [{}]}}, "command"),
        ({**MANIFEST, "features": []}, "form"),
        ([], "form"),
    ],
)
def test_a_manifest_that_slack_would_not_take(manifest, said):
    with pytest.raises(ManifestError, match=said):
        from_manifest(manifest)
