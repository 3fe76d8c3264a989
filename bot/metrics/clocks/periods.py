"""Periods of a team's calendar, and the same part of the one before."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from bot.metrics.clocks.instants import Micros, from_micros, from_wall, local, midnight, to_micros

Kind: TypeAlias = Literal[
    "today",
    "yesterday",
    "week",
    "last_week",
    "month",
    "last_month",
    "one_month",
    "quarter",
    "last_quarter",
    "one_quarter",
    "year",
    "last_year",
    "last_days",
    "last_months",
    "range",
]

_ONE_DAY = timedelta(days=1)
_DAYS = {"today": 1, "yesterday": 1, "week": 7, "last_week": 7}
_NOW: dict[Kind, Kind] = {
    "yesterday": "today",
    "last_week": "week",
    "last_month": "month",
    "last_quarter": "quarter",
    "last_year": "year",
}
"""What begins where these end."""
_MONTHS = {
    "month": 1,
    "last_month": 1,
    "one_month": 1,
    "quarter": 3,
    "last_quarter": 3,
    "one_quarter": 3,
    "year": 12,
    "last_year": 12,
}


@dataclass(frozen=True, slots=True)
class Period:
    """The instants from `start` up to but not including `end`, both aware and in UTC.

    `zone` is the team's, in which the period was cut. `days` and `months` are the n of "last n
    days" and "last n months". The end of a range, or of one month, may lie in the future; the other
    kinds end now at the latest.
    """

    kind: Kind
    start: datetime
    end: datetime
    zone: ZoneInfo
    days: int | None = None
    months: int | None = None

    @property
    def first_day(self) -> date:
        """The first local date of the period."""
        return self.start.astimezone(self.zone).date()

    @property
    def last_day(self) -> date:
        """The last local date of the period, included."""
        last_instant = (self.end - timedelta(microseconds=1)).astimezone(self.zone)
        return max(self.first_day, last_instant.date())

    def dates(self) -> list[date]:
        """Return the local dates from the first to the last, both included."""
        first = self.first_day
        count = (self.last_day - first).days + 1
        return [first + timedelta(days=index) for index in range(count)]


def period_of(kind: Kind, now: datetime, zone: ZoneInfo, *, days: int | None = None) -> Period:
    """Return the period of a kind that needs nothing but an aware instant, or of "last_days".

    Weeks start on Monday. "week", "month", "quarter", "today" and "last_days" (which includes
    today) run to now; "last_week" and its like are whole and over. Raises ValueError for a naive
    now, for "range" and its like, and for "last_days" without a positive `days`.
    """
    today = local(to_micros(now), zone).date()
    if kind == "last_days" and days is not None and days > 0:
        first = today - timedelta(days=days - 1)
    else:
        first = _first(kind, today)
    if kind in _NOW:
        after = _first(_NOW[kind], today)
        return _period(kind, midnight(first, zone), midnight(after, zone), zone)
    return _period(kind, midnight(first, zone), to_micros(now), zone, days)


def _first(kind: Kind, today: date) -> date:
    month = today.replace(day=1)
    quarter = _months_before(month, (today.month - 1) % 3)
    monday = today - timedelta(days=today.weekday())
    firsts: dict[Kind, date] = {
        "today": today,
        "yesterday": today - _ONE_DAY,
        "week": monday,
        "last_week": monday - 7 * _ONE_DAY,
        "month": month,
        "last_month": _months_before(month, 1),
        "quarter": quarter,
        "last_quarter": _months_before(quarter, 3),
        "year": date(today.year, 1, 1),
        "last_year": date(today.year - 1, 1, 1),
    }
    if kind not in firsts:
        raise ValueError(f"no period {kind!r} of that")
    return firsts[kind]


def last_days(days: int, now: datetime, zone: ZoneInfo) -> Period:
    """Return the last n local days including today, up to now."""
    return period_of("last_days", now, zone, days=days)


def last_months(months: int, now: datetime, zone: ZoneInfo) -> Period:
    """Return the days since the same date n months ago, that one left out, up to now."""
    today = local(to_micros(now), zone).date()
    first = _date_months_before(today, months) + _ONE_DAY
    start, end = midnight(first, zone), to_micros(now)
    return Period("last_months", from_micros(start), from_micros(end), zone, months=months)


def month_of(first: date, now: datetime, zone: ZoneInfo) -> Period:
    """Return the calendar month that begins on a date: the present one up to now, others whole."""
    return _whole("one_month", first, period_of("month", now, zone))


def quarter_of(first: date, now: datetime, zone: ZoneInfo) -> Period:
    """Return the calendar quarter that begins on a date: the present one up to now."""
    return _whole("one_quarter", first, period_of("quarter", now, zone))


def _whole(kind: Kind, first: date, present: Period) -> Period:
    if first == present.first_day:
        return present
    after = _months_before(first, -_MONTHS[kind])
    return _period(kind, midnight(first, present.zone), midnight(after, present.zone), present.zone)


def between(first_day: date, last_day: date, zone: ZoneInfo) -> Period:
    """Return the range of local dates from the first to the last, both included.

    Raises ValueError when the last lies before the first.
    """
    if last_day < first_day:
        raise ValueError(f"{last_day} lies before {first_day}")
    return _period("range", midnight(first_day, zone), midnight(last_day + _ONE_DAY, zone), zone)


def previous(period: Period, now: datetime) -> Period:
    """Return the same elapsed part of the period before, by the wall clock of its zone.

    Tuesday 11:00 of this week gives last week's Monday to Tuesday 11:00. A month, or a quarter, is
    cut at the end of a shorter month. A range gives as many days immediately before it, and one
    that includes now is cut at the same elapsed part.
    """
    zone = period.zone
    end = to_micros(min(period.end, now) if period.start < now else period.end)
    months = period.months or _MONTHS.get(period.kind)
    if months is not None:
        start = _months_earlier(to_micros(period.start), months, zone)
        shifted = _months_earlier(end, months, zone)
        return replace(period, start=from_micros(start), end=from_micros(shifted))
    days = _DAYS.get(period.kind, len(period.dates()))
    start = midnight(period.first_day - timedelta(days=days), zone)
    shifted = _days_earlier(end, days, zone)
    return _period(period.kind, start, shifted, zone, period.days)


def whole_days(period: Period, as_of: Micros) -> Period | None:
    """Return the local dates of a period that it has whole and that are over, None without one."""
    over = local(min(to_micros(period.end), as_of), period.zone).date()
    last = over - _ONE_DAY
    return between(period.first_day, last, period.zone) if last >= period.first_day else None


def _months_before(month: date, months: int) -> date:
    """Return the first of a month so many months before one that is given by its first."""
    number = 12 * month.year + month.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _date_months_before(day: date, months: int) -> date:
    """Return the same date so many months before, or the last of a shorter month."""
    before = _months_before(day.replace(day=1), months)
    return before.replace(day=min(day.day, monthrange(before.year, before.month)[1]))


def _months_earlier(at: Micros, months: int, zone: ZoneInfo) -> Micros:
    """Return the same wall time so many months before; the end of a month that is too short."""
    wall = local(at, zone).replace(tzinfo=None)
    day = _date_months_before(wall.date(), months)
    if day.day < wall.day:
        return midnight(day + _ONE_DAY, zone)
    if at == midnight(wall.date(), zone):
        return midnight(day, zone)
    return from_wall(datetime.combine(day, wall.time()), zone)


def _days_earlier(at: Micros, days: int, zone: ZoneInfo) -> Micros:
    moment = local(at, zone)
    if at == midnight(moment.date(), zone):
        return midnight(moment.date() - timedelta(days=days), zone)
    return from_wall(moment.replace(tzinfo=None) - timedelta(days=days), zone)


def _period(
    kind: Kind, start: Micros, end: Micros, zone: ZoneInfo, days: int | None = None
) -> Period:
    return Period(kind, from_micros(start), from_micros(end), zone, days)
