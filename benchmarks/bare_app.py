"""The floor for `/frt today`: a bare Bolt app that acks the same bytes and does nothing else.

Run as `python -m benchmarks.bare_app PORT SECRET API_URL ANSWER_FILE`.
"""

import json
import sys
from pathlib import Path

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def main() -> None:
    """Serve until ended."""
    port, secret, api_url, answer_file = sys.argv[1:]
    answer = json.loads(Path(answer_file).read_text(encoding="utf-8"))
    bolt = AsyncApp(
        client=AsyncWebClient(token="xoxb-local-bot", base_url=api_url),  # noqa: S106
        signing_secret=secret,
        process_before_response=True,
    )
    handler = AsyncSlackRequestHandler(bolt)

    @bolt.command("/frt")
    async def frt(ack: AsyncAck) -> None:
        await ack(answer)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    web = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    uvicorn.run(web, host="127.0.0.1", port=int(port), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
