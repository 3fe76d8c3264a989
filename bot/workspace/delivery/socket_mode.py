"""Socket Mode: websocket connections, each envelope to one of them, answers by envelope id."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import uuid
from dataclasses import dataclass, field
from typing import Literal

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.workspace import limits
from bot.workspace.delivery.envelope import Answer, Envelope
from bot.workspace.entities import Json
from bot.workspace.state import Workspace
from bot.workspace.wires import cut

Reason = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]

HOST = "local"
TOO_BIG = 1009
_SHOWN = 200
"""Characters of a message that is too big which the journal keeps."""
UNANSWERED = Answer("timeout", reason="timeout")


@dataclass(eq=False)
class Connection:
    """One open websocket, how many seconds it lives, and the envelopes that it carried."""

    socket: WebSocket
    seconds: float
    carried: set[str] = field(default_factory=set)

    async def send(self, written: Json) -> bool:
        """Send JSON; returns false when the connection is gone."""
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await self.socket.send_text(json.dumps(written))
            return True
        return False

    async def disconnect(self, reason: Reason) -> None:
        """Tell the app to connect anew; unless it is a mere warning, close."""
        await self.send({"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}})
        if reason != "warning":
            await self.close()

    async def close(self, code: int = 1000) -> None:
        """Close the connection properly."""
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await self.socket.close(code)


class SocketMode:
    """The open connections of the app and the envelopes that await an answer."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
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
        if ticket not in self._tickets:
            await socket.close(code=1008)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        connection = Connection(socket, self._seconds(socket))
        if self.connected >= limits.SOCKET_CONNECTIONS:
            await connection.disconnect("too_many_websockets")
            return
        self._connections.append(connection)
        ageing = asyncio.create_task(self._age(connection))
        try:
            await connection.send(self._hello(connection))
            self._workspace.journal.changed("connection")
            await self._listen(connection)
        finally:
            ageing.cancel()
            self._gone(connection)

    async def deliver(self, envelope: Envelope, timeout_seconds: float) -> Answer:
        """Send an envelope to one connection, in turn, and return the app's answer.

        When that connection ends before the app answered, there will be none.
        """
        envelope_id = str(uuid.uuid4())
        awaited: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._awaited[envelope_id] = awaited
        try:
            if not await self._send(_written(envelope, envelope_id), envelope_id):
                return Answer("unreachable", reason="timeout")
            return await asyncio.wait_for(awaited, timeout_seconds)
        except TimeoutError:
            return UNANSWERED
        finally:
            self._awaited.pop(envelope_id, None)
            for connection in self._connections:
                connection.carried.discard(envelope_id)

    async def drop(self, reason: Reason | None = None) -> int:
        """End every connection, by a ``disconnect`` message or without a word; returns how many."""
        dropped = list(self._connections)
        for connection in dropped:
            if reason is None:
                cut(connection.socket.scope)
            else:
                await connection.disconnect(reason)
        return len(dropped)

    async def close(self) -> None:
        """Close every connection."""
        for connection in list(self._connections):
            await connection.close()

    def _seconds(self, socket: WebSocket) -> float:
        timings = self._workspace.timings
        often = socket.query_params.get("debug_reconnects") == "true"
        return timings.socket_debug if often else timings.socket

    async def _age(self, connection: Connection) -> None:
        warning = min(self._workspace.timings.socket_warning, connection.seconds)
        await asyncio.sleep(connection.seconds - warning)
        await connection.disconnect("warning")
        await asyncio.sleep(warning)
        await connection.disconnect("refresh_requested")

    async def _listen(self, connection: Connection) -> None:
        with contextlib.suppress(WebSocketDisconnect):
            async for text in connection.socket.iter_text():
                size = len(text.encode())
                if size > limits.SOCKET_MESSAGE_BYTES:
                    await self._too_big(connection, size, text[:_SHOWN])
                    return
                self._answered(text)

    async def _too_big(self, connection: Connection, size: int, beginning: str) -> None:
        request = {"bytes": size, "beginning": beginning}
        answer = {"ok": False, "error": "message_too_big", "code": TOO_BIG}
        self._workspace.journal.exchanged("from_app", "socket_mode", request, answer)
        await connection.close(TOO_BIG)

    def _gone(self, connection: Connection) -> None:
        self._connections.remove(connection)
        for envelope_id in connection.carried:
            self._answer(envelope_id, UNANSWERED)
        self._workspace.journal.changed("connection")

    async def _send(self, written: Json, envelope_id: str) -> bool:
        for _ in range(len(self._connections)):
            if not self._connections:
                break
            self._next = (self._next + 1) % len(self._connections)
            connection = self._connections[self._next]
            connection.carried.add(envelope_id)
            if await connection.send(written):
                return True
            connection.carried.discard(envelope_id)
        return False

    def _answered(self, text: str) -> None:
        with contextlib.suppress(ValueError, AttributeError):
            given = json.loads(text)
            self._answer(str(given.get("envelope_id")), Answer("ok", given.get("payload")))

    def _answer(self, envelope_id: str, answer: Answer) -> None:
        awaited = self._awaited.get(envelope_id)
        if awaited is not None and not awaited.done():
            awaited.set_result(answer)

    def _hello(self, connection: Connection) -> Json:
        return {
            "type": "hello",
            "num_connections": self.connected,
            "debug_info": {
                "host": HOST,
                "build_number": 1,
                "approximate_connection_time": round(connection.seconds),
            },
            "connection_info": {"app_id": self._workspace.app.id},
        }


def _written(envelope: Envelope, envelope_id: str) -> Json:
    written: Json = {
        "envelope_id": envelope_id,
        "type": envelope.kind,
        "payload": envelope.payload,
        "accepts_response_payload": envelope.kind != "events_api",
    }
    if envelope.kind == "events_api":
        written |= {"retry_attempt": envelope.retry, "retry_reason": envelope.retry_reason}
    return written
