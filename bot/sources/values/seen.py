"""What the columns of a file hold, gathered while it is read and judged at its end."""

from dataclasses import dataclass, field

from bot.sources.values.decimal_mark import Marks
from bot.sources.values.not_yet import Times


@dataclass(slots=True)
class Seen:
    """Times and numbers seen so far, by field."""

    times: dict[str, Times] = field(default_factory=dict)
    marks: dict[str, Marks] = field(default_factory=dict)

    def times_of(self, name: str) -> Times:
        """Return what the field's column holds of times."""
        return self.times.setdefault(name, Times())

    def marks_of(self, name: str) -> Marks:
        """Return how the field's numbers are read and what they prove."""
        return self.marks.setdefault(name, Marks())
