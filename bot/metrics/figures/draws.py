"""What a metric comes to where its days are drawn again and again, always in the same way."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import chain
from math import ceil
from operator import itemgetter
from random import Random
from typing import Any, TypeAlias

DRAWS = 2_000
_SEED = 20_260_101
_GRID = 512
_PARTS, _LOOKED_AT = 64, 1_024
"""Samples are put in order in so many parts, which so many of them tell apart."""
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
        self._days, self._share, self._at = days, share, _ranked(days)
        self._ranks = [*range(0, pool, max(1, pool // _GRID)), pool - 1]
        self._last = len(self._ranks) - 1
        self._base = 1 << (len(days) * max(sizes)).bit_length()
        self._middle = int(share * self._last)
        self._start = self._two(self._below(self._middle), sizes)
        self._steps: dict[int, list[int]] = {}

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
        return self._at(self._ranks[high])

    def _step(self, place: int) -> list[int]:
        if place not in self._steps:
            before = self._below(place - 1) if place else [0] * len(self._days)
            self._steps[place] = self._two(self._below(place), before)
        return self._steps[place]

    def _two(self, ones: Sequence[int], others: Sequence[int]) -> list[int]:
        """Return two numbers of each day as one: adding up is most of the time drawing takes."""
        return [one * self._base + other for one, other in zip(ones, others, strict=True)]

    def _below(self, place: int) -> list[int]:
        value = self._at(self._ranks[place])
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


def _ranked(days: Sequence[Sequence[float]]) -> Callable[[int], float]:
    """Return what tells the sample at a rank of all days: they are sorted only where it is asked.

    The quantiles of draws lie close together, so that is a small part of them.
    """
    sizes = [len(day) for day in days]
    every = max(1, sum(sizes) // _LOOKED_AT)
    some = sorted(chain.from_iterable(day[::every] for day in days))
    ends = some[:: max(1, len(some) // _PARTS)]
    cuts = [[bisect_left(day, end) for day in days] for end in ends]
    cuts = [[0] * len(days), *cuts, sizes]
    starts = [sum(cut) for cut in cuts]

    @cache
    def ordered(part: int) -> list[float]:
        parts = zip(days, cuts[part], cuts[part + 1], strict=True)
        return sorted(chain.from_iterable(day[first:end] for day, first, end in parts))

    def at(rank: int) -> float:
        part = bisect_right(starts, rank) - 1
        return ordered(part)[rank - starts[part]]

    return at
