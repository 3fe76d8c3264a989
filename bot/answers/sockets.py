"""Answers by Socket Mode: what is too large for its connection goes another way.

Slack closes a connection on a message over 20,480 bytes, and the answer is lost. HTTP has no such
limit, so answers there stay within the ack.
"""

import asyncio
import json
from collections.abc import Awaitable
from time import time
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.answers.clicks import Start, or_apologise
from bot.answers.hearing import Hearing
from bot.slack.client import Payload, Slack
from bot.text import t
from bot.views.blocks import notice_modal

log = structlog.get_logger()
LARGEST = 20_000
"""Bytes of one message to Slack."""

PING_SECONDS = 10.0
"""How often a connection is looked at, and opened anew when it is lost."""

_PAUSES = (0.0, 0.2, 0.5, 1.0, 2.0)
"""Seconds before each try to fill a modal, which Slack may not know yet."""


class Sockets(AsyncSocketModeHandler):
    """Bolt's handler of one connection, for answers of any size."""

    def __init__(
        self, app: AsyncApp, app_token: str, slack: Slack, start: Start, hearing: Hearing
    ) -> None:
        super().__init__(app, app_token, logger=hearing.logger, ping_interval=PING_SECONDS)
        hearing.watch(self.client)
        self._slack = slack
        self._start = start

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Answer a request; of a large answer only that it comes, and the rest in a moment."""
        began = time()
        asked = AsyncBoltRequest(mode="socket_mode", body=req.payload, headers=build_headers(req))
        answer = await self.app.async_dispatch(asked)
        said = _said(answer)
        if said is None or size_of(req.envelope_id, said) <= LARGEST:
            await send_async_response(client, req, answer, began)
            return
        profile = asked.context.get("profile")
        language = profile.language if profile is not None else "en"
        first, rest = self._parted(said, req, language)
        sent = asyncio.Event()
        if rest is not None:
            # Started before the ack is out, so that a process that stops then still says the rest.
            self._start(_after(sent, or_apologise(self._slack, rest, req.payload, language)))
        try:
            await send_async_response(client, req, BoltResponse(status=200, body=first), began)
        finally:
            sent.set()

    def _parted(
        self, said: Payload, req: SocketModeRequest, language: str
    ) -> tuple[Payload | str, Awaitable[object] | None]:
        """Return what fits into the ack, and the work that says the rest."""
        url, view = req.payload.get("response_url"), said.get("view")
        if "command" in req.payload and url:
            return "", self._slack.respond(url, said, asked=req.payload)
        if view:
            name = f"moment.{req.envelope_id}"
            moment = {**notice_modal(language, t(language, "notice.moment")), "external_id": name}
            return {**said, "view": moment}, self._filled(name, view)
        log.error("an answer too large for Slack", kind=str(req.payload.get("type"))[:40])
        return "", None

    async def _filled(self, name: str, view: Payload) -> None:
        """Put a view in the place of the one that says *one moment*, once Slack knows that one.

        It goes by a name that only it has, so nothing else is replaced; when it never turns up,
        its reader has closed it.
        """
        for pause in _PAUSES:
            await asyncio.sleep(pause)
            if await self._slack.fill_modal(name, view):
                return
        log.info("a modal was closed before it was filled")


async def _after(sent: asyncio.Event, work: Awaitable[None]) -> None:
    await sent.wait()
    await work


def size_of(envelope_id: str, said: Payload) -> int:
    """Return the bytes of an answer as slack_sdk sends it: in ASCII, a Chinese character in six."""
    return len(json.dumps(SocketModeResponse(envelope_id, said).to_dict()))


def _said(answer: BoltResponse) -> Payload | None:
    """Return what an ack says, as Slack is sent it; None when it says nothing."""
    if answer.status != 200 or not answer.body:
        return None
    kind = answer.headers.get("content-type", [""])[0]
    said: Any = json.loads(answer.body) if kind.startswith("application/json") else None
    return said if isinstance(said, dict) else {"text": answer.body}
