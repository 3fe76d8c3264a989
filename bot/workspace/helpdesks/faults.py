"""Fault switches of a helpdesk: what shall go wrong with the next requests.

=============  =================================================================================
``busy``       answers HTTP 429 with any ``retry_after``; None leaves the header out
``error``      answers HTTP ``status`` (503)
``html``       answers HTTP 200 with a web page
``truncated``  answers HTTP 200 with half of the answer, as if that were all
``torn``       sends half of the answer and cuts the connection
``cut``        cuts the connection without an answer
``slow``       waits ``seconds``, then answers
``repeats``    answers what the same path was answered before, whatever is asked of it
``redirect``   answers HTTP 307 to ``location``
``revoked``    the credentials are not known any more: each stand-in refuses them as its maker does
=============  =================================================================================
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Literal, TypeAlias, get_args

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.workspace.helpdesks.desk import utc_now
from bot.workspace.wires import cut

Kind: TypeAlias = Literal[
    "busy",
    "error",
    "html",
    "truncated",
    "torn",
    "cut",
    "slow",
    "repeats",
    "redirect",
    "revoked",
]
PAGE = "<!DOCTYPE html><title>Maintenance</title><p>We will be back in a moment.</p>"


@dataclass
class Fault:
    """One switch; ``times`` 0 means until it is taken away, ``after`` requests pass first.

    ``path`` is what the paths of the requests that it concerns begin with.
    """

    kind: Kind
    path: str = ""
    times: int = 1
    after: int = 0
    retry_after: str | None = None
    status: int = 503
    seconds: float = 1.0
    location: str = "/"
    used: int = 0

    @property
    def is_over(self) -> bool:
        """Whether it has happened as often as it should."""
        return bool(self.times) and self.used >= self.times


class Faults:
    """The switches that are on, and how many requests came of which path."""

    def __init__(self) -> None:
        self.rules: list[Fault] = []
        self.requests: Counter[str] = Counter()
        self.asked: list[str] = []

    def add(self, kind: Kind, **how: object) -> Fault:
        """Switch a fault on and return it. Raises ValueError for an unknown kind."""
        if kind not in get_args(Kind):
            raise ValueError(kind)
        fault = Fault(kind, **how)  # type: ignore[arg-type]
        self.rules.append(fault)
        return fault

    def clear(self) -> None:
        """Switch all faults off."""
        self.rules = []

    def take(self, path: str, query: str = "") -> Fault | None:
        """Count a request and return the fault that it meets; those that are over go."""
        self.requests[path] += 1
        self.asked.append(f"{path}?{query}" if query else path)
        for fault in self.rules:
            if not path.startswith(fault.path):
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            fault.used += 1
            self.rules = [one for one in self.rules if not one.is_over]
            return fault
        return None


def is_revoked(request: Request) -> bool:
    """Return whether the credentials of a request are to be refused, whatever they are."""
    return bool(getattr(request.state, "is_revoked", False))


def http_date(at: datetime) -> str:
    """Return an instant as HTTP writes it, for ``Retry-After`` and ``Date``."""
    return format_datetime(at, usegmt=True)


def _dated(send: Send, now: Callable[[], datetime]) -> Send:
    """Return what sends an answer with the desk's own clock as its ``Date``."""

    async def dated(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message.get("headers", [])))
            headers["Date"] = http_date(now())
            message = {**message, "headers": headers.raw}
        await send(message)

    return dated


class Faulty:
    """Wraps a stand-in: its requests are counted and meet the faults that are switched on."""

    def __init__(self, app: ASGIApp, faults: Faults, now: Callable[[], datetime] = utc_now) -> None:
        self._app, self._faults, self._now = app, faults, now
        self._before: dict[str, _Answer] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it go wrong."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._answer(scope, receive, _dated(send, self._now))

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        fault = self._faults.take(path, scope["query_string"].decode())
        if fault is not None and fault.kind == "cut":
            await _cut(scope, receive)
            return
        instead = None if fault is None else _instead(fault)
        if instead is not None:
            await instead(scope, receive, send)
            return
        if fault is not None and fault.kind == "revoked":
            scope.setdefault("state", {})["is_revoked"] = True
        answer = _Answer()
        await self._app(scope, receive, answer.take)
        if fault is None or not await _around(fault, answer, scope, receive, send):
            await self._repeated(fault, path, answer).send(send)

    def _repeated(self, fault: Fault | None, path: str, answer: _Answer) -> _Answer:
        if fault is not None and fault.kind == "repeats":
            return self._before.get(path, answer)
        self._before[path] = answer
        return answer


class _Answer:
    """An answer that is held back until it is known what becomes of it."""

    def __init__(self) -> None:
        self.start: Message = {}
        self.body = b""

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")

    async def send(self, send: Send) -> None:
        await send(self.start)
        await send({"type": "http.response.body", "body": self.body})

    def halve(self) -> None:
        self.body = self.body[: len(self.body) // 2]
        MutableHeaders(raw=self.start["headers"])["content-length"] = str(len(self.body))


def _instead(fault: Fault) -> Response | None:
    """Return what comes in place of an answer, None where there is one."""
    if fault.kind == "busy":
        headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
        return JSONResponse({"message": "Too many requests"}, 429, headers)
    if fault.kind == "error":
        return JSONResponse({"message": "Something went wrong"}, fault.status)
    if fault.kind == "html":
        return HTMLResponse(PAGE)
    if fault.kind == "redirect":
        return RedirectResponse(fault.location, 307)
    return None


async def _around(
    fault: Fault, answer: _Answer, scope: Scope, receive: Receive, send: Send
) -> bool:
    """Do what goes wrong with an answer; return whether that is all there is of it."""
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    if fault.kind == "truncated":
        answer.halve()
    if fault.kind == "torn":
        await send(answer.start)
        half = answer.body[: len(answer.body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        await _cut(scope, receive)
        return True
    return False


async def _cut(scope: Scope, receive: Receive) -> None:
    cut(scope)
    while (await receive())["type"] != "http.disconnect":
        pass
