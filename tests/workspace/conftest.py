from collections.abc import AsyncIterator

import pytest
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
