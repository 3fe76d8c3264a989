"""The one clock: read in commands and jobs, an argument everywhere below."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.errors import BotError

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def clock_from(setting: str | None) -> Clock:
    """Return the clock that `FRT_CLOCK` names.

    None is the system's clock; `fixed:INSTANT` always answers that instant; `from:INSTANT` starts
    there now and runs on. INSTANT is ISO 8601 with an offset. Raises BotError on anything else.
    """
    if setting is None:
        return system_clock
    kind, _, text = setting.partition(":")
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        start = None
    if start is None or start.tzinfo is None or kind not in {"fixed", "from"}:
        raise BotError("error.clock", value=setting)
    start = start.astimezone(UTC)
    if kind == "fixed":
        return lambda: start
    began = time.monotonic()
    return lambda: start + timedelta(seconds=time.monotonic() - began)
