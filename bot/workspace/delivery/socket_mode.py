"""Socket Mode: websocket connections, each envelope to one of them, answers by envelope id."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import uuid

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.workspace import limits
from bot.workspace.delivery.envelope import Answer, Envelope
from bot.workspace.entities import Json


class SocketMode:
    """The open connections of the app and the envelopes that await an answer."""

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._connections: list[WebSocket] = []
        self._next = 0
        self._awaited: dict[str, asyncio.Future[Answer]] = {}

    @property
    def connected(self) -> int:
        """How many connections are open."""
        return len(self._connections)

    def new_ticket(self) -> str:
        """Return a ticket with which one connection may be opened."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """Hold one connection until it ends."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets or self.connected >= limits.SOCKET_CONNECTIONS:
            await socket.close(code=1008)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        self._connections.append(socket)
        try:
            await socket.send_text(json.dumps(self._hello()))
            async for text in socket.iter_text():
                self._answered(text)
        except WebSocketDisconnect:
            pass
        finally:
            self._connections.remove(socket)

    async def deliver(self, envelope: Envelope, timeout_seconds: float) -> Answer:
        """Send an envelope to one connection, in turn, and return the app's answer."""
        envelope_id = str(uuid.uuid4())
        awaited: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._awaited[envelope_id] = awaited
        try:
            if not await self._send(self._written(envelope, envelope_id)):
                return Answer("unreachable")
            return await asyncio.wait_for(awaited, timeout_seconds)
        except TimeoutError:
            return Answer("timeout")
        finally:
            self._awaited.pop(envelope_id, None)

    async def close(self) -> None:
        """Close every connection."""
        for socket in list(self._connections):
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await socket.close()

    async def _send(self, written: Json) -> bool:
        for _ in range(len(self._connections)):
            self._next = (self._next + 1) % len(self._connections)
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await self._connections[self._next].send_text(json.dumps(written))
                return True
        return False

    def _answered(self, text: str) -> None:
        with contextlib.suppress(ValueError, AttributeError):
            given = json.loads(text)
            awaited = self._awaited.get(str(given.get("envelope_id")))
            if awaited is not None and not awaited.done():
                awaited.set_result(Answer("ok", given.get("payload")))

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self.connected,
            "debug_info": {"host": "local", "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._app_id},
        }

    def _written(self, envelope: Envelope, envelope_id: str) -> Json:
        written: Json = {
            "envelope_id": envelope_id,
            "type": envelope.kind,
            "payload": envelope.payload,
            "accepts_response_payload": envelope.kind != "events_api",
        }
        if envelope.kind == "events_api":
            written |= {"retry_attempt": 0, "retry_reason": ""}
        return written
