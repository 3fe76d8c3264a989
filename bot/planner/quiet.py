"""No pings at night: what is late and reaches people waits until they work."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.db import Database
from bot.metrics.clocks import Rhythm as Times
from bot.metrics.clocks import from_micros, may_reach, to_micros, when_may_reach
from bot.models import Delivery
from bot.planner.rhythm import Rhythm
from bot.services.deliveries import ledger
from bot.services.planning import Span


async def not_put_off(
    database: Database, found: ledger.ToDo, rhythms: Mapping[str, Rhythm], span: Span
) -> ledger.ToDo:
    """Plan late rows of a team that does not work now for when it does; return what is left."""
    if span.times is None:
        return found
    left = []
    for row in found.waiting:
        until = _waits_until(row, rhythms.get(row.kind), span.times, span.until)
        if until is None:
            left.append(row)
        else:
            await ledger.put_off(database, row, until)
    return replace(found, waiting=left)


def _waits_until(
    row: Delivery, rhythm: Rhythm | None, times: Times, now: datetime
) -> datetime | None:
    at = to_micros(now)
    if rhythm is None or rhythm.at_once or may_reach(to_micros(row.due_at), at, times.clock):
        return None
    until = from_micros(when_may_reach(at, times.clock))
    return until if until > now else None
