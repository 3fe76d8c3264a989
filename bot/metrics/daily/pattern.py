"""Where tickets were not met: a channel and a few hours, if that is more than chance explains."""

from collections.abc import Iterable, Sequence
from math import exp, lgamma
from typing import NamedTuple

from bot.metrics.daily.report import Share

FEWEST_MISSED = 5
"""Of fewer tickets not met nothing is said to be a pattern."""
MOST_HOURS = 3
_UNLIKELY = 0.1
_HOURS = range(24)


class Standout(NamedTuple):
    """Tickets opened in a channel, or from one hour up to another, and how many were not met.

    `key` is the channel's name, or the first hour; `last` the last hour, none of a channel.
    """

    key: str | int
    missed: int
    judged: int
    last: int = 0


class Pattern(NamedTuple):
    """What of `missed` tickets not met stands out; at least one of the two is there."""

    missed: int
    channel: Standout | None
    hours: Standout | None


def pattern(channels: Sequence[Share], hours: Sequence[Share]) -> Pattern | None:
    """Return the channel and the hours of opening with at least half of the tickets not met.

    Only where that is more than their share of those judged, and by more than chance explains (90 %
    sure, however many channels and hours there are to choose from). A channel that is not known is
    not named; the hours are at most three neighbouring ones of a day.
    """
    missed = sum(one.missed for one in channels)
    if missed < FEWEST_MISSED:
        return None
    whole = Share(None, missed, sum(one.judged for one in channels))
    named = [
        Standout(str(one.key), one.missed, one.judged) for one in channels if one.key is not None
    ]
    channel = _standing_out(named, whole, len(channels))
    found = _standing_out(_runs(hours), whole, len(hours))
    return Pattern(missed, channel, found) if channel or found else None


def _standing_out(found: Iterable[Standout], whole: Share, choices: int) -> Standout | None:
    """Return the slice with at least half of what was missed that chance explains least."""
    least = [(_chance(one, whole), one) for one in found if 2 * one.missed >= whole.missed]
    if not least:
        return None
    chance, worst = min(least, key=lambda at: at[0])
    return worst if chance * choices <= _UNLIKELY else None


def _runs(hours: Sequence[Share]) -> list[Standout]:
    """Return the runs of neighbouring hours that begin and end with a ticket not met."""
    known = {int(one.key or 0): one for one in hours}
    made = []
    for first in _HOURS:
        for last in range(first, min(first + MOST_HOURS, len(_HOURS))):
            within = [known[hour] for hour in range(first, last + 1) if hour in known]
            if all(hour in known and known[hour].missed > 0 for hour in (first, last)):
                missed = sum(one.missed for one in within)
                made.append(Standout(first, missed, sum(one.judged for one in within), last))
    return made


def _chance(part: Standout, whole: Share) -> float:
    """Return how likely so many of the missed, or more, fall into a slice by chance alone."""
    most = min(part.judged, whole.missed)
    return sum(_exactly(n, part.judged, whole) for n in range(part.missed, most + 1))


def _exactly(n: int, judged: int, whole: Share) -> float:
    others, met = whole.judged - judged, whole.missed - n
    if met > others:
        return 0.0
    ways = _choose(judged, n) + _choose(others, met) - _choose(whole.judged, whole.missed)
    return exp(ways)


def _choose(n: int, k: int) -> float:
    """Return the logarithm of the number of ways to choose k of n."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
