"""Starting the workspace: inside a program or a test, or as a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, WebSocketRoute

from bot.workspace import wires
from bot.workspace.app_clock import AppClock
from bot.workspace.client import Client
from bot.workspace.control import Control
from bot.workspace.delivery.courier import Courier
from bot.workspace.entities import Json
from bot.workspace.guard import Guard
from bot.workspace.inside import Inside
from bot.workspace.page.routes import Page
from bot.workspace.people.desk import Desk
from bot.workspace.saved import kept
from bot.workspace.serving import serving
from bot.workspace.state import Timings, Workspace
from bot.workspace.web_api.routes import WebApi


@dataclass(frozen=True)
class Running:
    """A workspace that is running, with what an app and a test need to talk to it.

    ``url`` is the address of the page, ``api_url`` what an app's ``base_url`` must be,
    ``client`` does and reads what the control API does; ``workspace`` and ``courier`` are the
    innards.
    """

    url: str
    api_url: str
    workspace: Workspace
    courier: Courier
    client: Client

    @property
    def bot_token(self) -> str:
        """The token that the Web API accepts."""
        return self.workspace.app.bot_token

    @property
    def app_token(self) -> str:
        """The token that opens Socket Mode connections."""
        return self.workspace.app.app_token

    @property
    def signing_secret(self) -> str:
        """The secret that signs what is sent over HTTP."""
        return self.workspace.app.signing_secret


def build(control: Control, desk: Desk, hosts: Collection[str] = ()) -> Starlette:
    """Return the web application of a workspace; ``hosts`` are names that it answers to."""
    workspace, courier = desk.workspace, desk.courier
    routes: list[BaseRoute] = [
        *WebApi(workspace, courier).routes(),
        *control.routes(),
        *Page(desk).routes(),
        WebSocketRoute("/link/", courier.sockets.serve),
    ]
    guard = Middleware(Guard, token=workspace.app.signing_secret, hosts=hosts)
    return Starlette(routes=routes, middleware=[guard])


@contextlib.asynccontextmanager
async def running(  # noqa: PLR0913  all but the seed by name
    seed: Json | None = None,
    *,
    request_url: str | None = None,
    host: str = "127.0.0.1",
    port: int = 0,
    timings: Timings | None = None,
    rates: Json | bool | None = None,
    app_clock: AppClock | None = None,
    state_file: Path | None = None,
    hosts: Collection[str] = (),
) -> AsyncIterator[Running]:
    """Run a workspace in the present event loop until the block ends.

    ``seed`` is laid over the default (see ``bot.workspace.seed``). With ``request_url``, which goes
    before the seed's, the app is called by signed HTTP there, otherwise by Socket Mode. Port 0
    takes a free one. Slack's rate limits hold unless ``rates`` changes them; False switches them
    off (see ``bot.workspace.rates``). With ``app_clock`` the page shows the app's clock and moves
    it. A ``state_file`` is where the workspace is taken up and kept (see ``bot.workspace.saved``);
    raises SavedStateError. ``hosts`` are names that the workspace answers to besides its address
    and ``localhost``::

        async with running() as slack:
            client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
            await slack.client.command("emma", "support-global", "/frt today")
    """
    workspace = Workspace(seed, timings, rates)
    listener = _listener(host, port)
    reachable = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
    reachable = f"[{reachable}]" if ":" in reachable else reachable
    url = f"http://{reachable}:{listener.getsockname()[1]}"
    workspace.base_url = url
    courier = Courier(workspace, request_url or workspace.app.request_url)
    workspace.app_clock = app_clock
    desk = Desk(workspace, courier)
    control = Control(desk)
    config = _config(build(control, desk, hosts))
    with contextlib.closing(listener):
        async with kept(workspace, state_file), _touring(workspace), serving(config, listener):
            try:
                yield Running(url, f"{url}/api/", workspace, courier, Inside(control))
            finally:
                workspace.journal.close()
                await courier.close()


@contextlib.asynccontextmanager
async def _touring(workspace: Workspace) -> AsyncIterator[None]:
    if workspace.tour is None:
        yield
        return
    task = asyncio.create_task(workspace.tour.follow())
    try:
        yield
    finally:
        workspace.journal.close()
        await task


def serve(  # noqa: PLR0913  most by name
    host: str = "127.0.0.1",
    port: int = 8765,
    *,
    seed: Json | None = None,
    request_url: str | None = None,
    ready: Callable[[str], None] | None = None,
    timings: Timings | None = None,
    app_clock: AppClock | None = None,
    state_file: Path | None = None,
    hosts: Collection[str] = (),
) -> None:
    """Run a workspace until Ctrl-C or SIGTERM; tokens and secret come from ``seed["app"]``.

    For example::

        serve(port=8765, seed={"app": {"bot_token": "xoxb-…", "app_token": "xapp-…"}})

    ``ready`` is called with the page's address once it answers. Raises OSError when the port is
    taken, and SavedStateError.
    """
    start = running(
        seed,
        request_url=request_url,
        host=host,
        port=port,
        timings=timings,
        app_clock=app_clock,
        state_file=state_file,
        hosts=[host, *hosts],
    )
    asyncio.run(_serve(start, ready))


async def _serve(
    start: contextlib.AbstractAsyncContextManager[Running], ready: Callable[[str], None] | None
) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stopped.set)
    async with start as workspace:
        if ready is not None:
            ready(workspace.url)
        await stopped.wait()


def _listener(host: str, port: int) -> socket.socket:
    """Return a bound socket; asyncio sets TCP_NODELAY only where the protocol is named."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=wires.Http,
        ws=wires.WebSockets,
        lifespan="off",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=2,
    )
