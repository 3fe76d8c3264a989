"""An app without any library: it notes what it is sent, and answers as a test says."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Running, running
from tests.workspace.conftest import SEED

EVENTS = [
    *SEED["app"]["events"],
    "app_uninstalled",
    "channel_archive",
    "channel_left",
    "channel_rename",
    "channel_unarchive",
    "member_left_channel",
    "tokens_revoked",
]
EVERYTHING = {"app": {**SEED["app"], "events": EVENTS}}


@dataclass
class Inbox:
    """What came over HTTP, with its headers, and the answers to give in turn."""

    requests: list[dict] = field(default_factory=list)
    headers: list[dict] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    client: AsyncWebClient = field(default_factory=AsyncWebClient)

    async def take(self, request: web.Request) -> web.Response:
        form = request.content_type == "application/x-www-form-urlencoded"
        given = dict(await request.post()) if form else await request.json()
        self.requests.append(json.loads(given["payload"]) if "payload" in given else given)
        self.headers.append(dict(request.headers))
        return self.answers.pop(0) if self.answers else web.Response()


@contextlib.asynccontextmanager
async def inbox(**seed: object) -> AsyncIterator[tuple[Running, Inbox]]:
    """A workspace that posts what it has to tell to an inbox."""
    held = Inbox()
    site = web.Application()
    site.router.add_post("/slack", held.take)
    site.router.add_post("/moved", moved)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    try:
        url = f"http://127.0.0.1:{port}/slack"
        async with running({**EVERYTHING, **seed}, request_url=url) as slack:
            held.client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
            slack.workspace.timings.event_retries = (0.0, 0.05, 0.1)
            yield slack, held
    finally:
        await runner.cleanup()


async def posted_to(app: Inbox, kind: str) -> dict:
    """Return the newest event or interaction of a kind once it has come."""
    async with asyncio.timeout(5):
        while True:
            for one in reversed(app.requests):
                if kind in {one["type"], one.get("event", {}).get("type")}:
                    return one
            await asyncio.sleep(0.01)


async def moved(_request: web.Request) -> web.Response:
    raise web.HTTPTemporaryRedirect("/moved")


@contextlib.asynccontextmanager
async def socket_to(
    slack: Running, more: str = ""
) -> AsyncIterator[tuple[aiohttp.ClientWebSocketResponse, dict]]:
    """One websocket to a workspace, and its hello."""
    web_client = AsyncWebClient(base_url=slack.api_url)
    opened = await web_client.apps_connections_open(app_token=slack.app_token)
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(opened["url"] + more) as socket,
    ):
        yield socket, await socket.receive_json(timeout=2)


async def acknowledge(socket: aiohttp.ClientWebSocketResponse, payload: dict | None = None) -> dict:
    """Take the next envelope and acknowledge it."""
    envelope = await socket.receive_json(timeout=2)
    answer = {"envelope_id": envelope["envelope_id"]}
    await socket.send_json(answer if payload is None else {**answer, "payload": payload})
    return envelope
