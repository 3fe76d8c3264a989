"""What a metric is to reach, as values."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

Comparison: TypeAlias = Literal["at_most", "at_least"]
Origin: TypeAlias = Literal["plan", "team", "limit"]


COMPARISONS: tuple[Comparison, ...] = ("at_most", "at_least")


@dataclass(frozen=True, slots=True)
class Goal:
    """What a plan is to reach: seconds, a share of 1 or a rating, as the metric is counted in."""

    metric: str
    comparison: str
    value: float


class Target(NamedTuple):
    """What a metric is to reach, and who says so.

    `origin` is `plan` for the goal of the team's plan, `team` for what the team has set beside it,
    `limit` for its default limit, where nothing else was set.
    """

    goal: Goal
    origin: Origin

    def reached_by(self, value: float) -> bool:
        """Return whether a value of the metric is as good as this."""
        at_most = self.goal.comparison == "at_most"
        return value <= self.goal.value if at_most else value >= self.goal.value
