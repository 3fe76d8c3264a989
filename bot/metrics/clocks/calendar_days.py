"""Days off as a calendar file tells them."""

from dataclasses import dataclass
from datetime import date

from bot.metrics.clocks.days_off import read_days_off


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """Days off in order, each with what the file calls it.

    `left` counts the events that are none: those of hours, and those that recur otherwise than
    once a year.
    """

    days: tuple[tuple[date, str], ...]
    left: int = 0

    @property
    def text(self) -> str:
        """The days as they are stored. Raises DaysOffError for too many."""
        return read_days_off("\n".join(day.isoformat() for day, _ in self.days))
