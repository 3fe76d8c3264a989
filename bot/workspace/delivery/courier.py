"""Chooses the way to the app, records the traffic, and keeps background deliveries."""

from __future__ import annotations

import asyncio

from bot.workspace.delivery.envelope import Answer, Envelope
from bot.workspace.delivery.signed_http import SignedHttp
from bot.workspace.delivery.socket_mode import SocketMode
from bot.workspace.state import Workspace


class Courier:
    """Carries envelopes to the app: to its request URL when it has one, else by Socket Mode."""

    def __init__(self, workspace: Workspace, request_url: str | None = None) -> None:
        self._workspace = workspace
        self._tasks: set[asyncio.Task[Answer]] = set()
        self.sockets = SocketMode(workspace.app.id)
        self.http: SignedHttp | None = None
        if request_url:
            self.http = SignedHttp(request_url, workspace.app.signing_secret)

    async def deliver(self, envelope: Envelope) -> Answer:
        """Deliver an envelope and return the answer, at the latest when the time for it is up."""
        self._workspace.journal.begin()
        seconds = self._workspace.timings.ack
        way = self.http or self.sockets
        answer = await way.deliver(envelope, seconds)
        self._workspace.journal.exchanged(
            "to_app",
            envelope.name,
            {"type": envelope.kind, "payload": envelope.payload},
            {"status": answer.status, "code": answer.code, "body": answer.body},
        )
        return answer

    def send(self, envelope: Envelope) -> None:
        """Deliver an envelope in the background; nobody waits for the answer."""
        task = asyncio.create_task(self.deliver(envelope))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Give up what is under way and close the connections."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sockets.close()
        if self.http is not None:
            await self.http.close()
