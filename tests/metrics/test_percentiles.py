import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.figures.percentiles import mean, median, percentile

SAMPLES = st.lists(st.floats(0, 1e7), min_size=2, max_size=60).map(sorted)


@given(SAMPLES)
def test_agrees_with_inclusive_quantiles(values):
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    for index, expected in enumerate(cuts, start=1):
        assert math.isclose(percentile(values, index / 100), expected, rel_tol=1e-9, abs_tol=1e-6)


@given(SAMPLES)
def test_ends_and_middle(values):
    assert percentile(values, 0) == values[0]
    assert percentile(values, 1) == values[-1]
    assert math.isclose(median(values), statistics.median(values), rel_tol=1e-12)
    assert math.isclose(mean(values), statistics.mean(values), rel_tol=1e-12)


def test_one_value_and_none():
    assert percentile([7], 0.9) == 7
    assert percentile([], 0.9) is None
    assert median([]) is None
    assert mean([]) is None
    assert mean([0.0]) == 0


@pytest.mark.parametrize("q", [-0.1, 1.1, 90])
def test_a_quantile_out_of_range_is_refused(q):
    with pytest.raises(ValueError, match="between 0 and 1"):
        percentile([1, 2], q)
