"""The one clock: read in commands and jobs, an argument everywhere below."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.errors import BotError

Clock = Callable[[], datetime]


class MovableClock:
    """A clock that runs on from an instant and can be moved ahead, never back."""

    def __init__(self, start: datetime) -> None:
        self._start = start.astimezone(UTC)
        self._began = time.monotonic()

    def __call__(self) -> datetime:
        """Return the present instant by this clock, aware, in UTC."""
        return self._start + timedelta(seconds=time.monotonic() - self._began)

    def move(self, to: datetime) -> None:
        """Stand at `to` and run on from there. An instant that has passed changes nothing."""
        if to > self():
            self._start, self._began = to.astimezone(UTC), time.monotonic()


def system_clock() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def clock_from(setting: str | None) -> Clock:
    """Return the clock that `FRT_CLOCK` names.

    None is the system's clock; `fixed:INSTANT` always answers that instant; `from:INSTANT` starts
    there now and runs on; `movable:INSTANT` does so too and can be moved ahead. INSTANT is
    ISO 8601 with an offset. Raises BotError on anything else.
    """
    if setting is None:
        return system_clock
    kind, _, text = setting.partition(":")
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        start = None
    if start is None or start.tzinfo is None or kind not in {"fixed", "from", "movable"}:
        raise BotError("error.clock", value=setting)
    start = start.astimezone(UTC)
    return (lambda: start) if kind == "fixed" else MovableClock(start)
