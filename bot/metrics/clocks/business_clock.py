"""The two clocks: all elapsed time, or elapsed time inside a team's working intervals."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from bot.metrics.clocks.country_calendar import CountryCalendar
from bot.metrics.clocks.instants import SECOND, Micros, from_micros, local, midnight, to_micros
from bot.metrics.clocks.working_hours import Intervals, WorkingHours

_ONE_DAY = timedelta(days=1)
_MARGIN = timedelta(days=3)
_FIRST_COUNTED = to_micros(datetime(1970, 1, 1, tzinfo=UTC))
_LAST_COUNTED = to_micros(datetime(2100, 1, 1, tzinfo=UTC)) - 1


class Clock(Protocol):
    """Measures the time between two instants."""

    @property
    def name(self) -> Literal["calendar", "business"]:
        """The clock's name, shown beside every figure measured on it."""
        ...

    def seconds(self, start: Micros, end: Micros) -> float | None:
        """Return the seconds from start to end, negative if reversed; None without a clock."""
        ...


class CalendarClock:
    """Elapsed seconds, day and night."""

    name: Literal["calendar"] = "calendar"

    def seconds(self, start: Micros, end: Micros) -> float:
        """Return the elapsed seconds from start to end, negative if reversed."""
        return (end - start) / SECOND


class Worked(NamedTuple):
    """Working intervals in order, and the working time before each.

    Complete for instants from `low` up to `high`.
    """

    low: Micros
    high: Micros
    starts: list[Micros]
    ends: list[Micros]
    before: list[Micros]

    def covers(self, at: Micros) -> bool:
        """Return whether the time up to an instant is known."""
        return self.low <= at < self.high

    def latest(self, at: Micros) -> int:
        """Return which interval began last at an instant, -1 when none has."""
        return bisect_right(self.starts, at) - 1

    def until(self, at: Micros) -> Micros:
        """Return the working time before an instant."""
        index = self.latest(at)
        if index < 0:
            return 0
        return self.before[index] + min(at, self.ends[index]) - self.starts[index]


class BusinessClock:
    """Elapsed seconds inside a team's working intervals.

    `versions` are (valid from this local date, hours); the earliest also holds for all time before
    it. `country` is a calendar code such as "CN" or "US-NY": its holidays are off, its make-up days
    are worked. On local dates `off` nobody works, whatever the country does. An interval that runs
    past midnight belongs to the day it starts on, whatever the next day is. Working time is laid
    out for 1970 to 2099 only.
    Raises CountryError for an unknown country.
    """

    name: Literal["business"] = "business"

    def __init__(
        self,
        zone: ZoneInfo,
        versions: Iterable[tuple[date | None, WorkingHours]],
        country: str | None = None,
        off: frozenset[date] = frozenset(),
    ) -> None:
        self._zone = zone
        self._off = off
        self._versions = sorted(
            ((valid_from or date.min, hours) for valid_from, hours in versions),
            key=lambda version: version[0],
        )
        self._calendar = CountryCalendar(country) if country else None
        self._country = country
        self._worked = Worked(0, 0, [], [], [])

    @property
    def described(self) -> str:
        """Return what tells it from every clock that may measure otherwise."""
        data = self._calendar.data if self._calendar else None
        told = (self._zone.key, self._versions, self._country, data)
        return repr((*told, sorted(self._off)) if self._off else told)

    def seconds(self, start: Micros, end: Micros) -> float | None:
        """Return the working seconds from start to end, negative if reversed.

        None, never 0, for a team without working hours.
        """
        if not self._versions:
            return None
        worked = self._worked
        if not (worked.low <= start < worked.high and worked.low <= end < worked.high):
            worked = self._laid_out(min(start, end), max(start, end))
        return (worked.until(end) - worked.until(start)) / SECOND

    def worked(self, first: Micros, last: Micros) -> Worked | None:
        """Return the working intervals of a span and more; None for a team without hours."""
        return self._laid_out(first, last) if self._versions else None

    def is_working_day(self, day: date) -> bool:
        """Return whether the team works on a local date; always, for a team without hours."""
        return not self._versions or bool(self._hours_on(day))

    def intervals(self, day: date) -> list[tuple[Micros, Micros]]:
        """Return the working intervals that start on a local date, in order."""
        spans = [
            (midnight(day, self._zone, start), midnight(day, self._zone, end))
            for start, end in self._hours_on(day)
        ]
        return [(start, end) for start, end in spans if start < end]

    def end_of_working_day(self, day: date) -> Micros:
        """Return the end of a local date's last working interval, which may lie on the next date.

        Without working hours, on that date or at all, the midnight that ends it.
        """
        return max(
            (end for _, end in self.intervals(day)),
            default=midnight(day + _ONE_DAY, self._zone),
        )

    def next_working_day(self, day: date) -> date:
        """Return the first working day after a date."""
        return self._nearest(day, _ONE_DAY)

    def previous_working_day(self, day: date) -> date:
        """Return the last working day before a date."""
        return self._nearest(day, -_ONE_DAY)

    def unknown_years(self, start: Micros, end: Micros) -> list[int]:
        """Return the local years from start to end whose make-up days are not published yet."""
        if not self._versions or self._calendar is None:
            return []
        years = range(local(start, self._zone).year, local(end, self._zone).year + 1)
        return [year for year in years if not self._calendar.knows_makeup_days(year)]

    def _nearest(self, day: date, step: timedelta) -> date:
        day += step
        while not self.is_working_day(day):
            day += step
        return day

    def _hours_on(self, day: date) -> Intervals:
        index = bisect_right(self._versions, day, key=lambda version: version[0]) - 1
        if not self._versions or day in self._off:
            return ()
        hours = self._versions[max(index, 0)][1]
        usual = hours.week[day.weekday()]
        if self._calendar is None:
            return usual
        if self._calendar.is_makeup_day(day):
            return hours.on_makeup_day or usual
        return () if self._calendar.is_holiday(day) else usual

    def _laid_out(self, first: Micros, last: Micros) -> Worked:
        if not (self._worked.covers(first) and self._worked.covers(last)):
            self._worked = self._extended(first, last)
        return self._worked

    def _extended(self, first: Micros, last: Micros) -> Worked:
        known = self._worked
        first, last = (min(max(at, _FIRST_COUNTED), _LAST_COUNTED) for at in (first, last))
        if known.covers(first) and known.covers(last):
            return known
        if known.starts:
            first, last = min(first, known.low), max(last, known.high - 1)
        return self._built(range(from_micros(first).year, from_micros(last).year + 1))

    def _built(self, years: range) -> Worked:
        worked = Worked(_new_year(years.start), _new_year(years.stop), [], [], [])
        day = date(years.start, 1, 1) - _MARGIN
        total = 0
        while day <= date(years.stop, 1, 1) + _MARGIN:
            for start, end in self.intervals(day):
                begin = max(start, worked.ends[-1]) if worked.ends else start
                if begin < end:
                    worked.starts.append(begin)
                    worked.ends.append(end)
                    worked.before.append(total)
                    total += end - begin
            day += _ONE_DAY
        return worked


def _new_year(year: int) -> Micros:
    return to_micros(datetime(year, 1, 1, tzinfo=UTC))
