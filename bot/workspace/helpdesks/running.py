"""A helpdesk that answers until it is told to stop, with days that go on by an app's own clock."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable
from datetime import datetime, timedelta

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.workspace.app_clock import AppClock
from bot.workspace.errors import SlackError
from bot.workspace.helpdesks import chatwoot, freshdesk, zendesk
from bot.workspace.helpdesks.desk import Desk, utc_now
from bot.workspace.helpdesks.living import Living
from bot.workspace.helpdesks.web import answering

CLIENT = "demo"
"""The identifier of Zendesk's OAuth client."""
PRODUCTS: dict[str, Callable[[Desk, str], ASGIApp]] = {
    "freshdesk": lambda desk, key: freshdesk.freshdesk(freshdesk.Account(desk, key)),
    "zendesk": lambda desk, key: zendesk.zendesk(zendesk.Account(desk, CLIENT, key)),
    "chatwoot": lambda desk, key: chatwoot.chatwoot(chatwoot.Account(desk, key)),
}
"""What can be stood in for, each with a key that it wants; Zendesk's is the secret of a client."""
_BEFORE = timedelta(days=2)


class _Played:
    """Has a desk's days played up to the clock's now before each request."""

    def __init__(self, app: ASGIApp, living: Living, clock: _Clock) -> None:
        self._app, self._living, self._clock = app, living, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._clock.look()
        self._living.advance(self._clock())
        await self._app(scope, receive, send)


class _Clock:
    """The clock of an app, as it was when it was last looked at; without one the machine's."""

    def __init__(self, app_clock: AppClock | None) -> None:
        self._app_clock = app_clock
        self._now: datetime | None = None

    def __call__(self) -> datetime:
        return self._now or utc_now()

    async def look(self) -> None:
        if self._app_clock is not None:
            with contextlib.suppress(SlackError):
                self._now = (await self._app_clock.read("UTC", ahead=False))["now"]


async def run(
    product: str, port: int, key: str, app_clock: AppClock | None, since: datetime | None
) -> None:
    """Answer on a port of this machine as a product until SIGTERM or Ctrl-C.

    The days begin two days before `since`, else two days ago.
    """
    clock = _Clock(app_clock)
    desk = Desk(clock)
    living = Living(desk, (since or utc_now()) - _BEFORE)
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    app = _Played(PRODUCTS[product](desk, key), living, clock)
    async with answering(app, now=clock, port=port):
        await ended.wait()
