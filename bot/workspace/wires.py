"""Connections that can be cut: uvicorn's protocols with ``extensions["cut"]`` in their scope."""

from __future__ import annotations

from typing import Any, cast

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request


def cut(scope: Scope) -> None:
    """End the TCP connection of a request or websocket after what was written to it so far."""
    scope["extensions"]["cut"]()


def _cuttable(scope: Any, protocol: HttpToolsProtocol | WebSocketsSansIOProtocol) -> None:  # noqa: ANN401
    held = cast(dict[str, Any], scope)
    held.setdefault("extensions", {})["cut"] = protocol.transport.close


class Http(HttpToolsProtocol):
    """HTTP over httptools."""

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        _cuttable(self.scope, self)


class WebSockets(WebSocketsSansIOProtocol):
    """Websockets over the sans-io layer of websockets."""

    def handle_connect(self, event: Request) -> None:
        """Begin a websocket; its task has not run yet when the scope is completed."""
        super().handle_connect(event)
        if not self.close_sent:
            _cuttable(self.scope, self)
