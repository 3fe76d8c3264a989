"""What happened: numbered changes that can be waited for, and the traffic with the app."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from contextvars import ContextVar
from dataclasses import dataclass

from bot.workspace.entities import Json

KEPT = 2000


@dataclass(frozen=True)
class Exchange:
    """A request under way: its number, and when it began (``time.monotonic``)."""

    number: int
    began: float


UNDER_WAY: ContextVar[Exchange | None] = ContextVar("exchange", default=None)


class Journal:
    """Numbers every change, keeps the traffic log, and wakes those who wait."""

    def __init__(self) -> None:
        self.seq = 0
        self.closed = False
        self.traffic: deque[Json] = deque(maxlen=KEPT)
        self._exchanges = 0
        self._changes: deque[Json] = deque(maxlen=KEPT)
        self._waiters: set[asyncio.Future[None]] = set()

    def changed(self, kind: str, **about: str | None) -> None:
        """Add a change (``message``, ``view``, ``home``, ``channel``…) and wake those who wait."""
        self.seq += 1
        self._changes.append({"seq": self.seq, "kind": kind, **about})
        self._wake()

    def close(self) -> None:
        """Let those who wait go, for good."""
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def begin(self) -> None:
        """Start the clock of a request; messages made in this task are known by its number."""
        self._exchanges += 1
        UNDER_WAY.set(Exchange(self._exchanges, time.monotonic()))

    @property
    def exchange(self) -> int | None:
        """The number of the request that this task is working on, or None."""
        now = UNDER_WAY.get()
        return now.number if now else None

    def exchanged(
        self,
        direction: str,
        name: str,
        request: object,
        answer: object,
        fault: Json | None = None,
    ) -> None:
        """Record one request and its answer; direction is ``from_app`` or ``to_app``.

        The entry has ``exchange`` (its number) and ``ms`` (how long it took) when it was begun;
        ``fault`` is the switch that was on, when what arrived was not what is written here.
        """
        self.changed("traffic", name=name)
        begun = UNDER_WAY.get()
        entry: Json = {"seq": self.seq, "at": time.time(), "direction": direction, "name": name}
        if begun is not None:
            took = time.monotonic() - begun.began
            entry |= {"exchange": begun.number, "ms": round(took * 1000, 1)}
        self.traffic.append({**entry, "request": request, "answer": answer, "fault": fault})

    def since(self, seq: int) -> list[Json]:
        """Return the changes after number ``seq``, oldest first."""
        return [change for change in self._changes if change["seq"] > seq]

    async def wait(self, after: int, timeout_seconds: float) -> list[Json]:
        """Return the changes after ``after`` as soon as there are any, or [] at the timeout."""
        if self.seq <= after and not self.closed:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiters.add(waiter)
            await asyncio.wait([waiter], timeout=timeout_seconds)
            self._waiters.discard(waiter)
        return self.since(after)
