"""Better, worse, or can't tell: whether two spans differ by more than their days do by chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, sqrt
from statistics import NormalDist, fmean, stdev
from typing import Literal, NamedTuple, TypeAlias

from bot.metrics.clocks import BusinessClock
from bot.metrics.figures.draws import means, quantiles
from bot.metrics.figures.metrics import Direction
from bot.metrics.figures.percentiles import percentile

Told: TypeAlias = Literal["better", "worse", "unclear"]

FEWEST = 5
"""Of fewer tickets than this a figure says little: no share is told, no day off is drawn."""
FEWEST_DAYS = 5
FEWEST_SAMPLES = 30
"""With fewer working days, or fewer samples, on a side nothing is said of a change."""
_TAIL, _POWER, _MOST_ALIKE = 0.05, 0.8, 0.9
_ONE_DAY = timedelta(days=1)
_NORMAL = NormalDist()


class Block(NamedTuple):
    """What a working day adds to a metric: how many samples, their sum, and themselves in order.

    `ordered` is empty for a metric that is a mean or a share.
    """

    n: int
    total: float
    ordered: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Days:
    """The working days of a span; `quantile` is the metric's, None for a mean or a share."""

    blocks: tuple[Block, ...]
    quantile: float | None = None

    @property
    def samples(self) -> int:
        """Return how many samples all days have."""
        return sum(block.n for block in self.blocks)

    @property
    def enough(self) -> bool:
        """Tell whether a change from or to these days may be claimed at all."""
        known = sum(block.n > 0 for block in self.blocks)
        return known >= FEWEST_DAYS and self.samples >= FEWEST_SAMPLES


class Interval(NamedTuple):
    """Between which values a change lies with 90 % confidence: after minus before."""

    low: float
    high: float

    def told(self, direction: Direction) -> Told:
        """Return what it says of the change of a metric that gets better in a direction."""
        if self.low <= 0 <= self.high:
            return "unclear"
        falls = direction == "lower_is_better"
        return "better" if (self.high < 0) == falls else "worse"


def working_spans(first: date, last: date, clock: BusinessClock) -> list[tuple[date, date]]:
    """Return the working days of a span of local dates, each with the days off after it.

    Days off at its very start belong to the first one; without a working day there is none.
    """
    dates = [first + step * _ONE_DAY for step in range((last - first).days + 1)]
    starts = [day for day in dates if clock.is_working_day(day)]
    if not starts:
        return []
    ends = [day - _ONE_DAY for day in starts[1:]] + [last]
    return list(zip([first, *starts[1:]], ends, strict=True))


def interval(before: Days, after: Days) -> Interval | None:
    """Return the interval of the change between two spans, None where there is not enough.

    Whole working days are drawn with replacement, 2,000 times and always the same ones: tickets of
    a day are no independent samples, its staff and its rush are common to all. The percentiles
    are widened for few days (Hesterberg 2015, doi:10.1080/00031305.2015.1089789), and both ends
    as far as one day resembles the next, as it does in a bad week: `_likeness`.
    """
    if not (before.enough and after.enough):
        return None
    changes = drawn(before, after)
    tail = _tail(min(len(before.blocks), len(after.blocks)))
    low, middle, high = (percentile(changes, share) for share in (tail, 0.5, 1 - tail))
    if low is None or middle is None or high is None:
        return None
    wider = _likeness(before, after)
    return Interval(middle - wider * (middle - low), middle + wider * (high - middle))


def drawn(before: Days, after: Days) -> list[float]:
    """Return the changes that draws of the days show, in ascending order."""
    pairs = zip(_draws(before), _draws(after, len(before.blocks)), strict=True)
    return sorted(now - was for was, now in pairs if was is not None and now is not None)


