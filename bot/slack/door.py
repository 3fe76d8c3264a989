"""The door for signed HTTP: only what Slack signed just now, once, gets to Bolt.

Bolt parses before it verifies and runs its handlers for the same bytes as often as they come.
Here nothing is parsed before the signature is known to be right.
"""

import asyncio
import hashlib
import hmac
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.clock import Clock
from bot.db import Database
from bot.services.forms import Replays
from bot.slack.skew import WINDOW, Skew

log = structlog.get_logger()
BODY_LIMIT = 1_000_000
_BODY_SECONDS = 3.0
_SIGNED = ("x-slack-request-timestamp", "x-slack-signature")
_ONCE = (*_SIGNED, "content-type", "content-length")


class Refused(Exception):  # noqa: N818  an answer, not an error
    """Why a request gets no further, with the status of HTTP."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


class _Request(NamedTuple):
    body: bytes
    signed_at: datetime
    digest: bytes


class Door:
    """The endpoint in front of Bolt.

    `secrets` returns the signing secrets that hold at this moment; none lets nobody in. `clock` is
    the true time, whatever day is played: Slack signs with its own.
    """

    def __init__(
        self,
        database: Database,
        bolt: AsyncApp,
        secrets: Callable[[], Iterable[str]],
        clock: Clock,
        skew: Skew,
    ) -> None:
        self._bolt = bolt
        self._secrets = secrets
        self._clock = clock
        self.skew = skew
        self._replays = Replays(database, clock(), keep=2 * WINDOW)

    def compared(self, ahead: timedelta) -> None:
        """Take in how far this machine's clock is ahead of Slack's."""
        self._replays.ahead(ahead)

    async def enter(self, request: Request) -> Response:
        """Return Bolt's answer; 401, 408, 413 or 400 before it, 503 without database."""
        try:
            checked = await self._checked(request)
            if not await self._replays.first(checked.digest, checked.signed_at, self._clock()):
                log.warning("a request came twice", signed_at=checked.signed_at.isoformat())
                return PlainTextResponse("")
            return await self._handled(request, checked.body)
        except Refused as refused:
            return PlainTextResponse(refused.why, refused.status)
        except ClientDisconnect:
            return PlainTextResponse("gone", 400)
        except SQLAlchemyError as error:
            log.exception("no database to say whether a request is new", error=type(error).__name__)
            return PlainTextResponse("not now", 503)

    async def _checked(self, request: Request) -> _Request:
        headers = request.headers
        if any(len(headers.getlist(name)) > 1 for name in _ONCE):
            raise Refused(400, "a header came twice")
        stamp, signature = (headers.get(name, "") for name in _SIGNED)
        signed_at = _instant(stamp)
        body = await body_of(request, BODY_LIMIT)
        signing = b"v0:" + stamp.encode() + b":" + body
        given = signature.encode("utf-8", "replace")
        if not self._is_signed(signing, given):
            raise Refused(401, "not signed by Slack")
        if not self.skew.signed(signed_at):
            raise Refused(401, "not signed just now")
        return _Request(body, signed_at, hashlib.sha256(signing).digest())

    def _is_signed(self, signing: bytes, given: bytes) -> bool:
        right = False
        for secret in self._secrets():
            digest = hmac.new(secret.encode(), signing, hashlib.sha256).hexdigest()
            right |= hmac.compare_digest(b"v0=" + digest.encode(), given)
        return right

    async def _handled(self, request: Request, body: bytes) -> Response:
        try:
            answer = await self._bolt.async_dispatch(
                AsyncBoltRequest(body=body.decode(), headers=dict(request.headers))
            )
        except Exception as error:  # noqa: BLE001  Bolt answers for handlers; this is its parsing
            log.warning("a signed request that Bolt can't read", error=type(error).__name__)
            return PlainTextResponse("not understood", 400)
        return Response(
            answer.body, answer.status, headers=answer.first_headers_without_set_cookie()
        )


def _instant(stamp: str) -> datetime:
    """Return the instant that a header names; refuses all but plain digits."""
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 11):
        raise Refused(401, "not signed by Slack")
    return datetime.fromtimestamp(int(stamp), UTC)


async def body_of(request: Request, most: int) -> bytes:
    """Return the body, read no further than so many bytes and no longer than Slack itself waits.

    Raises Refused.
    """
    length = request.headers.get("content-length", "")
    if length.isdigit() and (len(length) > 9 or int(length) > most):
        raise Refused(413, "too large")
    body = bytearray()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    raise Refused(413, "too large")
    except TimeoutError:
        raise Refused(408, "too slow") from None
    return bytes(body)
