"""Slack's rate limits as an app meets them, without any fault switched on."""

from collections.abc import Callable, Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from tests.workspace.sdk.process import BOT_TOKEN, GENERAL, SUPPORT, Slack, workspace


@pytest.fixture(scope="module")
def limited() -> Iterator[Slack]:
    with workspace(rate_limits=True) as running:
        yield running


def _often(call: Callable[[int], object]) -> None:
    for number in range(30):
        call(number)


def test_posts_to_one_channel_are_limited_and_the_handler_waits(limited: Slack) -> None:
    web = WebClient(BOT_TOKEN, base_url=limited.api_url)
    with pytest.raises(SlackApiError) as caught:
        _often(lambda number: web.chat_postMessage(channel=GENERAL, text=str(number)))
    response = caught.value.response
    assert (response.status_code, response["error"]) == (429, "ratelimited")
    assert int(response.headers["Retry-After"]) == 1
    web.chat_postMessage(channel=SUPPORT, text="another channel")
    web.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=2))
    web.chat_postMessage(channel=GENERAL, text="patience")
    posted = [one["text"] for one in limited.messages("emma", "general")]
    assert posted[-1] == "patience"
    assert len(posted) == len(set(posted))


def test_a_method_of_the_second_tier_is_limited_alone(limited: Slack) -> None:
    web = WebClient(BOT_TOKEN, base_url=limited.api_url)
    with pytest.raises(SlackApiError, match="ratelimited") as caught:
        _often(lambda _: web.users_list())
    assert 1 <= int(caught.value.response.headers["Retry-After"]) <= 60
    web.users_info(user="U01EMMA")