def more_days(found: Interval, days: int, wanted: float) -> int:
    """Return how many more days at this volume would show a change as large as `wanted`.

    The width of the interval falls with the square root of the number of days. 0 where such a
    change would have been seen already. Raises ValueError for no change.
    """
    if not wanted:
        raise ValueError("no change is too small to be seen")
    half = (found.high - found.low) / 2
    return max(0, ceil(days * (half / abs(wanted)) ** 2) - days)


def smallest_change(seen: Days, days: int) -> float | None:
    """Return the smallest change that windows of so many working days show in 4 of 5 cases.

    `seen` are the days whose volume and spread are taken for what is to come, None where they are
    not enough. (z₀.₉₅ + z₀.₈) · √2 · the standard error of one window: Bloom 1995,
    doi:10.1177/0193841X9501900504.
    """
    if not seen.enough or days < FEWEST_DAYS:
        return None
    values = [value for value in _draws(seen) if value is not None]
    error = stdev(values) * sqrt(len(seen.blocks) / days)
    factor = _NORMAL.inv_cdf(1 - _tail(days)) + _NORMAL.inv_cdf(_POWER)
    return factor * sqrt(2) * error * _likeness(seen)


def too_few(n: int) -> bool:
    """Tell whether a share of so many says too little: both counts are told in its place.

    Nothing is held against a target then, either.
    """
    return n < FEWEST


def wilson(part: int, whole: int, of: int = 1) -> tuple[float, float]:
    """Return between which shares of 1 a share of a few lies with 90 % confidence.

    Where it is one `of` several, that is the confidence in all of them together (Bonferroni).
    Wilson 1927, doi:10.1080/01621459.1927.10502953. Raises ValueError for a share of nothing.
    """
    if not whole:
        raise ValueError("there is no share of nothing")
    z, share = _NORMAL.inv_cdf(1 - _TAIL / of), part / whole
    middle = share + z**2 / (2 * whole)
    half = z * sqrt(share * (1 - share) / whole + z**2 / (4 * whole**2))
    low, high = ((middle + side * half) / (1 + z**2 / whole) for side in (-1, 1))
    return max(low, 0.0), min(high, 1.0)


def _likeness(*sides: Days) -> float:
    """Return how many times wider an interval is as days resemble the day before them: 1 or more.

    √((1 + r) / (1 - r)), r the correlation of neighbouring days within the sides, raised by its
    bias of 1/n: Bayley & Hammersley 1946, doi:10.2307/2983560.
    """
    together = alone = 0.0
    days = 0
    for side in sides:
        values = [_middle(block, side.quantile) for block in side.blocks if block.n]
        usual = fmean(values)
        away = [value - usual for value in values]
        together += sum(one * other for one, other in pairwise(away))
        alone += sum(one * one for one in away)
        days += len(values)
    alike = together / alone + 1 / days if alone else 0.0
    alike = min(max(alike, 0.0), _MOST_ALIKE)
    return sqrt((1 + alike) / (1 - alike))


def _middle(block: Block, quantile: float | None) -> float:
    found = None if quantile is None else percentile(block.ordered, quantile)
    return block.total / block.n if found is None else found


def _tail(days: int) -> float:
    """Return the share to cut off at either end for a 90 % interval of so many days."""
    freedom = days - 1
    return _NORMAL.cdf(-sqrt(days / freedom) * _student(1 - _TAIL, freedom))


def _student(share: float, freedom: int) -> float:
    """Return a quantile of Student's t: Abramowitz & Stegun 26.7.5, exact to 0.5 % from 4 on."""
    z = _NORMAL.inv_cdf(share)
    terms: tuple[float, ...] = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return z + sum(term / float(freedom) ** power for power, term in enumerate(terms, 1))


def _draws(days: Days, skipped: int = 0) -> list[float | None]:
    """Return the metric of each draw of as many days; None where none of them has a sample."""
    if days.quantile is not None:
        return quantiles([block.ordered for block in days.blocks], days.quantile, skipped)
    return means(
        [block.total for block in days.blocks], [block.n for block in days.blocks], skipped
    )
