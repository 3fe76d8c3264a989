"""One process from its start to its end: health first, Slack when it can be reached, then work."""

import asyncio
import gc
import signal
import sys
from collections.abc import (
    AsyncIterator,
    Callable,
    Coroutine,
    Iterable,
    Iterator,
    Sequence,
)
from contextlib import asynccontextmanager, contextmanager, suppress
from email.utils import parsedate_to_datetime
from types import FrameType
from typing import Any

import aiohttp
import structlog
import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError

from bot.answers.hearing import TOLD_EVERY
from bot.answers.sockets import Sockets
from bot.app import Application, build
from bot.credentials import CHECKED_SECONDS
from bot.deps import Deps
from bot.errors import BotError
from bot.jobs import retention
from bot.settings import Settings

log = structlog.get_logger()
SOCKET_CONNECTIONS = 2
_TURN_SECONDS = 0.0005
"""How long a thread that counts goes on while the event loop waits: Python's own is ten times that,
and whoever asks something small meanwhile waits a turn for each step of their answer."""
_POSTING_SECONDS = 3.0
"""For posts under way when the process is to end: a longer one is looked for by the next."""
_DRAINING_SECONDS = 2.0
_CLOSING_SECONDS = 0.5
_ANSWERING_SECONDS = 2
_AGAIN_SECONDS = 5.0
_DATED_SECONDS = 1.0
_COMPARED_SECONDS = 600
"""How often Slack is asked for its time; where a request raises a doubt, within a minute."""
_DOUBTED_SECONDS = 60
_LEAVING_SECONDS = 2
"""For connections to the database that are still being closed: cut off, they would never end."""


async def compare_clocks(application: Application) -> None:
    """Ask Slack what time it is, and keep by how much this machine differs.

    The first answer tells when this process began by the clock that signs what Slack sends. A
    Slack that can't be asked tells nothing.
    """
    try:
        answer = await application.deps.slack.client.auth_test()
    except (SlackApiError, TimeoutError, aiohttp.ClientError, OSError):
        return
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if "date" not in headers:
        return
    ahead = application.skew.measured(parsedate_to_datetime(headers["date"]))
    if application.door:
        application.door.compared(ahead)


@asynccontextmanager
async def _comparing(application: Application) -> AsyncIterator[None]:
    async def compare() -> None:
        while True:
            await compare_clocks(application)
            await asyncio.sleep(_DOUBTED_SECONDS)
            with suppress(TimeoutError):
                async with asyncio.timeout(_COMPARED_SECONDS):
                    await application.skew.doubted.wait()

    comparing = asyncio.create_task(compare())
    try:
        yield
    finally:
        comparing.cancel()


Admit = Callable[[], Coroutine[Any, Any, bool]]


@asynccontextmanager
async def running(application: Application, *, planned: bool = False) -> AsyncIterator[None]:
    """Hold the connections to Slack open; at the end, finish what was started and let go.

    They come about whenever Slack can be reached. With `planned` the planner wakes by itself; else
    it works when its `tick` is called.
    """
    deps = application.deps
    sockets = _sockets(application)
    connecting = [asyncio.create_task(socket.connect_async()) for socket in sockets]
    renewing = asyncio.create_task(_renew_tokens(deps, sockets))
    housekeeping = retention.scheduled(deps)
    if planned:
        await application.planner.start()
        housekeeping.start()
    try:
        yield
    finally:
        for task in (renewing, *connecting):
            task.cancel()
        stopping = [application.planner.stop(_POSTING_SECONDS)]
        await asyncio.gather(*stopping, *([housekeeping.stop()] if planned else []))
        await _within(_CLOSING_SECONDS, [socket.disconnect_async() for socket in sockets])
        cancelled = await deps.background.drain(_DRAINING_SECONDS)
        if cancelled:
            log.warning("stopped before everything was finished", cancelled=cancelled)
        await _within(_CLOSING_SECONDS, [socket.close_async() for socket in sockets])
        await deps.database.close()


async def _within(seconds: float, closing: Iterable[Coroutine[Any, Any, object]]) -> None:
    """Close what can be closed in so many seconds; who does not answer is left where they are."""
    tasks = [asyncio.create_task(one) for one in closing]
    if tasks:
        _, left = await asyncio.wait(tasks, timeout=seconds)
        for task in left:
            task.cancel()


