"""Lengths of time in order, of which those of whole days stand in order already.

Hundreds of thousands are not put in order for three percentiles: what lies at a place is found by
looking into each day's own order.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from math import fsum
from typing import NamedTuple, Self, overload

_LOOKED_AT = 1_024
"""So many samples are looked at to tell in which part of all a place lies."""
_LOOKS, _FEW = 4, 20_000
"""A look into a run takes as long as putting so many samples in order, where they are not few."""


class Run(NamedTuple):
    """Samples in ascending order, and numbers whose sum is theirs to the last bit."""

    ordered: Sequence[float]
    exact: Sequence[float]

    @classmethod
    def of(cls, samples: Iterable[float]) -> Self:
        """Return samples as a run."""
        ordered = array("d", sorted(samples))
        exact: list[float] = []
        while rest := fsum(chain(ordered, (-one for one in exact))):
            exact.append(rest)
        return cls(ordered, exact)


class Ordered(Sequence[float]):
    """All samples of some runs in ascending order: put in order only where one looks."""

    def __init__(self, runs: Iterable[Sequence[float]]) -> None:
        self._runs = [run for run in runs if len(run)]
        self._n = sum(map(len, self._runs))
        self._parts: dict[int, list[float]] = {}
        self._cuts: dict[int, tuple[list[int], list[int]]] = {}

    def __len__(self) -> int:
        """Return how many samples there are."""
        return self._n

    @overload
    def __getitem__(self, rank: int) -> float: ...
    @overload
    def __getitem__(self, rank: slice) -> Sequence[float]: ...
    def __getitem__(self, rank: int | slice) -> float | Sequence[float]:
        """Return the sample at a rank, or those at several."""
        if isinstance(rank, slice):
            return self.all[rank]
        rank = range(self._n)[rank]
        if len(self._runs) == 1:
            return self._runs[0][rank]
        part = bisect_right(range(len(self._ends)), rank, key=self._before) - 1
        alike = sum(self._cut(part)[1])
        return self._ends[part] if rank < alike else self._after(part)[rank - alike]

    def __iter__(self) -> Iterator[float]:
        """Return all of them."""
        return iter(self.all)

    def places(self, values: Sequence[float]) -> list[int]:
        """Return how many samples are as large as each of some values or smaller."""
        runs = self._runs
        if len(values) * len(runs) > self._n // _LOOKS:
            if self._n > _FEW:
                return _places(runs, values)
            runs = [self.all]
        return [sum(bisect_right(run, value) for run in runs) for value in values]

    @cached_property
    def all(self) -> Sequence[float]:
        """Return them as they are put in order."""
        return self._runs[0] if len(self._runs) == 1 else sorted(chain.from_iterable(self._runs))

    @cached_property
    def _ends(self) -> list[float]:
        """Return samples between which the others lie evenly, the smallest first."""
        every = max(1, self._n // _LOOKED_AT)
        shift = every / len(self._runs)
        looks = (run[int(place * shift) :: every] for place, run in enumerate(self._runs))
        return sorted({min(run[0] for run in self._runs), *chain.from_iterable(looks)})

    def _before(self, part: int) -> int:
        """Return how many samples are smaller than an end."""
        return sum(self._cut(part)[0])

    def _cut(self, part: int) -> tuple[list[int], list[int]]:
        """Return how many samples of each run are smaller than an end, and how many no larger."""
        if part not in self._cuts:
            end = self._ends[part]
            below = [bisect_left(run, end) for run in self._runs]
            self._cuts[part] = below, [bisect_right(run, end) for run in self._runs]
        return self._cuts[part]

    def _after(self, part: int) -> list[float]:
        """Return the samples between an end and the next, in order."""
        if part not in self._parts:
            last = part + 1 == len(self._ends)
            ends = map(len, self._runs) if last else self._cut(part + 1)[0]
            spans = zip(self._runs, self._cut(part)[1], ends, strict=True)
            self._parts[part] = sorted(
                chain.from_iterable(run[start:end] for run, start, end in spans)
            )
        return self._parts[part]


def _places(runs: Iterable[Sequence[float]], values: Sequence[float]) -> list[int]:
    """Return the places of values among all samples, in native code."""
    from polars import Series, concat

    pool = concat([Series(run) for run in runs]).sort()
    return pool.search_sorted(Series(values), side="right").to_list()


class Samples:
    """Samples that are entered one by one, or a day's at once."""

    __slots__ = ("_runs", "_single")

    def __init__(self, samples: Iterable[float] = ()) -> None:
        self._single = list(samples)
        self._runs: list[Run] = []

    def __len__(self) -> int:
        """Return how many samples there are."""
        return len(self._single) + sum(len(run.ordered) for run in self._runs)

    def append(self, sample: float) -> None:
        """Enter one."""
        self._single.append(sample)

    def extend(self, run: Run) -> None:
        """Enter those of a run."""
        self._runs.append(run)

    def __iadd__(self, other: "Samples") -> Self:
        """Enter those of another, too."""
        self._single += other._single
        self._runs += other._runs
        return self

    @property
    def mean(self) -> float | None:
        """Return the arithmetic mean, the same in whatever order; None of none."""
        n = len(self)
        return fsum(chain(self._single, *(run.exact for run in self._runs))) / n if n else None

    def ordered(self) -> Ordered:
        """Return all of them in ascending order."""
        return Ordered([sorted(self._single), *(run.ordered for run in self._runs)])
