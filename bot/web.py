"""The web server's routes: Slack over signed HTTP, health and metrics."""

from collections.abc import Awaitable, Callable

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.clock import Clock
from bot.db import Database
from bot.services.delivery_gauges import exposition

log = structlog.get_logger()
_BODY_LIMIT = 1_000_000


def web_app(
    database: Database, bolt: AsyncApp, signing_secret: str | None, clock: Clock
) -> Starlette:
    """Return the routes; `POST /slack/events` only when there is a signing secret."""

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        try:
            await database.ping()
        except Exception as error:  # noqa: BLE001
            return PlainTextResponse(f"no database: {type(error).__name__}", 503)
        return PlainTextResponse("ok")

    async def metrics(_request: Request) -> Response:
        ledger = b""
        try:
            ledger = await exposition(database, clock())
        except Exception as error:  # noqa: BLE001
            log.warning("no figures of the ledger", error=repr(error))
        return Response(generate_latest() + ledger, media_type=CONTENT_TYPE_LATEST)

    routes: list[BaseRoute] = [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", metrics),
    ]
    if signing_secret:
        routes.append(Route("/slack/events", _slack(bolt, signing_secret), methods=["POST"]))
    return Starlette(routes=routes)


def _slack(bolt: AsyncApp, signing_secret: str) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint that lets only what Slack signed in the last five minutes reach Bolt."""
    verifier = SignatureVerifier(signing_secret)

    async def slack_events(request: Request) -> Response:
        if int(request.headers.get("content-length") or _BODY_LIMIT + 1) > _BODY_LIMIT:
            return PlainTextResponse("too large", 413)
        body = await request.body()
        if not _signed(verifier, body, request):
            return PlainTextResponse("not signed by Slack", 401)
        try:
            answer = await bolt.async_dispatch(
                AsyncBoltRequest(body=body.decode(), headers=dict(request.headers))
            )
        except Exception as error:  # noqa: BLE001  Bolt answers for handlers; this is its parsing
            log.warning("a signed request that Bolt can't read", error=repr(error))
            return PlainTextResponse("not understood", 400)
        return Response(
            answer.body, answer.status, headers=answer.first_headers_without_set_cookie()
        )

    return slack_events


def _signed(verifier: SignatureVerifier, body: bytes, request: Request) -> bool:
    timestamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    if not (timestamp.isascii() and timestamp.isdigit() and signature.isascii()):
        return False
    return bool(verifier.is_valid(body, timestamp, signature))