def _sockets(application: Application) -> list[AsyncSocketModeHandler]:
    deps = application.deps
    token = deps.settings.slack_app_token
    if token is None:
        return []
    told = (application.bolt, token.get_secret_value(), deps.slack, deps.background.start)
    return [Sockets(*told, application.hearing) for _ in range(SOCKET_CONNECTIONS)]


async def _renew_tokens(deps: Deps, sockets: Sequence[AsyncSocketModeHandler]) -> None:
    """Give every client the token that holds now; a connection uses a new one when it is renewed.

    Ends at once when no token comes from a file.
    """
    settings = deps.settings
    if not (settings.slack_bot_token_file or settings.slack_app_token_file):
        return
    while True:
        deps.slack.client.token = deps.credentials.bot_token()
        for socket in sockets:
            socket.client.app_token = deps.credentials.app_token() or socket.client.app_token
        await asyncio.sleep(CHECKED_SECONDS)


class _Server(uvicorn.Server):
    """Leaves signals to `serve`: uvicorn's own raise them again before anything is drained.

    It wakes once a second, for the date that answers bear, and when it is to end: uvicorn's own
    looks ten times a second whether it is, which is most of what a process does that nobody asks.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._ending = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def end(self) -> None:
        """Have it finish what it answers, and listen no more."""
        self.should_exit = True
        self._ending.set()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._ending.set()

    async def main_loop(self) -> None:
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                async with asyncio.timeout(_DATED_SECONDS):
                    await self._ending.wait()


async def _listening(server: _Server) -> None:
    """Listen until the server is told to end; raises BotError when it can't."""
    told = {"host": server.config.host, "port": server.config.port}
    try:
        await server.serve()
    except SystemExit as stop:
        raise BotError("cli.run.port", **told) from stop


@asynccontextmanager
async def _admitting(application: Application, admit: Admit, is_in: bool) -> AsyncIterator[None]:
    """Ask Slack again and again in the meantime, as long as it has not let the bot in."""
    if is_in:
        application.hearing.reached()
    asking = asyncio.create_task(_ask_again(application, admit)) if not is_in else None
    try:
        yield
    finally:
        if asking:
            asking.cancel()


async def _ask_again(application: Application, admit: Admit) -> None:
    is_in = False
    while not is_in:
        application.hearing.failed("Slack can't be reached")
        await asyncio.sleep(_AGAIN_SECONDS)
        try:
            is_in = await admit()
        except BotError as refused:
            application.hearing.failed(str(refused.params.get("code", refused.key)))
            await asyncio.sleep(TOLD_EVERY)
    application.hearing.reached()


def _at_work() -> None:
    """Leave what was loaded for the start out of every collection; let no counting hold the loop.

    What was loaded stays as long as we do.
    """
    gc.freeze()
    gc.enable()
    sys.setswitchinterval(_TURN_SECONDS)


async def serve(settings: Settings, admit: Admit) -> None:
    """Answer for the process's health at once, then be the bot until SIGTERM or SIGINT.

    `admit` returns whether Slack lets the bot in, False while it can't be reached, and raises
    BotError when it says no: at the start that ends the process, later it is said. BotError
    too when nobody can listen on the port. At the end what was started is finished, in ten seconds.
    """
    application = build(settings)
    application.hearing.starting()
    server = _Server(
        uvicorn.Config(
            application.web,
            host=settings.host,
            port=settings.port,
            ws="none",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=_ANSWERING_SECONDS,
        )
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, server.handle_exit, number, None)
    listening = asyncio.create_task(_listening(server))
    admitting = asyncio.create_task(admit())
    try:
        await asyncio.wait({listening, admitting}, return_when=asyncio.FIRST_COMPLETED)
        if not listening.done():
            is_in = admitting.result()
            async with (
                running(application, planned=True),
                _admitting(application, admit, is_in),
                _comparing(application),
            ):
                log.info("running", host=settings.host, port=settings.port)
                _at_work()
                await listening
    finally:
        admitting.cancel()
        server.end()
        await listening
        if left := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(left, timeout=_LEAVING_SECONDS)
