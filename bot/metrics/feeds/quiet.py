"""After how long without a word a helpdesk that sends is taken to be silent."""

from collections.abc import Iterable
from datetime import timedelta
from math import ceil
from typing import NamedTuple

from bot.metrics.clocks import SECOND, Clock, Micros

SHORTEST_QUIET = 1_800
"""Seconds of working time that no helpdesk is silent before."""
WEEKS = timedelta(weeks=4)
"""How far back it is looked how long a helpdesk is usually quiet."""
_TIMES = 3
_SHARE = 0.95


class Gap(NamedTuple):
    """A time without a word: when something was heard, and when the next time."""

    since: Micros
    until: Micros


def quiet_seconds(gaps: Iterable[Gap], clock: Clock) -> int:
    """Return after how many seconds of working time without a word a helpdesk is silent.

    Three times what 95 % of these gaps stay under, half an hour at least. `gaps` are those that
    began at this hour of the day.
    """
    lengths = sorted(_worked(gap, clock) for gap in gaps)
    if not lengths:
        return SHORTEST_QUIET
    usual = lengths[ceil(_SHARE * len(lengths)) - 1]
    return max(SHORTEST_QUIET, ceil(_TIMES * usual))


def is_silent(heard: Micros, as_of: Micros, quiet: int, clock: Clock) -> bool:
    """Return whether a helpdesk heard last at an instant is silent at another."""
    return _worked(Gap(heard, as_of), clock) > quiet


def _worked(gap: Gap, clock: Clock) -> float:
    """Return the working seconds of a gap, all of them for a team without hours."""
    told = clock.seconds(gap.since, gap.until)
    return (gap.until - gap.since) / SECOND if told is None else told
