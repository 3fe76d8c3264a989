"""Waiting one's turn: Slack takes more in a burst than it shows, and refuses what comes after.

docs.slack.dev/apis/web-api/rate-limits: one message a second to a channel, several hundred a minute
in a workspace, and for each method a number of calls a minute by its tier.
"""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from prometheus_client import Counter

POST = "chat.postMessage"


class Allowance(NamedTuple):
    """So many calls in any span of so many seconds."""

    calls: int
    seconds: float


EVERY_SECOND = Allowance(1, 1.0)
IN_A_WORKSPACE = Allowance(100, 20.0)
_TIER_3, _TIER_4 = Allowance(50, 60.0), Allowance(100, 60.0)
METHODS: Mapping[str, Allowance] = {
    "chat.update": _TIER_3,
    "conversations.history": _TIER_3,
    "conversations.replies": _TIER_3,
    "conversations.info": _TIER_3,
    "conversations.open": _TIER_3,
    "conversations.join": _TIER_3,
    "blocks.validate": _TIER_3,
    "users.info": _TIER_4,
    "views.publish": _TIER_4,
}
"""Methods whose calls can wait. A modal can't: what opens it is worth nothing after 3 s."""

_MOST_PLACES = 10_000

HELD_BACK = Counter(
    "frt_slack_held_back_total", "Calls that waited so that Slack is not asked too fast", ["method"]
)
HELD_BACK_SECONDS = Counter(
    "frt_slack_held_back_seconds_total", "How long such calls waited, in all", ["method"]
)


class Pace:
    """Turns of one process: whoever asks first goes first, and at once after a pause.

    `clock` counts seconds, `sleep` lets them pass.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._turns: defaultdict[str, deque[float]] = defaultdict(deque)

    async def post(self, channel_id: str) -> None:
        """Return when a message may be posted to a channel."""
        allowed = {f"in {channel_id}": EVERY_SECOND, POST: IN_A_WORKSPACE}
        await self._wait(POST, self._turn(allowed))

    async def call(self, method: str) -> None:
        """Return when a method may be called; at once for one that is not in `METHODS`."""
        if allowance := METHODS.get(method):
            await self._wait(method, self._turn({method: allowance}))

    def _turn(self, allowed: Mapping[str, Allowance]) -> float:
        """Take the next turn that all of these allow; return how many seconds it is away."""
        now = self._clock()
        if len(self._turns) > _MOST_PLACES:
            self._forget(now)
        at = max([now, *(self._free_at(name, one) for name, one in allowed.items())])
        for name in allowed:
            self._turns[name].append(at)
        return at - now

    def _free_at(self, name: str, allowance: Allowance) -> float:
        taken = self._turns[name]
        while len(taken) > allowance.calls:
            taken.popleft()
        is_full = len(taken) == allowance.calls
        return taken[0] + allowance.seconds if is_full else 0.0

    def _forget(self, now: float) -> None:
        longest = max(one.seconds for one in (IN_A_WORKSPACE, _TIER_3))
        for name in [name for name, taken in self._turns.items() if taken[-1] < now - longest]:
            del self._turns[name]

    async def _wait(self, method: str, seconds: float) -> None:
        if seconds <= 0:
            return
        HELD_BACK.labels(method).inc()
        HELD_BACK_SECONDS.labels(method).inc(seconds)
        await self._sleep(seconds)


class NoPace(Pace):
    """For days that are played through: nobody waits for a real second of Slack's in them."""

    async def _wait(self, method: str, seconds: float) -> None:
        """Return at once."""
