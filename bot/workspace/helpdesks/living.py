"""A desk where something happens: tickets are opened, answered, solved, and opened again."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from bot.workspace.helpdesks.desk import Desk, Ticket

_SUBJECTS = (
    "Where is my parcel?",
    "Refund",
    "Wrong size",
    "Invoice",
    "Can't log in",
    "发票",
    "退货",
)
_CHANNELS = ("email", "email", "chat", "portal", "phone")
_PRIORITIES = ("low", "normal", "normal", "high", "urgent")
_AGENTS = ("Priya Nair", "Tom Baker", "Wei Zhang")
_ANSWER_MINUTES = 5.0
_SOLVE_MINUTES = 45.0
_NEVER_ANSWERED, _REOPENED, _BINNED = 0.04, 0.06, 0.02

Step = Callable[[datetime], None]


class Living:
    """Plays a desk's days from an instant on: the same days for the same seed, however often asked.

    A ticket is opened every so often on average, at any hour.
    """

    def __init__(
        self, desk: Desk, since: datetime, every: timedelta = timedelta(minutes=3), seed: int = 7
    ) -> None:
        self._desk, self._every = desk, every
        self._random = random.Random(seed)  # noqa: S311  nothing secret about it
        self._numbers = count()
        self._coming: list[tuple[datetime, int, Step]] = []
        self._agents = [desk.add_agent(name) for name in _AGENTS]
        self._customers = [desk.add_customer(f"Customer {number}") for number in range(1, 40)]
        self._groups = [desk.add_group(name) for name in ("Support", "Returns")]
        self._plan(since + self._after(self._every), self._open)

    def advance(self, to: datetime) -> None:
        """Have everything happen that happens up to an instant."""
        while self._coming and self._coming[0][0] <= to:
            at, _, step = heapq.heappop(self._coming)
            step(at)

    def _plan(self, at: datetime, step: Step) -> None:
        heapq.heappush(self._coming, (at.replace(microsecond=0), next(self._numbers), step))

    def _after(self, usual: timedelta) -> timedelta:
        return usual * self._random.expovariate(1.0)

    def _open(self, at: datetime) -> None:
        draw = self._random
        ticket = self._desk.open(
            at,
            draw.choice(_SUBJECTS),
            requester=draw.choice(self._customers),
            channel=draw.choice(_CHANNELS),
            priority=draw.choice(_PRIORITIES),
            group=draw.choice(self._groups),
        )
        self._plan(at + self._after(self._every), self._open)
        if draw.random() < _BINNED:
            self._plan(at + timedelta(minutes=2), lambda then: self._desk.delete(ticket, then))
        elif draw.random() >= _NEVER_ANSWERED:
            wait = timedelta(minutes=_ANSWER_MINUTES * draw.lognormvariate(0.0, 0.9))
            self._plan(at + wait, lambda then: self._answer(ticket, then))

    def _answer(self, ticket: Ticket, at: datetime) -> None:
        self._desk.answer(ticket, at, self._random.choice(self._agents))
        wait = self._after(timedelta(minutes=_SOLVE_MINUTES))
        self._plan(at + wait, lambda then: self._solve(ticket, then))

    def _solve(self, ticket: Ticket, at: datetime) -> None:
        self._desk.solve(ticket, at)
        if self._random.random() < _REOPENED and not ticket.reopens:
            self._plan(at + timedelta(hours=1), lambda then: self._reopen(ticket, then))

    def _reopen(self, ticket: Ticket, at: datetime) -> None:
        self._desk.reopen(ticket, at)
        self._desk.write(ticket, at, "customer", "It is still so.")
        wait = self._after(timedelta(minutes=_ANSWER_MINUTES))
        self._plan(at + wait, lambda then: self._answer(ticket, then))
