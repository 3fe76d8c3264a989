"""What a refused call looks like to an app: SlackApiError, its response and its headers."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.workspace.sdk.calls import refused
from tests.workspace.sdk.process import APP_TOKEN, BOT_TOKEN, GENERAL, SUPPORT, Slack


async def test_the_error_carries_code_status_headers_and_data(client: Any) -> None:
    response = await refused(client.conversations_info, channel="C0NOWHERE")
    assert (response["ok"], response["error"]) == (False, "channel_not_found")
    assert response.status_code == 200
    assert response.data["error"] == response.get("error")
    headers = {name.lower(): value for name, value in response.headers.items()}
    assert headers["content-type"].startswith("application/json")
    assert "chat:write" in headers["x-oauth-scopes"]
    with pytest.raises(SlackApiError, match="channel_not_found"):
        response.validate()


@pytest.mark.parametrize(
    ("token", "error"),
    [
        ("xoxb-wrong", "invalid_auth"),
        ("", "not_authed"),
        (APP_TOKEN, "not_allowed_token_type"),
    ],
)
async def test_a_token_that_does_not_fit(client: Any, token: str, error: str) -> None:
    client.token = None
    response = await refused(client.api_call, "team.info", params={"token": token})
    assert response["error"] == error


async def test_a_method_that_does_not_exist(client: Any) -> None:
    response = await refused(client.api_call, "chat.shout")
    assert (response["error"], response["req_method"]) == ("unknown_method", "chat.shout")


async def test_an_argument_that_is_missing_is_named(client: Any) -> None:
    response = await refused(client.api_call, "conversations.info")
    assert response["error"] == "invalid_arguments"
    assert "channel" in response["response_metadata"]["messages"][0]


async def test_blocks_that_slack_would_refuse_are_pointed_at(client: Any) -> None:
    long = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    response = await refused(client.chat_postMessage, channel=GENERAL, text="x", blocks=[long])
    assert response["error"] == "invalid_blocks"
    assert any("/blocks/0/text" in fault for fault in response["response_metadata"]["messages"])


async def test_an_archived_channel(client: Any, slack: Slack) -> None:
    slack.do("archive", channel=SUPPORT)
    try:
        response = await refused(client.chat_postMessage, channel=SUPPORT, text="x")
    finally:
        slack.do("unarchive", channel=SUPPORT)
    assert response["error"] == "is_archived"


async def test_a_message_without_text(client: Any) -> None:
    with pytest.warns(UserWarning, match="text"):
        response = await refused(client.chat_postMessage, channel=GENERAL)
    assert response["error"] == "no_text"


def test_a_cursor_that_was_not_given_out(slack: Slack) -> None:
    web = WebClient(BOT_TOKEN, base_url=slack.api_url)
    with pytest.raises(SlackApiError) as caught:
        web.users_list(cursor="made up")
    assert caught.value.response["error"] == "invalid_cursor"
