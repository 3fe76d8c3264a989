"""Durations, numbers, shares, dates and instants as each language writes them."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, get_timezone_location
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
_REMEMBERED = 4096


@lru_cache
def _locale(language: str) -> Locale:
    return Locale.parse("zh_Hans_CN" if language == "zh" else "en_GB")


def duration(language: str, seconds: float) -> str:
    """Return `seconds` in at most two neighbouring units: `12 min 30 s`, `12分钟30秒`.

    Rounded to the second below an hour, to the minute from there, to the hour from a day;
    a negative length carries a minus sign.
    """
    size = abs(seconds)
    step = 1 if size < 3_599.5 else 60 if size < 86_370 else 3_600
    rest = round(size / step) * step
    parts: list[str] = []
    for unit, length in _UNITS:
        count, rest = divmod(rest, length)
        if count:
            parts.append(_unit(language, unit, int(count)))
    text = ("" if language == "zh" else " ").join(parts[:2]) or _unit(language, "second", 0)
    return f"−{text}" if seconds < 0 and parts else text


_SHORT = {"day": "d", "hour": "h", "minute": "min", "second": "s"}


@lru_cache(maxsize=_REMEMBERED)
def _unit(language: str, unit: str, count: int) -> str:
    if language == "en":
        return f"{count} {_SHORT[unit]}"
    return format_unit(count, f"duration-{unit}", "short", locale=_locale(language)).replace(
        " ", ""
    )


@lru_cache(maxsize=_REMEMBERED)
def number(language: str, value: float, digits: int = 0) -> str:
    """Return `value` with at most `digits` decimals, grouped as the language does."""
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=_locale(language))


@lru_cache(maxsize=_REMEMBERED)
def share(language: str, value: float, digits: int = 0) -> str:
    """Return a share of 1 as a percentage: 0.584 is `58%`.

    Short of the whole is never `100%` and above nothing never `0%`: 0.999 is `99%`.
    """
    unit = 10.0 ** -(digits + 2)
    if 1 - unit < value < 1:
        value = 1 - unit
    elif 0 < value < unit:
        value = unit
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
    return format_percent(value, format=pattern, locale=_locale(language))


@lru_cache(maxsize=_REMEMBERED)
def day(language: str, value: date) -> str:
    """Return a date with its weekday, without the year: `Fri 20 Nov`, `11月20日周五`."""
    if language == "zh":
        return format_skeleton("MMMEd", _noon(value), locale=_locale(language))
    return format_date(value, "EEE d MMM", locale=_locale(language))


def near_day(language: str, value: date, today: date) -> str:
    """Return a date with its weekday, or with its year when that is not the present one."""
    near = value.year == today.year
    return day(language, value) if near else days(language, value, value, years=True)


@lru_cache(maxsize=_REMEMBERED)
def short_day(language: str, value: date) -> str:
    """Return a date for a chart's axis: `20 Nov`, `11/20`."""
    return format_date(value, "M/d" if language == "zh" else "d MMM", locale=_locale(language))


@lru_cache(maxsize=_REMEMBERED)
def days(language: str, first: date, last: date, *, years: bool = False) -> str:
    """Return a range of dates: `16–20 Nov`, `28 Oct – 3 Nov`, `11月16日至20日`.

    The year is written where the two differ in it, or with `years`; one date is written alone.
    """
    years = years or first.year != last.year
    whole = _pattern(language, "d MMM", year=years)
    end = format_date(last, whole, locale=_locale(language))
    if first == last:
        return end
    if first.year != last.year or first.month != last.month:
        start = format_date(first, whole, locale=_locale(language))
        return f"{start}至{end}" if language == "zh" else f"{start} – {end}"
    if language == "zh":
        return f"{format_date(first, whole, locale=_locale(language))}至{last.day}日"
    return f"{first.day}–{end}"


def instant(language: str, at: datetime, zone: ZoneInfo) -> str:
    """Return an instant as date and time in `zone`: `20 Nov, 14:05`, `11月20日 14:05`."""
    there = at.astimezone(zone)
    joint = " " if language == "zh" else ", "
    return f"{days(language, there.date(), there.date())}{joint}{clock_time(at, zone)}"


def weekday_time(language: str, at: datetime, zone: ZoneInfo) -> str:
    """Return an instant of a known week as `Tue 11:00`, `周二 11:00`."""
    there = at.astimezone(zone)
    return f"{_weekday(language, there.date())} {clock_time(at, zone)}"


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """Return the time of day in `zone` by the 24-hour clock: `14:05`."""
    return f"{at.astimezone(zone):%H:%M}"


def hour(value: int) -> str:
    """Return an hour of the day as the hour it lasts: `09:00–10:00`."""
    return hours(value, (value + 1) % 24)


def hours(first: int, end: int) -> str:
    """Return a block of hours of the day, up to the one it ends with: `11:00–14:00`."""
    return f"{first:02}:00–{end:02}:00"


def weekday(language: str, number: int) -> str:
    """Return a day of the week, Monday is 1: `Monday`, `星期一`."""
    return format_date(date(2024, 1, number), "EEEE", locale=_locale(language))


@lru_cache(maxsize=_REMEMBERED)
def _weekday(language: str, value: date) -> str:
    return format_date(value, "EEE", locale=_locale(language))


def _pattern(language: str, pattern: str, *, year: bool) -> str:
    if language == "zh":
        return "y年M月d日" if year else "M月d日"
    return f"{pattern} y" if year else pattern


def _noon(value: date) -> datetime:
    return datetime(value.year, value.month, value.day, 12)  # noqa: DTZ001


@lru_cache(maxsize=_REMEMBERED)
def zone_name(language: str, zone: str) -> str:
    """Return a time zone by its city and IANA name: `Shanghai · Asia/Shanghai`."""
    city = get_timezone_location(zone, locale=_locale(language), return_city=True)
    return zone if city in {"", zone} else f"{city} · {zone}"
