"""What is to be reached, in one table, and how a row of the result says whether it is."""

from dataclasses import dataclass
from typing import Literal

Measure = Literal["ratio", "value"]


@dataclass(frozen=True, slots=True)
class Goal:
    """At most so much: of the ratio to the floor, or of the bot's own value in the row's unit."""

    measure: Measure
    most: float


GOALS = {
    "today": Goal("ratio", 4),
    "today.same": Goal("ratio", 2),
    "today.p99": Goal("value", 60),
    "postgresql": Goal("ratio", 1.5),
    "growth": Goal("ratio", 1.3),
    "period": Goal("value", 60),
    "peer": Goal("ratio", 1),
    "click": Goal("value", 100),
    "lag.p99": Goal("value", 20),
    "lag.most": Goal("value", 100),
    "report": Goal("value", 25),
    "look": Goal("value", 20),
    "import.sqlite": Goal("ratio", 5),
    "import.postgresql": Goal("ratio", 6),
    "import.memory": Goal("value", 500),
    "import.again": Goal("value", 5),
    "import.click": Goal("value", 100),
    "pull": Goal("ratio", 5),
    "pull.today": Goal("value", 60),
    "replicas": Goal("ratio", 1.1),
    "ready": Goal("value", 2),
    "idle.memory": Goal("ratio", 2.5),
    "idle.processor": Goal("value", 0.5),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: `floor` is what it is held against, by the name `beside`; None: nothing."""

    what: str
    ours: float
    unit: str
    goal: str | None = None
    floor: float | None = None
    beside: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.ours / self.floor if self.floor else None

    def cells(self) -> tuple[str, ...]:
        """Return the row as words: what, floor, frt, ratio, goal, reached, note."""
        floor = f"{amount(self.floor)} {self.unit} ({self.beside})" if self.floor else "–"
        ratio = f"{amount(self.ratio)} ×" if self.ratio is not None else "–"
        ours = f"{amount(self.ours)} {self.unit}"
        return self.what, floor, ours, ratio, self._aim(), self.verdict(), self.note

    def verdict(self) -> str:
        """Return ✓, ✗ and by how much, or – where there is no goal."""
        if self.goal is None:
            return "–"
        goal = GOALS[self.goal]
        reached = self.ours if goal.measure == "value" else self.ratio
        if reached is None:
            return "not measured"
        return "✓" if reached <= goal.most else f"✗ by {amount(reached / goal.most)} ×"

    def _aim(self) -> str:
        if self.goal is None:
            return "–"
        goal = GOALS[self.goal]
        return f"≤ {goal.most:g} {'×' if goal.measure == 'ratio' else self.unit}"


def amount(value: float) -> str:
    """Return a number with three digits that count."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
