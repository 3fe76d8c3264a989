"""A workspace process and, for Bolt's tests, an app connected to it in each possible way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.sdk.process import BOT_TOKEN, Json, Slack, free_port, workspace
from tests.workspace.sdk.ways import HTTP, PATH, WAYS

PATIENCE = 30
"""Seconds; websocket_client notices only after up to 10 that its own connection is closed."""


@pytest.fixture(scope="session")
def slack() -> Iterator[Slack]:
    """Yield a workspace that an app may open Socket Mode connections to."""
    with workspace() as running:
        yield running


@pytest.fixture(params=[WebClient, AsyncWebClient], ids=["sync", "async"])
def client(request: pytest.FixtureRequest, slack: Slack) -> Any:
    """Yield slack_sdk's client, once each kind; `await done(client.…())` works with both."""
    return request.param(BOT_TOKEN, base_url=slack.api_url)


@dataclass
class Pair:
    """A workspace and the app in it; `seen` is each body, context and headers that it was given."""

    slack: Slack
    way: str
    seen: list[tuple[Json, Json, Json]] = field(default_factory=list)

    def given(self, kind: str) -> list[Json]:
        """Return the bodies of a kind (`command` or their type), waiting for the first."""
        return self.slack.until(lambda: [body for body, _, _ in self.seen if _kind(body) == kind])


def _kind(body: Json) -> str:
    if "command" in body:
        return "command"
    return body["event"]["type"] if body["type"] == "event_callback" else body["type"]


@pytest.fixture(scope="session")
def by_http() -> Iterator[tuple[Slack, int]]:
    """Yield a workspace that calls the app at a port of this machine."""
    port = free_port()
    with workspace(f"http://127.0.0.1:{port}{PATH}") as running:
        yield running, port


@pytest.fixture(scope="module", params=WAYS)
def connected(request: pytest.FixtureRequest) -> Iterator[Pair]:
    """Yield a workspace and an app that it reaches in one of the possible ways."""
    way = request.param
    slack, port = request.getfixturevalue("by_http") if way in HTTP else (None, 0)
    slack = slack or request.getfixturevalue("slack")
    pair = Pair(slack, way)
    slack.do("drop_sockets")
    slack.until(lambda: slack.see("state")["connections"] == 0, PATIENCE)
    with WAYS[way](slack, port, pair.seen):
        slack.until(lambda: slack.see("state")["connections"] == (way not in HTTP), PATIENCE)
        yield pair


@pytest.fixture
def pair(connected: Pair) -> Pair:
    """Yield a workspace and an app that have forgotten earlier tests."""
    connected.slack.forget()
    connected.seen.clear()
    return connected
