"""By how much this machine's clock differs from Slack's, and what that is known from.

What Slack's Web API answers is the proof: nobody else can write its Date. A signed request of a
far time only raises a doubt, for somebody may have recorded it; it counts where Slack can't be
asked.
"""

import asyncio
from datetime import datetime, timedelta

import structlog
from prometheus_client import Gauge

from bot.clock import Clock

log = structlog.get_logger()
WINDOW = timedelta(minutes=5)
"""How old, or how far ahead, what Slack signed may be: as Slack advises."""
_TRUE_FOR = timedelta(minutes=20)
_QUIET = timedelta(minutes=1)
AHEAD = Gauge(
    "frt_clock_ahead_seconds", "How far this machine's clock is ahead of Slack's, as last measured"
)


class Skew:
    """The difference, kept as this machine's `clock` ahead of Slack's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._measured: tuple[datetime, timedelta] | None = None
        self._signed: timedelta | None = None
        self._said_at: datetime | None = None
        self.doubted = asyncio.Event()
        """Set when a request makes it worth asking Slack for its time."""

    def measured(self, slack_time: datetime) -> timedelta:
        """Keep what Slack's clock says at this moment; return how far this machine is ahead."""
        now = self._clock()
        ahead = now - slack_time
        self._measured, self._signed = (now, ahead), None
        self.doubted.clear()
        AHEAD.set(ahead.total_seconds())
        self._tell(ahead, now)
        return ahead

    def signed(self, signed_at: datetime) -> bool:
        """Return whether what is signed, by Slack's clock, just came; keep it where it is not."""
        now = self._clock()
        if abs(now - signed_at) <= WINDOW:
            self._signed = None
            return True
        self._signed = now - signed_at
        self.doubted.set()
        self._tell(self._signed, now)
        return False

    @property
    def ahead(self) -> timedelta | None:
        """By how much this machine is ahead of Slack, below zero behind; None when unknown."""
        if self._measured is not None:
            at, ahead = self._measured
            if abs(self._clock() - at) <= _TRUE_FOR:
                return ahead
        return self._signed

    @property
    def trouble(self) -> str | None:
        """Why what Slack sends is refused, in one line; None when it is not."""
        ahead = self.ahead
        if ahead is None or abs(ahead) <= WINDOW:
            return None
        side = "ahead of" if ahead > timedelta(0) else "behind"
        return f"this machine's clock is {abs(ahead).total_seconds():.0f} seconds {side} Slack's"

    def _tell(self, ahead: timedelta, now: datetime) -> None:
        if abs(ahead) <= WINDOW:
            return
        if self._said_at is None or not timedelta(0) <= now - self._said_at < _QUIET:
            self._said_at = now
            seconds = round(ahead.total_seconds())
            log.warning("this machine's clock is not Slack's", seconds_ahead=seconds)
