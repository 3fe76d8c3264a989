import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Running, running

SEED = {
    "app": {
        "commands": [
            {"command": "/demo", "hint": "[text]", "description": "Say it again"},
            {"command": "/raw", "should_escape": False},
        ],
        "shortcuts": [
            {"callback_id": "look", "name": "Look at this", "kind": "message"},
            {"callback_id": "start", "name": "Start", "kind": "global"},
        ],
        "events": [
            "app_home_opened",
            "app_mention",
            "member_joined_channel",
            "message.channels",
            "message.im",
        ],
    }
}


@pytest.fixture
async def slack() -> AsyncIterator[Running]:
    async with running(SEED) as workspace:
        yield workspace


@pytest.fixture
def web(slack: Running) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def validate() -> AsyncIterator[Callable[..., Any]]:
    async with running() as slack, aiohttp.ClientSession(slack.api_url) as session:

        async def ask(kind: str, value: object) -> dict[str, Any]:
            async with session.post("blocks.validate", data={kind: json.dumps(value)}) as answer:
                return await answer.json()

        yield ask
