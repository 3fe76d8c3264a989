"""Periods of a team's calendar, the same part of the one before, and how people type them."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from bot.metrics.clocks.instants import Micros, from_micros, from_wall, local, midnight, to_micros

Kind: TypeAlias = Literal["today", "yesterday", "week", "month", "last_days", "range"]

_ONE_DAY = timedelta(days=1)
_WORDS: dict[str, Kind] = {
    "today": "today",
    "yesterday": "yesterday",
    "week": "week",
    "this week": "week",
    "month": "month",
    "this month": "month",
    "今天": "today",
    "今日": "today",
    "昨天": "yesterday",
    "昨日": "yesterday",
    "本周": "week",
    "这周": "week",
    "本月": "month",
    "这个月": "month",
}

PERIOD_WORDS = (*_WORDS, "last 7 days", "last 30 days", "最近7天", "最近30天")
"""What may be typed besides dates, for suggesting the nearest."""

_LAST_DAYS = re.compile(r"(?:last|past)? ?(\d+) ?days?|(?:最近|近|过去) ?(\d+) ?[天日]")
_DATE = r"\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?"
_RANGE = re.compile(rf"({_DATE})(?: ?(?:\.{{2,3}}|~|–|—|至|到) ?| - | to )({_DATE})")
_MOST_DAYS = 3660
_FIRST_YEAR, _LAST_YEAR = 1970, 2100


class PeriodError(ValueError):
    """A period that is not understood.

    `reason` is one of not_understood, impossible_date, end_before_start, no_days, too_many_days;
    `text` is the part in question, as normalised.
    """

    def __init__(self, reason: str, text: str, message: str) -> None:
        super().__init__(f"{message}: {text!r}")
        self.reason = reason
        self.text = text


@dataclass(frozen=True, slots=True)
class Period:
    """The instants from `start` up to but not including `end`, both aware and in UTC.

    `zone` is the team's, in which the period was cut. `days` is the n of "last n days". The end of
    a range may lie in the future; the other kinds end now at the latest.
    """

    kind: Kind
    start: datetime
    end: datetime
    zone: ZoneInfo
    days: int | None = None

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
    """Return the period of a kind other than "range" as of an aware instant.

    "week" starts on Monday; it, "month", "today" and "last_days" (which includes today) run to now.
    Raises ValueError for a naive now, for "range", and for "last_days" without a positive `days`.
    """
    today = local(to_micros(now), zone).date()
    match kind:
        case "today":
            first = today
        case "yesterday":
            return _period(kind, midnight(today - _ONE_DAY, zone), midnight(today, zone), zone)
        case "week":
            first = today - timedelta(days=today.weekday())
        case "month":
            first = today.replace(day=1)
        case "last_days" if days is not None and days > 0:
            first = today - timedelta(days=days - 1)
        case _:
            raise ValueError(f"no period {kind!r} with {days} days")
    return _period(kind, midnight(first, zone), to_micros(now), zone, days)


def last_days(days: int, now: datetime, zone: ZoneInfo) -> Period:
    """Return the last n local days including today, up to now."""
    return period_of("last_days", now, zone, days=days)


def between(first_day: date, last_day: date, zone: ZoneInfo) -> Period:
    """Return the range of local dates from the first to the last, both included.

    Raises ValueError when the last lies before the first.
    """
    if last_day < first_day:
        raise ValueError(f"{last_day} lies before {first_day}")
    return _period("range", midnight(first_day, zone), midnight(last_day + _ONE_DAY, zone), zone)


def previous(period: Period, now: datetime) -> Period:
    """Return the same elapsed part of the period before, by the wall clock of its zone.

    Tuesday 11:00 of this week gives last week's Monday to Tuesday 11:00. A month is cut at the end
    of a shorter one before. A range gives as many days immediately before it, and one that includes
    now is cut at the same elapsed part.
    """
    end = min(period.end, now) if period.start < now else period.end
    if period.kind == "month":
        return _previous_month(period, to_micros(end))
    days = {"today": 1, "yesterday": 1, "week": 7}.get(period.kind, len(period.dates()))
    start = midnight(period.first_day - timedelta(days=days), period.zone)
    shifted = _days_earlier(to_micros(end), days, period.zone)
    return _period(period.kind, start, shifted, period.zone, period.days)


def whole_days(period: Period, as_of: Micros) -> Period | None:
    """Return the local dates of a period that it has whole and that are over, None without one."""
    over = local(min(to_micros(period.end), as_of), period.zone).date()
    last = over - _ONE_DAY
    return between(period.first_day, last, period.zone) if last >= period.first_day else None


def parse_period(text: str, now: datetime, zone: ZoneInfo) -> Period:
    """Return the period a text names: a word, "last 30 days", a date or two dates with "..".

    Letter case, spacing and full-width characters do not matter. Raises PeriodError.
    """
    text = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if text in _WORDS:
        return period_of(_WORDS[text], now, zone)
    if match := _LAST_DAYS.fullmatch(text):
        return last_days(_day_count(match[1] or match[2]), now, zone)
    if match := _RANGE.fullmatch(text):
        return _dates(_date(match[1]), _date(match[2]), zone, text)
    if re.fullmatch(_DATE, text):
        return between(_date(text), _date(text), zone)
    raise PeriodError("not_understood", text, "not a period")


def _previous_month(period: Period, end: Micros) -> Period:
    zone, month = period.zone, period.first_day
    before = (month - _ONE_DAY).replace(day=1)
    wall = local(end, zone).replace(tzinfo=None)
    if wall.day > monthrange(before.year, before.month)[1]:
        shifted = midnight(month, zone)
    else:
        shifted = from_wall(wall.replace(year=before.year, month=before.month), zone)
    return _period("month", midnight(before, zone), shifted, zone)


def _days_earlier(at: Micros, days: int, zone: ZoneInfo) -> Micros:
    moment = local(at, zone)
    if at == midnight(moment.date(), zone):
        return midnight(moment.date() - timedelta(days=days), zone)
    return from_wall(moment.replace(tzinfo=None) - timedelta(days=days), zone)


def _period(
    kind: Kind, start: Micros, end: Micros, zone: ZoneInfo, days: int | None = None
) -> Period:
    return Period(kind, from_micros(start), from_micros(end), zone, days)


def _day_count(digits: str) -> int:
    if len(digits) > 9 or int(digits) > _MOST_DAYS:
        raise PeriodError("too_many_days", digits, f"more than {_MOST_DAYS} days")
    if int(digits) == 0:
        raise PeriodError("no_days", digits, "a period has at least one day")
    return int(digits)


def _date(text: str) -> date:
    year, month, day = map(int, re.findall(r"\d+", text))
    try:
        parsed = date(year, month, day)
    except ValueError:
        parsed = date.min
    if not _FIRST_YEAR <= parsed.year <= _LAST_YEAR:
        raise PeriodError("impossible_date", text, "no such date")
    return parsed


def _dates(first: date, last: date, zone: ZoneInfo, text: str) -> Period:
    if last < first:
        raise PeriodError("end_before_start", text, "ends before it starts")
    return between(first, last, zone)
