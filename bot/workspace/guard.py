"""Keeps other web pages from driving the workspace: their origin is refused."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class SameOrigin:
    """Refuses requests whose ``Origin`` is another site than the workspace itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with HTTP 403."""
        if scope["type"] == "http":
            headers = {key.lower(): value.decode("latin-1") for key, value in scope["headers"]}
            origin, host = headers.get(b"origin"), headers.get(b"host", "")
            if origin is not None and urlsplit(origin).netloc != host:
                await PlainTextResponse("another origin", 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)
