"""How people type periods, in English and Chinese, and where one stands within a text."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.metrics.clocks.instants import local, to_micros
from bot.metrics.clocks.periods import (
    Kind,
    Period,
    between,
    last_days,
    last_months,
    month_of,
    period_of,
    quarter_of,
)
from bot.text.words import joins

PHRASES: dict[Kind, str] = {
    "today": "today|今天|今日",
    "yesterday": "yesterday|昨天|昨日",
    "week": "week|this week|本周|这周|这个周|这一周|本星期|这星期|这个星期",
    "last_week": "last week|previous week|上周|上个周|上一周|上星期|上个星期",
    "month": "month|this month|本月|这个月|当月",
    "last_month": "last month|previous month|上月|上个月|上一个月",
    "quarter": "quarter|this quarter|本季度|这个季度|这季度|本季|当季",
    "last_quarter": "last quarter|previous quarter|上季度|上个季度|上一季度|上一个季度|上季",
    "year": "this year|今年|本年|本年度",
    "last_year": "last year|previous year|去年|上年|上年度",
}
_KINDS: dict[str, Kind] = {
    word: kind for kind, words in PHRASES.items() for word in words.split("|")
}
_EARLIER = {
    "day before yesterday|前天|前日": "day",
    "week before last|上上周|上上个周|上上星期|上上个星期": "week",
    "month before last|上上月|上上个月": "month",
}
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
PERIOD_WORDS = (
    *_KINDS,
    *(word for words in _EARLIER for word in words.split("|")),
    *("last 7 days", "last 30 days", "last 3 months"),
    *("最近7天", "最近30天", "近3个月", "最近3个月"),
)
"""What may be typed besides dates, for suggesting the nearest."""

_MONTH = "|".join(name[:3] + f"(?:{name[3:]})?" * bool(name[3:]) for name in MONTHS)
_MONTH = _MONTH.replace("sep(?:tember)?", "sep(?:tember|t)?")
_N = rf"\d+|{'|'.join(_NUMBERS)}"
_ZH_N = "[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]"
_YEAR = r"(?:19|20|21)\d\d"
_LAST = "最近|近|过去"
_ISO = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}[日号]?"
_IN_CHINESE = rf"(?:{_YEAR}年)?\d{{1,2}}月\d{{1,2}}[日号]?"
_IN_ENGLISH = (
    rf"\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH})(?: {_YEAR})?"
    rf"|(?:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?(?:,? {_YEAR})?"
)
_DATE = rf"{_ISO}|{_IN_CHINESE}|{_IN_ENGLISH}"
_DATE_PARTS = re.compile(
    rf"(?:(?P<y>{_YEAR}|\d{{4}})[-/.年])?(?P<m>\d{{1,2}})[-/.月](?P<d>\d{{1,2}})[日号]?"
    rf"|(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?P<m1>{_MONTH})(?: (?P<y1>{_YEAR}))?"
    rf"|(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y2>{_YEAR}))?"
)
_UP_TO = r" ?(?:\.{2,3}|~|–|—|至|到) ?| - | to "
_MOST_DAYS, _MOST_MONTHS = 3660, 120
_FIRST_YEAR, _LAST_YEAR = 1970, 2100
_LOOKED_BACK = 8
"""The 29th of February is there again after as many years at most."""

_Maker = Callable[[re.Match[str], datetime, ZoneInfo], Period]


class PeriodError(ValueError):
    """A period that is not understood.

    `reason` is one of not_understood, impossible_date, end_before_start, no_days, too_many_days;
    `text` is the part in question, as normalised.
    """

    def __init__(self, reason: str, text: str, message: str) -> None:
        super().__init__(f"{message}: {text!r}")
        self.reason = reason
        self.text = text


def parse_period(text: str, now: datetime, zone: ZoneInfo) -> Period:
    """Return the period a text names: a word, "last 30 days", a month, a date or two of them.

    A month or a date without a year is the latest that has begun. Letter case, spacing and
    full-width characters do not matter. Raises PeriodError.
    """
    text = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    for pattern, make in _forms():
        if match := pattern.fullmatch(text):
            return make(match, now, zone)
    raise PeriodError("not_understood", text, "not a period")


def period_at(text: str, start: int) -> int | None:
    """Return where the longest period ends that begins at a place of a normalised text, if any.

    It does not begin or end within a word or a number.
    """
    if joins(text[start - 1 : start], text[start : start + 1]):
        return None
    found = (pattern.match(text, start) for pattern, _ in _forms())
    ends = (match.end() for match in found if match is not None)
    return max((end for end in ends if not joins(text[end - 1], text[end : end + 1])), default=None)


@cache
def _forms() -> tuple[tuple[re.Pattern[str], _Maker], ...]:
    words = "|".join(sorted(map(re.escape, _KINDS), key=len, reverse=True))
    forms: list[tuple[str, _Maker]] = [
        (rf"{words}", lambda match, now, zone: period_of(_KINDS[match[0]], now, zone)),
        (rf"(?:last|past)? ?(\d+) ?days?|(?:last|past) ({_N}) days?", _days),
        (rf"(?:{_LAST})的? ?(\d+|{_ZH_N}) ?[天日]", _days),
        (rf"(?:last|past) ?({_N}) weeks?", _weeks),
        (rf"(?:{_LAST})的? ?(\d+|{_ZH_N}) ?个?(?:周|星期)", _weeks),
        (rf"(?:last|past) ?({_N}) months?", _months),
        (r"past (week|month|year)", _past),
        (rf"(?:the )?({'|'.join(_EARLIER)})", _earlier),
        (rf"(?:{_LAST})的? ?(\d+|{_ZH_N}) ?个月|(?:{_LAST})(半)年", _months),
        (r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})月?份?", _month),
        (rf"(?:(?P<before>去年|今年) ?)?(?P<m>\d{{1,2}}|{_ZH_N})月份?", _month),
        (rf"(?P<m>{_MONTH})(?: (?P<y>{_YEAR}))?", _month),
        (rf"(?P<y>{_YEAR}) (?P<m>{_MONTH})", _month),
        (rf"q(?P<q>[1-4])(?: ?(?P<y>{_YEAR}))?|第?(?P<z>[1-4一二三四])季度", _quarter),
        (
            rf"(?P<y>{_YEAR})(?: |-)?q(?P<q>[1-4])|(?P<yz>{_YEAR})年第?(?P<z>[1-4一二三四])季度",
            _quarter,
        ),
        (rf"(?:from |从|自)?({_DATE})(?:{_UP_TO})({_DATE}|\d{{1,2}}[日号])", _range),
        (rf"(?:{_DATE})", _one_date),
    ]
    return tuple((re.compile(pattern), make) for pattern, make in forms)


def _days(match: re.Match[str], now: datetime, zone: ZoneInfo) -> Period:
    return last_days(_count(match, 1), now, zone)


def _weeks(match: re.Match[str], now: datetime, zone: ZoneInfo) -> Period:
    return last_days(7 * _count(match, 7), now, zone)


def _months(match: re.Match[str], now: datetime, zone: ZoneInfo) -> Period:
    return last_months(_count(match, _MOST_DAYS // _MOST_MONTHS), now, zone)


def _past(match: re.Match[str], now: datetime, zone: ZoneInfo) -> Period:
    if match[1] == "week":
        return last_days(7, now, zone)
    return last_months(12 if match[1] == "year" else 1, now, zone)


def _earlier(match: re.Match[str], now: datetime, zone: ZoneInfo) -> Period:
    """Return the day, week or month before the last one, whole."""
    kind = next(kind for words, kind in _EARLIER.items() if match[1] in words.split("|"))
    if kind == "month":
        before = period_of("last_month", now, zone).first_day - timedelta(days=1)
        return month_of(before.replace(day=1), now, zone)
    days = 1 if kind == "day" else 7
    last: Kind = "yesterday" if kind == "day" else "last_week"
    first = period_of(last, now, zone).first_day - timedelta(days=days)
    return between(first, first + timedelta(days=days - 1), zone)


def _count(match: re.Match[str], length: int) -> int:
    """Return the number that was typed; `length` is how many days one of it has at least."""
    typed = next(group for group in match.groups() if group)
    if len(typed) > 9 or _number(typed) * length > _MOST_DAYS:
        raise PeriodError("too_many_days", match[0], f"more than {_MOST_DAYS} days")
    if _number(typed) == 0:
        raise PeriodError("no_days", match[0], "a period has at least one day")
    return _number(typed)


def _number(typed: str) -> int:
    """Return a number of digits, of an English word, or of Chinese ones up to 99."""
    if typed.isdigit():
        return int(typed)
    if typed in _NUMBERS:
        return _NUMBERS.index(typed) + 1
    if typed == "半":
        return 6
    digits = {each: at for at, each in enumerate("零一二三四五六七八九")} | {"两": 2, "": 0}
    tens, ten, ones = typed.rpartition("十")
    return digits[ones] + bool(ten) * 10 * (digits[tens] or 1)


def _month(match: re.Match[str], now: datetime, zone: ZoneInfo) -> Period:
    parts = match.groupdict()
    today = local(to_micros(now), zone).date()
    number = _month_number(parts["m"])
    if parts.get("y"):
        return month_of(_day(int(parts["y"]), number, 1, match[0]), now, zone)
    if parts.get("before"):
        year = today.year - (parts["before"] == "去年")
        return month_of(_day(year, number, 1, match[0]), now, zone)
    return month_of(_latest(number, 1, today, match[0]), now, zone)


def _quarter(match: re.Match[str], now: datetime, zone: ZoneInfo) -> Period:
    parts = match.groupdict()
    today = local(to_micros(now), zone).date()
    month = 3 * _number(parts.get("q") or parts["z"]) - 2
    if parts.get("y"):
        return quarter_of(_day(int(parts["y"]), month, 1, match[0]), now, zone)
    return quarter_of(_latest(month, 1, today, match[0]), now, zone)


def _month_number(typed: str) -> int:
    names = [name[:3] for name in MONTHS]
    return names.index(typed[:3]) + 1 if typed[:3] in names else _number(typed)


def _one_date(match: re.Match[str], now: datetime, zone: ZoneInfo) -> Period:
    day = _date(match[0], local(to_micros(now), zone).date())
    return between(day, day, zone)


def _range(match: re.Match[str], now: datetime, zone: ZoneInfo) -> Period:
    today = local(to_micros(now), zone).date()
    first = _date(match[1], today)
    last = _end(match[2], first, match[0])
    if last < first:
        raise PeriodError("end_before_start", match[0], "ends before it starts")
    return between(first, last, zone)


def _end(typed: str, first: date, text: str) -> date:
    """Return the last date of a range: without a year the first one that does not lie before."""
    if match := re.fullmatch(r"(\d{1,2})[日号]", typed):
        return _day(first.year, first.month, int(match[1]), text)
    year, month, day = _parts(typed)
    if year is not None:
        return _day(year, month, day, typed)
    is_next = (month, day) < (first.month, first.day)
    return _day(first.year + is_next, month, day, typed)


def _date(typed: str, today: date) -> date:
    year, month, day = _parts(typed)
    return _latest(month, day, today, typed) if year is None else _day(year, month, day, typed)


def _parts(typed: str) -> tuple[int | None, int, int]:
    match = _DATE_PARTS.fullmatch(typed)
    parts = {name[:1]: part for name, part in match.groupdict().items() if part} if match else {}
    year = int(parts["y"]) if "y" in parts else None
    return year, _month_number(parts["m"]), int(parts["d"])


def _latest(month: int, day: int, today: date, text: str) -> date:
    """Return the latest such date that is not yet to come."""
    for year in range(today.year, today.year - _LOOKED_BACK - 1, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise PeriodError("impossible_date", text, "no such date")


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        parsed = date(year, month, day)
    except ValueError:
        parsed = date.min
    if not _FIRST_YEAR <= parsed.year <= _LAST_YEAR:
        raise PeriodError("impossible_date", text, "no such date")
    return parsed
