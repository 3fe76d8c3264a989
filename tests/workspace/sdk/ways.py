"""Every way to reach a Bolt app: signed HTTP by four servers, Socket Mode by four clients."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import uvicorn
from aiohttp import web
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler as ByAiohttp
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler as ByBuiltin
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler as ByWebsocketClient
from slack_bolt.adapter.socket_mode.websockets import AsyncSocketModeHandler as ByWebsockets
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.app.app import SlackAppDevelopmentServer
from slack_bolt.async_app import AsyncApp

from bot.workspace.serving import serving
from tests.workspace.sdk import async_app, sync_app
from tests.workspace.sdk.process import APP_TOKEN, Slack

PATH = "/slack/events"
PING = 0.5
"""Seconds between a client's looks at its connection."""


@contextlib.contextmanager
def development_server(slack: Slack, port: int, seen: list) -> Iterator[None]:
    app = sync_app.make(slack, seen)
    server = SlackAppDevelopmentServer(port, PATH, app, http_server_logger_enabled=False)._server
    with _serving(server):
        yield


@contextlib.contextmanager
def wsgi(slack: Slack, port: int, seen: list) -> Iterator[None]:
    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = SlackRequestHandler(sync_app.make(slack, seen), PATH)
    with _serving(make_server("127.0.0.1", port, handler, handler_class=Quiet)):
        yield


@contextlib.contextmanager
def _serving(server: Any) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.asynccontextmanager
async def aiohttp_server(app: AsyncApp, port: int) -> AsyncIterator[None]:
    runner = web.AppRunner(app.web_app(PATH), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def asgi(app: AsyncApp, port: int) -> AsyncIterator[None]:
    handler = AsyncSlackRequestHandler(app, PATH)
    config = uvicorn.Config(handler, lifespan="off", log_level="warning")
    with socket.create_server(("127.0.0.1", port)) as listener:
        async with serving(config, listener):
            yield


def sync_socket(handler: Callable[..., Any]) -> Callable[..., Any]:
    @contextlib.contextmanager
    def connected(slack: Slack, _port: int, seen: list) -> Iterator[None]:
        connection = handler(sync_app.make(slack, seen), APP_TOKEN, ping_interval=PING)
        connection.connect()
        try:
            yield
        finally:
            threading.Thread(target=_close, args=[connection], daemon=True).start()

    return connected


def _close(connection: Any) -> None:
    """Close; it may take websocket_client 10 s, and its session may be gone in between."""
    with contextlib.suppress(AttributeError, OSError):
        connection.close()


def async_socket(handler: Callable[..., Any]) -> Callable[..., Any]:
    @contextlib.asynccontextmanager
    async def connected(app: AsyncApp, _port: int) -> AsyncIterator[None]:
        connection = handler(app, APP_TOKEN, ping_interval=PING)
        await connection.connect_async()
        try:
            yield
        finally:
            await connection.close_async()

    return connected


def in_a_loop(run: Callable[..., Any]) -> Callable[..., Any]:
    """Return a way that keeps an AsyncApp in an event loop of its own thread."""

    @contextlib.contextmanager
    def kept(slack: Slack, port: int, seen: list) -> Iterator[None]:
        ready, ended = threading.Event(), threading.Event()
        failures: list[BaseException] = []

        async def main() -> None:
            async with run(async_app.make(slack, seen), port):
                ready.set()
                await asyncio.to_thread(ended.wait)

        def work() -> None:
            try:
                asyncio.run(main())
            except BaseException as error:  # noqa: BLE001
                failures.append(error)
            ready.set()

        thread = threading.Thread(target=work)
        thread.start()
        ready.wait(10)
        try:
            assert not failures, failures
            yield
        finally:
            ended.set()
            thread.join()
        assert not failures, failures

    return kept


HTTP = {
    "http-sync-development-server": development_server,
    "http-sync-wsgi": wsgi,
    "http-async-aiohttp": in_a_loop(aiohttp_server),
    "http-async-asgi": in_a_loop(asgi),
}
SOCKET = {
    "socket-sync-builtin": sync_socket(ByBuiltin),
    "socket-sync-websocket-client": sync_socket(ByWebsocketClient),
    "socket-async-aiohttp": in_a_loop(async_socket(ByAiohttp)),
    "socket-async-websockets": in_a_loop(async_socket(ByWebsockets)),
}
WAYS = HTTP | SOCKET
