"""Chooses the way to the app, records the traffic, tries events again."""

from __future__ import annotations

import asyncio

from bot.workspace.delivery.envelope import Answer, Envelope
from bot.workspace.delivery.signed_http import SignedHttp
from bot.workspace.delivery.socket_mode import SocketMode
from bot.workspace.faults import TO_APP, Fault
from bot.workspace.state import Workspace


class Courier:
    """Carries envelopes to the app: to its request URL when it has one, else by Socket Mode."""

    def __init__(self, workspace: Workspace, request_url: str | None = None) -> None:
        self._workspace = workspace
        self._tasks: set[asyncio.Task[None]] = set()
        self.sockets = SocketMode(workspace)
        self.http: SignedHttp | None = None
        if request_url:
            self.http = SignedHttp(request_url, workspace.app.signing_secret)

    async def deliver(self, envelope: Envelope) -> Answer:
        """Deliver an envelope and return the answer, at the latest when the time for it is up."""
        self._workspace.journal.begin()
        fault = self._workspace.faults.take(TO_APP, envelope.channel)
        answer = await (self._carry(envelope) if fault is None else self._hinder(envelope, fault))
        self._workspace.journal.exchanged(
            "to_app",
            envelope.name,
            {
                "type": envelope.kind,
                "payload": envelope.payload,
                "retry": envelope.retry,
                "retry_reason": envelope.retry_reason,
            },
            {"status": answer.status, "code": answer.code, "body": answer.body},
            fault.told() if fault else None,
        )
        return answer

    def send(self, envelope: Envelope) -> None:
        """Deliver an envelope in the background; events are tried again until they are taken."""
        task = asyncio.create_task(self._persist(envelope))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def busy(self) -> bool:
        """Whether anything is still under way to the app."""
        return bool(self._tasks)

    async def settled(self) -> None:
        """Wait until what is under way has ended, further tries included."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Give up what is under way and close the connections."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sockets.close()
        if self.http is not None:
            await self.http.close()

    async def _persist(self, envelope: Envelope) -> None:
        answer = await self.deliver(envelope)
        if envelope.kind != "events_api":
            return
        for retry, pause in enumerate(self._workspace.timings.event_retries, 1):
            if answer.status == "ok" or answer.final:
                return
            await asyncio.sleep(pause)
            answer = await self.deliver(envelope.again(retry, answer.reason))

    async def _carry(self, envelope: Envelope) -> Answer:
        way = self.http or self.sockets
        return await way.deliver(envelope, self._workspace.timings.ack)

    async def _hinder(self, envelope: Envelope, fault: Fault) -> Answer:
        lost = Answer("timeout", reason="http_timeout" if self.http else "timeout")
        if fault.kind == "drop_request":
            return Answer("unreachable", reason="connection_failed" if self.http else "timeout")
        if fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
            return await self._carry(envelope)
        answer = await self._carry(envelope)
        if fault.kind == "drop_reply":
            return lost
        patience = self._workspace.timings.ack
        await asyncio.sleep(min(fault.seconds, patience))
        return lost if fault.seconds >= patience else answer
