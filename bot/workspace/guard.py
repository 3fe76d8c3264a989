"""Keeps other web pages from driving the workspace: their host, their origin, and who may control.

A page elsewhere can have its own name lead here (DNS rebinding). Its requests then carry that name
as ``Host``, so none but addresses, ``localhost`` and names that were given are answered. The
control API wants the app's signing secret as a bearer token, or the cookie of the workspace's page.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

CONTROL = "/control/"


class Guard:
    """Refuses requests by another name, from another origin, and deeds without a token.

    ``hosts`` are the names that the workspace answers to besides addresses and ``localhost``.
    """

    def __init__(self, app: ASGIApp, token: str, hosts: Collection[str] = ()) -> None:
        self._app = app
        self._token = token
        self._hosts = {"localhost", *(one.casefold() for one in hosts)}
        self._cookie = secrets.token_urlsafe(16)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with HTTP 401 or 403."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope["path"], headers)
        if refusal is None:
            await self._app(scope, receive, self._with_cookie(scope, headers, send))
        elif scope["type"] == "websocket":
            await WebSocketClose(1008)(scope, receive, send)
        else:
            await refusal(scope, receive, send)

    def _refusal(self, path: str, headers: Headers) -> Response | None:
        host, origin = headers.get("host", ""), headers.get("origin")
        if not self._is_ours(host):
            return PlainTextResponse("another host", 403)
        if origin is not None and urlsplit(origin).netloc != host:
            return PlainTextResponse("another origin", 403)
        if path.startswith(CONTROL) and not self._may_control(host, headers):
            return PlainTextResponse("no token", 401)
        return None

    def _is_ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in self._hosts or _is_address(name)

    def _may_control(self, host: str, headers: Headers) -> bool:
        shown = headers.get("authorization", "").encode()
        if secrets.compare_digest(shown, f"Bearer {self._token}".encode()):
            return True
        try:
            kept = SimpleCookie(headers.get("cookie", "")).get(_name(host))
        except CookieError:
            return False
        return kept is not None and secrets.compare_digest(
            kept.value.encode(), self._cookie.encode()
        )

    def _with_cookie(self, scope: Scope, headers: Headers, send: Send) -> Send:
        """Return how to answer: the page brings the cookie by which it may control."""
        if scope["type"] != "http" or scope["path"] != "/":
            return send
        cookie = f"{_name(headers['host'])}={self._cookie}; Path=/; HttpOnly; SameSite=Strict"

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        return sent


def _name(host: str) -> str:
    """Return the cookie's name: cookies know no ports, and two workspaces may run side by side."""
    return f"workspace_{host.rpartition(':')[2]}"


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
