"""Which tickets an answer is made of: of the period, of the one before it, and of the chart."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.metrics.clocks import Micros, Period, between, previous, to_micros
from bot.services.figures.rollups import Use, use

_TREND_DAYS = 14
_MOST_TREND_DAYS = 62


@dataclass(frozen=True, slots=True)
class Spans:
    """The period asked for, the one it is compared with, and the days of the chart, if any."""

    period: Period
    before: Period
    before_as_of: Micros
    trend: Period | None

    @property
    def start(self) -> Micros:
        """Where the first of them begins."""
        return min(one.start for one in self.uses(0))

    @property
    def end(self) -> Micros:
        """Where the last of them ends."""
        return max(one.end for one in self.uses(0))

    @property
    def is_one_day(self) -> bool:
        """Whether the period lies within one local date."""
        return self.period.first_day == self.period.last_day

    def uses(self, as_of: Micros) -> list[Use]:
        """Return which tickets are judged when, those before and of the chart for one figure.

        To the end of the last day, so that what was read of it is found while it goes on.
        """
        days = between(self.period.first_day, self.period.last_day, self.period.zone)
        used = [use(days, as_of), use(self.before, self.before_as_of, is_told=True)]
        return used if self.trend is None else [*used, use(self.trend, as_of, is_told=True)]


def spans_of(period: Period, as_of: datetime, *, is_charted: bool) -> Spans:
    """Return the spans of a period as of an instant; the chart's where days are drawn."""
    before = previous(period, as_of)
    elapsed_since = max(as_of - period.end, timedelta(0))
    trend = _trend(period) if is_charted else None
    return Spans(period, before, to_micros(before.end + elapsed_since), trend)


def _trend(period: Period) -> Period:
    days = period.dates()
    first = days[-1] - timedelta(days=_TREND_DAYS - 1) if len(days) == 1 else days[0]
    first = max(first, days[-1] - timedelta(days=_MOST_TREND_DAYS - 1))
    return between(first, days[-1], period.zone)
