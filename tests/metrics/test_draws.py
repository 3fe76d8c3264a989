"""Draws of days are counted quickly, and come to what counting each of them by itself does."""

from array import array
from bisect import bisect_left, bisect_right
from random import Random

import pytest

from bot.metrics.figures import draws
from bot.metrics.figures.evidence import Block, Days, drawn


def plainly(before, after):
    """Return the changes that draws show: each is drawn, added up and searched by itself."""
    rng = Random(draws._SEED)  # noqa: S311  no secret
    pairs = zip(_values(before, rng), _values(after, rng), strict=True)
    return sorted(now - was for was, now in pairs if was is not None and now is not None)


def _values(days, rng):
    places = range(len(days.blocks))
    choices = [rng.choices(places, k=len(places)) for _ in range(draws.DRAWS)]
    if days.quantile is None:
        return [_mean(days.blocks, chosen) for chosen in choices]
    pooled = sorted(value for block in days.blocks for value in block.ordered)
    if not pooled:
        return [None for _ in choices]
    step = max(1, len(pooled) // draws._GRID)
    grid = sorted({*pooled[::step], pooled[-1]})
    below = [[bisect_right(block.ordered, value) for block in days.blocks] for value in grid]
    return [_quantile(grid, below, chosen, days.quantile) for chosen in choices]


def _mean(blocks, chosen):
    n = sum(blocks[place].n for place in chosen)
    return sum(blocks[place].total for place in chosen) / n if n else None


def _quantile(grid, below, chosen, share):
    def reached(counts):
        return sum(counts[place] for place in chosen)

    n = reached(below[-1])
    return grid[bisect_left(below, share * n, key=reached)] if n else None


SAMPLES = {
    "alike": lambda random, _: [random.lognormvariate(6, 1) for _ in range(random.randrange(9))],
    "rushes": lambda random, _: [
        random.lognormvariate(6, 1) for _ in range(int(random.paretovariate(0.5)) % 400)
    ],
    "ties": lambda random, _: [float(random.randrange(6)) for _ in range(random.randrange(90))],
    "zeros": lambda random, _: [
        random.choice([0.0, -0.0, 1.5]) for _ in range(random.randrange(5))
    ],
    "empty days": lambda random, _: [random.random() for _ in range(random.choice([0, 0, 0, 2]))],
    "apart": lambda random, day: [1000.0**day + random.random() for _ in range(60)],
    "all on one": lambda random, day: [day + random.random() for _ in range(2 if day else 1_500)],
    "many": lambda random, _: [random.lognormvariate(6, 1) for _ in range(random.randrange(400))],
    "none": lambda *_: [],
}


@pytest.mark.parametrize("quantile", [None, 0.5, 0.9])
@pytest.mark.parametrize("shape", SAMPLES)
def test_draws_come_to_what_each_does_by_itself(shape, quantile):
    random = Random(f"{shape} {quantile}")  # noqa: S311  no secret

    def some(number):
        samples = [SAMPLES[shape](random, day) for day in range(number)]
        kept = (array("d", sorted(one)) if quantile else () for one in samples)
        blocks = [Block(len(one), sum(one), held) for one, held in zip(samples, kept, strict=True)]
        return Days(tuple(blocks), quantile)

    for numbers in ((5, 7), (1, 3), (12, 2)):
        before, after = map(some, numbers)
        found, expected = drawn(before, after), plainly(before, after)
        # The text of a number tells every bit of it, and one zero from the other.
        assert list(map(repr, found)) == list(map(repr, expected))
