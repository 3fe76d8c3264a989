"""Rate limits: 429 with Retry-After, per method and per channel, and how to change them."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Running, running
from tests.workspace.test_web_api import ROOM

GENERAL = "C01GENERAL"
FAST = {"channel": {"per_minute": 60, "burst": 2}}


async def call(slack: Running, method: str, **args: object) -> tuple[int, str | None, Any]:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    async with (
        aiohttp.ClientSession(slack.api_url) as session,
        session.post(method, data=args, headers=headers) as answer,
    ):
        return answer.status, answer.headers.get("Retry-After"), await answer.json()


async def calls_until_refused(slack: Running, method: str, **args: object) -> int:
    for number in range(200):
        status, after, body = await call(slack, method, **args)
        if status == 429:
            assert body == {"ok": False, "error": "ratelimited"}
            assert int(after or 0) >= 1
            return number
    return 200


@pytest.mark.parametrize(
    ("method", "args", "most"),
    [
        ("conversations.list", {}, 20),
        ("conversations.info", {"channel": ROOM}, 50),
        ("users.info", {"user": "U01EMMA"}, 100),
    ],
)
async def test_each_tier_has_its_minute(slack, method, args, most):
    assert most <= await calls_until_refused(slack, method, **args) <= most + 5
    assert (await call(slack, "team.info"))[0] == 200


async def test_posts_are_counted_by_channel(slack):
    def post(channel: str):
        return calls_until_refused(slack, "chat.postMessage", channel=channel, text="x")

    assert 10 <= await post(ROOM) <= 12
    assert 10 <= await post(GENERAL) <= 12
    refused = [one for one in await slack.client.log() if one["answer"].get("error")]
    assert [one["answer"]["error"] for one in refused] == ["ratelimited"] * 2
    shown = await slack.client.messages("emma", ROOM)
    assert 10 <= len(shown) <= 12


async def test_posts_are_counted_for_the_workspace_too():
    async with running(rates={"workspace": {"burst": 3}}) as slack:
        statuses = [
            (await call(slack, "chat.postMessage", channel=channel, text="x"))[0]
            for channel in (ROOM, GENERAL, ROOM, "C01KEFU")
        ]
        assert statuses == [200, 200, 200, 429]


async def test_who_waits_as_long_as_told_is_let_through():
    async with running(rates=FAST) as slack:
        web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        for _ in range(2):
            await web.chat_postMessage(channel=ROOM, text="x")
        with pytest.raises(SlackApiError) as caught:
            await web.chat_postMessage(channel=ROOM, text="x")
        await asyncio.sleep(int(caught.value.response.headers["Retry-After"]))
        await web.chat_postMessage(channel=ROOM, text="y")


async def test_slack_sdks_own_handler_waits_and_comes_through():
    async with running(rates=FAST) as slack:
        handler = AsyncRateLimitErrorRetryHandler(max_retry_count=1)
        web = AsyncWebClient(
            token=slack.bot_token, base_url=slack.api_url, retry_handlers=[handler]
        )
        for number in range(3):
            await web.chat_postMessage(channel=ROOM, text=str(number))
        shown = await slack.client.messages("emma", ROOM)
        assert [one["text"] for one in shown] == ["0", "1", "2"]


async def test_a_refused_call_does_not_count_and_neither_does_a_wrong_token(slack):
    for _ in range(30):
        await call(slack, "conversations.list", token="xoxb-wrong")  # noqa: S106
    assert (await call(slack, "conversations.list"))[0] == 200


@pytest.mark.parametrize("way", ["seed", "argument"])
async def test_limits_can_be_switched_off(way):
    given = {"seed": {"rates": False}} if way == "seed" else {"rates": False}
    async with running(**given) as slack:
        assert await calls_until_refused(slack, "conversations.list") == 200


async def test_an_unknown_limit_is_refused():
    with pytest.raises(KeyError):
        async with running(rates={"tier_9": {"burst": 1}}):
            pass
