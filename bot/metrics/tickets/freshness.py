"""How far a team's data reach, and whether anything may be said of now."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.metrics.clocks import SECOND, Clock, Micros

GRACE_SECONDS = 2 * 3600
"""For so long on the team's clock data may be old, or for twice the usual gap between imports."""


class Freshness(NamedTuple):
    """The end of the data in microseconds UTC, None where it is not known; and whether they live.

    Where they do not, nothing can be said of who waits now.
    """

    until: Micros | None = None
    is_live: bool = True

    def judged(self, as_of: Micros) -> Micros:
        """Return when tickets are judged that are asked about at an instant: the data end then."""
        return as_of if self.until is None else min(as_of, self.until)


class Silence(NamedTuple):
    """Since when no tickets of a team have come in, for somebody who reads a language."""

    team_name: str
    language: str
    zone: ZoneInfo
    since: Micros


UNDATED = Freshness()
"""Of data of which no import is known: whatever is said of now stays."""


def freshness(ends: Sequence[Micros], as_of: Micros, clock: Clock) -> Freshness:
    """Return how far data reached at an instant, by when imports ended; later ones are left out.

    They live up to two hours after the last one on the clock, without hours of the calendar, or up
    to twice the usual gap between imports, whichever is longer.
    """
    known = sorted(end for end in ends if end <= as_of)
    if not known:
        return UNDATED
    until = known[-1]
    gaps = [later - earlier for earlier, later in pairwise(known)]
    usual = median(gaps) if gaps else 0
    if as_of - until <= 2 * usual:
        return Freshness(until)
    old = clock.seconds(until, as_of)
    if old is None:
        old = (as_of - until) / SECOND
    return Freshness(until, old <= GRACE_SECONDS)
