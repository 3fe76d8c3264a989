"""The floor: a bare Bolt app that acks the same bytes and does nothing else.

Run as `python -m benchmarks.bare_app PORT API_URL ANSWER_FILE http|socket`. `/healthz` answers as
the bot's does.
"""

import asyncio
import json
import sys
from pathlib import Path

import uvicorn
import uvloop
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from benchmarks.stand import APP_TOKEN, BOT_TOKEN, SECRET, SOCKETS


def main() -> None:
    """Serve until ended."""
    port, api_url, answer_file, way = sys.argv[1:]
    answer = json.loads(Path(answer_file).read_text(encoding="utf-8"))
    bolt = AsyncApp(
        client=AsyncWebClient(token=BOT_TOKEN, base_url=api_url),
        signing_secret=SECRET,
        process_before_response=True,
    )

    @bolt.command("/frt")
    async def frt(ack: AsyncAck) -> None:
        await ack(answer)

    uvloop.run(_serve(bolt, int(port), is_socket=way == "socket"))


async def _serve(bolt: AsyncApp, port: int, *, is_socket: bool) -> None:
    handler = AsyncSlackRequestHandler(bolt)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    routes = [Route("/healthz", healthz), Route("/slack/events", events, methods=["POST"])]
    sockets = [AsyncSocketModeHandler(bolt, APP_TOKEN) for _ in range(SOCKETS * is_socket)]
    config = uvicorn.Config(
        Starlette(routes=routes),
        host="127.0.0.1",
        port=port,
        log_level="warning",
        access_log=False,
    )
    await asyncio.gather(uvicorn.Server(config).serve(), *(one.connect_async() for one in sockets))


if __name__ == "__main__":
    main()
