"""What a metric is to reach, as values."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Comparison: TypeAlias = Literal["at_most", "at_least"]


COMPARISONS: tuple[Comparison, ...] = ("at_most", "at_least")


@dataclass(frozen=True, slots=True)
class Goal:
    """What a plan is to reach: seconds, a share of 1 or a rating, as the metric is counted in."""

    metric: str
    comparison: str
    value: float
