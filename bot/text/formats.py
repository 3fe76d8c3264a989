"""Durations, numbers, shares, dates and instants as each language writes them."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


@lru_cache
def _locale(language: str) -> Locale:
    return Locale.parse("zh_Hans_CN" if language == "zh" else "en_GB")


def duration(language: str, seconds: float) -> str:
    """Return `seconds` in at most two neighbouring units: `12 min 30 s`, `12分钟30秒`.

    Rounded to the second below an hour, to the minute from there, to the hour from a day;
    a negative length carries a minus sign.
    """
    size = abs(seconds)
    step = 1 if size < 3_600 else 60 if size < 86_400 else 3_600
    rest = round(size / step) * step
    parts: list[str] = []
    for unit, length in _UNITS:
        count, rest = divmod(rest, length)
        if count:
            parts.append(_unit(language, unit, int(count)))
    text = ("" if language == "zh" else " ").join(parts[:2]) or _unit(language, "second", 0)
    return f"−{text}" if seconds < 0 and parts else text


_SHORT = {"day": "d", "hour": "h", "minute": "min", "second": "s"}


@lru_cache(maxsize=4096)
def _unit(language: str, unit: str, count: int) -> str:
    if language == "en":
        return f"{count} {_SHORT[unit]}"
    return format_unit(count, f"duration-{unit}", "short", locale=_locale(language)).replace(
        " ", ""
    )


def number(language: str, value: float, digits: int = 0) -> str:
    """Return `value` with at most `digits` decimals, grouped as the language does."""
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=_locale(language))


def share(language: str, value: float, digits: int = 0) -> str:
    """Return a share of 1 as a percentage: 0.584 is `58 %` in words of the language."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
    return format_percent(value, format=pattern, locale=_locale(language))


def day(language: str, value: date) -> str:
    """Return a date with its weekday, without the year: `Fri 20 Nov`, `11月20日周五`."""
    if language == "zh":
        return format_skeleton("MMMEd", _noon(value), locale=_locale(language))
    return format_date(value, "EEE d MMM", locale=_locale(language))


def short_day(language: str, value: date) -> str:
    """Return a date for a chart's axis: `20 Nov`, `11/20`."""
    return format_date(value, "M/d" if language == "zh" else "d MMM", locale=_locale(language))


def instant(language: str, at: datetime, zone: ZoneInfo) -> str:
    """Return an instant as date and time in `zone`: `20 Nov, 14:05`, `11月20日 14:05`."""
    pattern = "M月d日 HH:mm" if language == "zh" else "d MMM, HH:mm"
    return format_datetime(at, pattern, tzinfo=zone, locale=_locale(language))


def _noon(value: date) -> datetime:
    return datetime(value.year, value.month, value.day, 12)  # noqa: DTZ001
