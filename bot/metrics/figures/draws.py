"""What a metric comes to where its days are drawn again and again, always in the same way."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import ceil
from operator import itemgetter
from random import Random
from typing import Any, TypeAlias

from bot.metrics.figures.samples import Ordered

DRAWS = 2_000
_SEED = 20_260_101
_GRID = 512
_GUESSES = 4
"""Where days are not alike guesses are of no use: after so many the half is looked at."""

Pick: TypeAlias = Callable[[Sequence[Any]], Sequence[Any]]
"""Takes, from a list with something of each day, what is of the days of one draw."""


def means(totals: Sequence[float], samples: Sequence[int], skipped: int) -> list[float | None]:
    """Return the mean of each draw of as many days, from sums and numbers of samples of each day.

    None where a draw has no sample. `skipped` is of how many days others were drawn before.
    """
    picks = _picks(skipped, len(totals))
    drawn = ((sum(pick(totals)), sum(pick(samples))) for pick in picks)
    return [total / n if n else None for total, n in drawn]


def quantiles(days: Sequence[Sequence[float]], share: float, skipped: int) -> list[float | None]:
    """Return a quantile above 0 of each draw of as many days, from each day's samples in order.

    It lies at one of 512 samples, or where there are fewer at any of them. None where a draw has
    no sample. `skipped` is of how many days others were drawn before.
    """
    if not any(map(len, days)):
        return [None] * DRAWS
    grid = _Grid(days, share)
    return [grid.quantile(pick) for pick in _picks(skipped, len(days))]


class _Grid:
    """The samples at which a quantile may lie, and how many of each day are up to each of them."""

    def __init__(self, days: Sequence[Sequence[float]], share: float) -> None:
        sizes = [len(day) for day in days]
        pool = sum(sizes)
        self._days, self._share, self._pool = days, share, Ordered(days)
        self._steps: dict[int, list[int]] = {}
        self._values: dict[int, float] = {}
        self._ranks = [*range(0, pool, max(1, pool // _GRID)), pool - 1]
        self._last = len(self._ranks) - 1
        self._base = 1 << (len(days) * max(sizes)).bit_length()
        self._middle = int(share * self._last)
        self._start = self._two(self._below(self._middle), sizes)

    def quantile(self, pick: Pick) -> float | None:
        """Return the first sample up to which a draw has its share of samples; None without any.

        As days are much alike, its place is guessed from how many are missing at the last one.
        """
        reached, n = divmod(sum(pick(self._start)), self._base)
        if not n:
            return None
        wanted, place, low, high = self._share * n, self._middle, 0, self._last
        guesses = 0
        while low < high:
            guess = place + ceil((wanted - reached) / n * self._last)
            place = min(max(guess, low), high) if guesses < _GUESSES else (low + high) // 2
            guesses += 1
            reached, before = divmod(sum(pick(self._step(place))), self._base)
            if reached < wanted:
                low = place + 1
            elif before >= wanted:
                high = place - 1
            else:
                low = high = place
        return self._value(high)

    def _value(self, place: int) -> float:
        if place not in self._values:
            self._values[place] = self._pool[self._ranks[place]]
        return self._values[place]

    def _step(self, place: int) -> list[int]:
        if place not in self._steps:
            before = self._below(place - 1) if place else [0] * len(self._days)
            self._steps[place] = self._two(self._below(place), before)
        return self._steps[place]

    def _two(self, ones: Sequence[int], others: Sequence[int]) -> list[int]:
        """Return two numbers of each day as one: adding up is most of the time drawing takes."""
        return [one * self._base + other for one, other in zip(ones, others, strict=True)]

    def _below(self, place: int) -> list[int]:
        value = self._value(place)
        return [bisect_right(day, value) for day in self._days]


@lru_cache(maxsize=8)
def _picks(skipped: int, days: int) -> tuple[Pick, ...]:
    """Return the draws of so many days after draws of others: they depend on nothing else.

    Those of a quarter are 1 MB.
    """
    rng = Random(_SEED)  # noqa: S311  no secret
    for _ in range(DRAWS * skipped):
        rng.random()
    if days < 2:
        return (tuple,) * DRAWS
    return tuple(itemgetter(*rng.choices(range(days), k=days)) for _ in range(DRAWS))
