"""The web server's routes: Slack over signed HTTP, health and metrics."""

from collections.abc import Sequence

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, disable_created_metrics, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.answers.hearing import CONNECTIONS, Hearing
from bot.clock import Clock
from bot.db import Database
from bot.services.deliveries import exposition
from bot.services.feeds import failing as failing_feeds
from bot.slack.door import Door

log = structlog.get_logger()
disable_created_metrics()  # type: ignore[no-untyped-call]


def web_app(
    database: Database,
    door: Door | None,
    clock: Clock,
    hearing: Hearing,
    more: Sequence[BaseRoute] = (),
) -> Starlette:
    """Return the routes and `more`; `POST /slack/events` only when there is a door."""

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        try:
            await database.ping()
        except Exception as error:  # noqa: BLE001
            return PlainTextResponse(f"no database: {type(error).__name__}", 503)
        trouble = door.skew.trouble if door else None
        if problem := await hearing.problem() or trouble:
            return PlainTextResponse(problem, 503)
        # No new process mends these, so they do not make it unready.
        failing = await failing_feeds(database)
        told = [f"tickets do not come in: feed {one} ({why})" for one, why in failing]
        return PlainTextResponse("\n".join(["ok", *told]))

    async def metrics(_request: Request) -> Response:
        CONNECTIONS.set(await hearing.open())
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
        *more,
    ]
    if door:
        routes.append(Route("/slack/events", door.enter, methods=["POST"]))
    return Starlette(routes=routes)
