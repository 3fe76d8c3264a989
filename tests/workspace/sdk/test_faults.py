"""How slack_sdk's clients behave when a call goes wrong, with the switch that makes it so."""

import time
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.http_retry.builtin_handlers import (
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.sdk.calls import done, refused
from tests.workspace.sdk.process import BOT_TOKEN, SUPPORT, Slack

RATE_LIMIT = {
    WebClient: RateLimitErrorRetryHandler,
    AsyncWebClient: AsyncRateLimitErrorRetryHandler,
}
SERVER_ERROR = {WebClient: ServerErrorRetryHandler, AsyncWebClient: AsyncServerErrorRetryHandler}
LOST = (aiohttp.ClientError, ConnectionError)


@pytest.fixture(autouse=True)
def mended(slack: Slack) -> Iterator[None]:
    slack.forget()
    yield
    for deed in ("fault_clear", "restore_token", "restore_scope"):
        slack.do(deed)


@pytest.fixture
def once(client: Any, slack: Slack) -> Any:
    """Yield a client that never tries again by itself."""
    return type(client)(BOT_TOKEN, base_url=slack.api_url, retry_handlers=[])


def fault(slack: Slack, kind: str, **options: object) -> None:
    slack.do("fault_set", method="chat.postMessage", kind=kind, options=options)


def texts(slack: Slack) -> list[str]:
    return [one["text"] for one in slack.messages("emma", "support-global")]


async def post(client: Any) -> Any:
    return await done(client.chat_postMessage(channel=SUPPORT, text="x"))


async def test_slack_sdk_posts_twice_when_the_reply_is_lost(client: Any, slack: Slack) -> None:
    fault(slack, "drop_reply")
    await post(client)
    assert texts(slack) == ["x", "x"]


async def test_without_retry_handlers_it_posts_once_and_says_it_does_not_know(
    once: Any, slack: Slack
) -> None:
    fault(slack, "drop_reply")
    with pytest.raises(LOST):
        await post(once)
    assert texts(slack) == ["x"]


async def test_a_request_that_was_lost_is_sent_again(client: Any, slack: Slack) -> None:
    fault(slack, "drop_request")
    await post(client)
    assert texts(slack) == ["x"]


async def test_too_many_requests(once: Any, slack: Slack) -> None:
    fault(slack, "rate_limited", retry_after="30")
    response = await refused(once.chat_postMessage, channel=SUPPORT, text="x")
    assert (response.status_code, response["error"]) == (429, "ratelimited")
    assert {name.lower(): value for name, value in response.headers.items()}["retry-after"] == "30"
    assert texts(slack) == []


async def test_the_rate_limit_handler_waits_and_succeeds(client: Any, slack: Slack) -> None:
    client.retry_handlers.append(RATE_LIMIT[type(client)]())
    fault(slack, "rate_limited", retry_after="1")
    start = time.monotonic()
    await post(client)
    assert time.monotonic() - start >= 1
    assert texts(slack) == ["x"]


async def test_the_server_error_handler_tries_again(client: Any, slack: Slack) -> None:
    client.retry_handlers.append(SERVER_ERROR[type(client)]())
    fault(slack, "server_error", status=503)
    await post(client)
    assert texts(slack) == ["x"]


async def test_a_server_error_is_not_tried_again_by_default(client: Any, slack: Slack) -> None:
    fault(slack, "server_error", status=500)
    with pytest.raises(SlackApiError) as caught:
        await post(client)
    assert caught.value.response.status_code == 500


async def test_a_web_page_is_no_answer(client: Any, slack: Slack) -> None:
    fault(slack, "html", done=True)
    with pytest.raises(SlackApiError):
        await post(client)
    assert texts(slack) == ["x"]


async def test_half_an_answer_is_no_answer(once: Any, slack: Slack) -> None:
    fault(slack, "truncate")
    with pytest.raises((SlackApiError, OSError, aiohttp.ClientError, Exception)):
        await post(once)
    assert texts(slack) == ["x"]


async def test_an_internal_error_may_come_after_the_work(client: Any, slack: Slack) -> None:
    fault(slack, "internal_error")
    response = await refused(client.chat_postMessage, channel=SUPPORT, text="x")
    assert response["error"] == "internal_error"
    assert texts(slack) == ["x"]


async def test_a_late_answer_is_past_the_clients_patience(client: Any, slack: Slack) -> None:
    client.timeout = 1
    fault(slack, "late", seconds=1.5)
    with pytest.raises((TimeoutError, OSError)):
        await post(client)
    assert texts(slack)[0] == "x"


async def test_a_revoked_token_and_a_lost_scope(client: Any, slack: Slack) -> None:
    slack.do("remove_scope", scope="chat:write")
    response = await refused(client.chat_postMessage, channel=SUPPORT, text="x")
    assert (response["error"], response["needed"]) == ("missing_scope", "chat:write")
    assert "chat:write" not in response["provided"].split(",")
    slack.do("revoke_token")
    assert (await refused(client.auth_test))["error"] == "token_revoked"
