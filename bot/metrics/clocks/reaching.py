"""When people are reached: in their team's working time, and until then what is for them waits.

The one rule for whatever reaches people by itself. A team without working hours, or that works at
that time, is reached at once.
"""

from bot.metrics.clocks.business_clock import BusinessClock, Worked
from bot.metrics.clocks.instants import SECOND, Micros

ON_TIME: Micros = 5 * 60 * SECOND
"""So long after it was due a post is still on time: due in working time, or when a team chose."""

BEFORE_LEAVING: Micros = 60 * 60 * SECOND
"""So long before the end of work people hear of what can't wait for the next working time."""

_DAY: Micros = 24 * 60 * 60 * SECOND
_LONGEST_WAITS = (40 * _DAY, 400 * _DAY)


def works_at(at: Micros, clock: BusinessClock) -> bool:
    """Return whether a team works at an instant, the end of work included.

    Always, for a team without working hours.
    """
    worked = clock.worked(at, at)
    return worked is None or _is_within(worked, at)


def may_reach(due: Micros, now: Micros, clock: BusinessClock) -> bool:
    """Return whether what was due at one instant may reach people now: on time, or as they work."""
    return 0 <= now - due <= ON_TIME or works_at(now, clock)


def when_may_reach(
    at: Micros, clock: BusinessClock, by: Micros | None = None, known: Micros | None = None
) -> Micros:
    """Return when people hear of what falls due at an instant: then, or when work next begins.

    Where work begins only after `by`, they hear of it before: an hour before work ends the last
    time, or later, when it becomes `known`, as long as they still work then. A team that never
    works is reached at once.
    """
    for longest in _LONGEST_WAITS:
        worked = clock.worked(at, at + longest)
        if worked is None or _is_within(worked, at):
            return at
        index = worked.latest(at)
        if index + 1 < len(worked.starts):
            following = worked.starts[index + 1]
            before = None if by is None or following <= by else _before(worked, index, known)
            return following if before is None else before
    return at


def _is_within(worked: Worked, at: Micros) -> bool:
    index = worked.latest(at)
    return index >= 0 and at <= worked.ends[index]


def _before(worked: Worked, index: int, known: Micros | None) -> Micros | None:
    """Return the instant before work ends, None when there is none or nothing is known by then."""
    if index < 0:
        return None
    start, end = worked.starts[index], worked.ends[index]
    found = max(start, end - BEFORE_LEAVING, start if known is None else known)
    return found if found <= end else None
