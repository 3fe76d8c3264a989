"""Wiring: settings → database → Slack → Bolt → web server, built once."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import structlog
import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette

from bot.background import Background
from bot.cards import Cards
from bot.clock import Clock, clock_from
from bot.commands import (
    action_change,
    action_make,
    actions,
    cases,
    daily,
    fallback,
    reader,
    report,
    review,
    share,
    waiting,
    warnings,
    why,
)
from bot.commands import help as help_command
from bot.db import Database
from bot.deps import Deps
from bot.errors import BotError
from bot.jobs import daily_report, reminders, weekly_review
from bot.jobs import warnings as warning_job
from bot.planner import Planner
from bot.settings import Settings
from bot.slack import Slack, handle_errors
from bot.web import web_app

log = structlog.get_logger()
SOCKET_CONNECTIONS = 2
COMMANDS = (
    help_command,
    actions,
    action_make,
    action_change,
    warnings,
    waiting,
    report,
    share,
    why,
    cases,
    fallback,
)
PLANNING = (daily, review)
JOBS = (daily_report, reminders, weekly_review, warning_job)


@dataclass(frozen=True, slots=True)
class Application:
    """Everything one process holds."""

    deps: Deps
    bolt: AsyncApp
    planner: Planner
    web: Starlette


def build(settings: Settings, clock: Clock | None = None) -> Application:
    """Return the wired application; nothing is connected yet. Raises BotError without a token."""
    if settings.slack_bot_token is None:
        raise BotError("error.no_bot_token")
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        raise BotError("error.no_app_token")
    database = Database(settings.database_url)
    slack = Slack(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    deps = Deps(
        settings=settings,
        database=database,
        slack=slack,
        cards=Cards(database, slack),
        clock=clock or clock_from(settings.clock),
        background=Background(),
    )
    bolt = AsyncApp(
        client=deps.slack.client,
        process_before_response=True,
        request_verification_enabled=False,
    )
    handle_errors(bolt, deps.slack, deps.background.start)
    planner = Planner(deps)
    for job in JOBS:
        job.register(planner, deps)
    reader.register(bolt, deps)
    for planning in PLANNING:
        planning.register(bolt, deps, planner)
    for feature in COMMANDS:
        feature.register(bolt, deps)
    secret = None if settings.slack_app_token else settings.slack_signing_secret
    web = web_app(deps.database, bolt, secret.get_secret_value() if secret else None)
    return Application(deps, bolt, planner, web)


@asynccontextmanager
async def running(application: Application) -> AsyncIterator[None]:
    """Hold the connections to Slack open; at the end, finish what was started and let go."""
    deps = application.deps
    sockets = await _open_sockets(application)
    try:
        yield
    finally:
        for socket in sockets:
            await socket.disconnect_async()
        cancelled = await deps.background.drain()
        if cancelled:
            log.warning("stopped before everything was finished", cancelled=cancelled)
        for socket in sockets:
            await socket.close_async()
        await deps.database.close()


async def _open_sockets(application: Application) -> list[AsyncSocketModeHandler]:
    token = application.deps.settings.slack_app_token
    if token is None:
        return []
    sockets = [
        AsyncSocketModeHandler(application.bolt, token.get_secret_value())
        for _ in range(SOCKET_CONNECTIONS)
    ]
    for socket in sockets:
        await socket.connect_async()
    return sockets


class _Server(uvicorn.Server):
    """Leaves signals to `serve`: uvicorn's own raise them again before anything is drained."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT, then finish what was started."""
    application = build(settings)
    server = _Server(
        uvicorn.Config(
            application.web,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=10,
        )
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, server.handle_exit, number, None)
    async with running(application):
        log.info("running", host=settings.host, port=settings.port)
        await server.serve()
