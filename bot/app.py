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

from bot.clock import Clock
from bot.commands import (
    action_change,
    action_make,
    actions,
    cases,
    daily,
    deliveries,
    fallback,
    home,
    members,
    reader,
    report,
    review,
    setup,
    share,
    waiting,
    warnings,
    why,
)
from bot.commands import help as help_command
from bot.deps import Deps, deps_for
from bot.errors import BotError
from bot.jobs import daily_report, notices, reminders, weekly_review
from bot.jobs import warnings as warning_job
from bot.planner import Planner
from bot.settings import Settings
from bot.slack import handle_errors
from bot.web import web_app

log = structlog.get_logger()
SOCKET_CONNECTIONS = 2
COMMANDS = (
    report,
    help_command,
    home,
    setup,
    members,
    actions,
    action_make,
    action_change,
    warnings,
    cases,
    waiting,
    share,
    why,
)
PLANNING = (daily, review, deliveries)
JOBS = (warning_job, daily_report, reminders, weekly_review, notices)


@dataclass(frozen=True, slots=True)
class Application:
    """Everything one process holds."""

    deps: Deps
    bolt: AsyncApp
    planner: Planner
    web: Starlette


def build(settings: Settings, clock: Clock | None = None) -> Application:
    """Return the wired application; nothing is connected yet. Raises BotError without a token."""
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        raise BotError("error.no_app_token")
    deps = deps_for(settings, clock=clock)
    bolt = AsyncApp(
        client=deps.slack.client,
        process_before_response=True,
        request_verification_enabled=False,
    )
    handle_errors(bolt, deps.slack, deps.background.start)
    planner = planner_for(deps)
    reader.register(bolt, deps)
    for feature in COMMANDS:
        feature.register(bolt, deps)
    for planning in PLANNING:
        planning.register(bolt, deps, planner)
    fallback.register(bolt, deps)
    secret = None if settings.slack_app_token else settings.slack_signing_secret
    web = web_app(deps.database, bolt, secret.get_secret_value() if secret else None, deps.clock)
    return Application(deps, bolt, planner, web)


def planner_for(deps: Deps) -> Planner:
    """Return a planner that knows every job; it sleeps until it is started or asked."""
    planner = Planner(deps)
    for job in JOBS:
        job.register(planner, deps)
    return planner


@asynccontextmanager
async def running(application: Application, *, planned: bool = False) -> AsyncIterator[None]:
    """Hold the connections to Slack open; at the end, finish what was started and let go.

    With `planned` the planner wakes by itself; else it works when its `tick` is called.
    """
    deps = application.deps
    sockets = await _open_sockets(application)
    if planned:
        await application.planner.start()
    try:
        yield
    finally:
        await application.planner.stop()
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
    async with running(application, planned=True):
        log.info("running", host=settings.host, port=settings.port)
        await server.serve()
