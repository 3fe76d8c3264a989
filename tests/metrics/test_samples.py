"""Samples of whole days answer as all samples in one order do."""

import random
from bisect import bisect_right
from itertools import chain
from statistics import fmean

import pytest

from bot.metrics.figures.samples import Ordered, Run, Samples

RNG = random.Random(20)  # noqa: S311  no secret
KINDS = {
    "none": [],
    "one": [[3.5]],
    "one day": [[RNG.random() for _ in range(50)]],
    "days": [[RNG.expovariate(1 / 900) for _ in range(RNG.randrange(400))] for _ in range(30)],
    "days that differ": [[RNG.gauss(day * 1_000, 10) for _ in range(200)] for day in range(20)],
    "few values": [[float(RNG.randrange(4)) for _ in range(300)] for _ in range(12)],
    "all the same": [[60.0] * 500 for _ in range(8)],
    "of every size": [[1.0, 1e16], [1.0, 1e16], [0.1]],
    "one is large": [[RNG.random() for _ in range(size)] for size in (20_000, 3, 0, 1)],
}


@pytest.fixture(params=KINDS)
def days(request):
    return [sorted(day) for day in KINDS[request.param]]


def test_the_sample_at_every_rank(days):
    flat, ordered = sorted(chain(*days)), Ordered(days)
    ranks = RNG.sample(range(len(flat)), min(len(flat), 300))
    assert [ordered[rank] for rank in ranks] == [flat[rank] for rank in ranks]
    assert (len(ordered), list(ordered)) == (len(flat), flat)
    assert list(ordered[:3]) == flat[:3]
    if flat:
        assert (ordered[0], ordered[-1]) == (flat[0], flat[-1])
    with pytest.raises(IndexError):
        ordered[len(flat)]


@pytest.mark.parametrize("few", [0, 1, 300])
def test_how_many_are_up_to_a_value(days, few):
    flat, ordered = sorted(chain(*days)), Ordered(days)
    values = [-1.0, 1e9, *RNG.choices(flat or [0.5], k=few)]
    assert ordered.places(values) == [bisect_right(flat, value) for value in values]


def test_the_mean_is_that_of_all_to_the_last_bit(days):
    flat, single = [*chain(*days)], days[-1] if days else []
    samples = Samples(single[:20])
    for sample in single[20:]:
        samples.append(sample)
    runs = Samples()
    for day in days[:-1]:
        runs.extend(Run.of(reversed(day)))
    samples += runs
    assert samples.mean == (fmean(flat) if flat else None)
    assert (len(samples), list(samples.ordered())) == (len(flat), sorted(flat))
