"""Mean and percentiles of a sample; an empty sample has none."""

from collections.abc import Sequence
from statistics import fmean


def percentile(sorted_values: Sequence[float], q: float) -> float | None:
    """Return the q-quantile (0 ≤ q ≤ 1) of values in ascending order; None for no values.

    Interpolates linearly between the neighbours: Hyndman & Fan type 7, SQL's `percentile_cont`.
    Raises ValueError when q is out of range.
    """
    if not 0 <= q <= 1:
        raise ValueError(f"a quantile lies between 0 and 1, not at {q}")
    if not sorted_values:
        return None
    position = q * (len(sorted_values) - 1)
    below = int(position)
    if below == position:
        return float(sorted_values[below])
    low, high = sorted_values[below], sorted_values[below + 1]
    return low + (high - low) * (position - below)


def median(sorted_values: Sequence[float]) -> float | None:
    """Return the middle of values in ascending order; None for no values."""
    return percentile(sorted_values, 0.5)


def mean(values: Sequence[float]) -> float | None:
    """Return the arithmetic mean; None for no values."""
    return fmean(values) if values else None
