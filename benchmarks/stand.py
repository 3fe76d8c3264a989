"""What stands in for Slack while bots are measured: as little as they need, in the load's process.

The local workspace checks all that it is sent, which takes longer than the bot does. Nothing is
judged here: it takes calls, gives out websockets, and says when an answer has come.
"""

import asyncio
import itertools
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import WSMsgType, web

TEAM, APP = "T01LOCAL", "A01FRT"
BOT_TOKEN, APP_TOKEN = "xoxb-bench", "xapp-bench"
SECRET = "local-signing-secret"  # noqa: S105  the local workspace's
SOCKETS = 2
"""How many websockets a bot opens."""
_ENVELOPE = re.compile(r'"envelope_id":\s*"([^"]+)"')
_SCOPES = "commands,chat:write,users:read,channels:read,im:write,channels:history,channels:join"


class Stand:
    """Slack's side of one bot: `url` is its Web API, `calls` how often each method was called."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: dict[str, int] = {}
        self.views: dict[str, dict[str, Any]] = {}
        self._awaited: dict[str, asyncio.Future[str]] = {}
        self.connected = asyncio.Event()
        self._sockets: list[web.WebSocketResponse] = []
        self._numbers = itertools.count(1)

    def response_url(self, key: str) -> str:
        return f"{self.url}said/{key}"

    def await_(self, key: str) -> asyncio.Future[str]:
        """Return what is said for a key: a trigger, a `response_url` or an envelope."""
        future: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._awaited[key] = future
        return future

    async def send(self, number: int, envelope: str) -> None:
        """Send an envelope to one of the websockets, in turn."""
        await self._sockets[number % len(self._sockets)].send_str(envelope)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/api/said/{key}", self._said),
            web.route("*", "/api/{method}", self._call),
            web.get("/link", self._link),
        ]

    def _done(self, key: str, text: str) -> None:
        future = self._awaited.pop(key, None)
        if future is not None and not future.done():
            future.set_result(text)

    async def _said(self, request: web.Request) -> web.Response:
        self._done(request.match_info["key"], await request.text())
        return web.Response(text="ok")

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.calls[method] = self.calls.get(method, 0) + 1
        given = await _given(request)
        answer = {"ok": True, **self._answer(method, given)}
        if method in {"views.open", "views.push", "views.update"}:
            key = given.get("trigger_id") or given.get("view_id") or given.get("external_id")
            view = given.get("view")
            self._done(str(key), view if isinstance(view, str) else json.dumps(view))
        return web.json_response(answer, headers={"x-oauth-scopes": _SCOPES})

    def _answer(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        number = next(self._numbers)
        if method == "auth.test":
            named = {"team": "Bench", "user": "frt", "url": self.url}
            return {**named, "team_id": TEAM, "user_id": "U01FRTBOT", "bot_id": "B01FRT"}
        if method == "apps.connections.open":
            return {"url": f"{self.url.replace('http', 'ws').removesuffix('api/')}link"}
        if method.startswith("views."):
            return {"view": {"id": f"V{number}", "hash": f"{number}.h", "type": "modal"}}
        if method == "users.info":
            user = {"id": given.get("user"), "name": "somebody", "team_id": TEAM, "tz": "UTC"}
            return {"user": {**user, "locale": "en-GB", "profile": {}}}
        return {
            "ts": f"1700000000.{number:06}",
            "channel": given.get("channel", "C0"),
            "messages": [],
        }

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        told = {"num_connections": len(self._sockets), "connection_info": {"app_id": APP}}
        await socket.send_json({"type": "hello", **told, "debug_info": {"host": "bench"}})
        if len(self._sockets) == SOCKETS:
            self.connected.set()
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT and (found := _ENVELOPE.search(message.data)):
                    self._done(found[1], message.data)
        finally:
            self._sockets.remove(socket)
        return socket


@asynccontextmanager
async def standing() -> AsyncIterator[Stand]:
    """Stand in for Slack until the block ends."""
    stand = Stand()
    app = web.Application(client_max_size=10_000_000)
    app.add_routes(stand.routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    stand.url = f"http://{host}:{port}/api/"
    try:
        yield stand
    finally:
        await runner.cleanup()


async def _given(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        given = json.loads(await request.text() or "{}")
        return given if isinstance(given, dict) else {}
    return dict(await request.post())
