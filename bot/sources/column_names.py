"""What a column's name says beside its meaning: a zone, how clocks are written, business hours."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_IANA = re.compile(r"[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_+-]+\d*){1,2}")
_OFFSET = re.compile(
    r"(?:(?<![a-z])(?:utc|gmt)\s*|[(\[]\s*)([+-])(\d{1,2})(?::?([0-5]\d))?(?!\d)", re.IGNORECASE
)
_UTC = re.compile(r"(?<![A-Za-z])(?:utc|gmt)(?![A-Za-z])", re.IGNORECASE)
_CAMEL_UTC = re.compile(r"(?<=[a-z])U(?:TC|tc)$")
_NAMED = {
    r"北京时间|中国时间|东八区|beijing time|china standard time": "Asia/Shanghai",
    r"香港时间|\bHKT\b": "Asia/Hong_Kong",
    r"\bSGT\b": "Asia/Singapore",
    r"日本時間|日本标准时间|\bJST\b": "Asia/Tokyo",
    r"한국 ?시간|\bKST\b": "Asia/Seoul",
    r"eastern (?:standard |daylight )?time": "America/New_York",
    r"central (?:standard |daylight )?time": "America/Chicago",
    r"mountain (?:standard |daylight )?time": "America/Denver",
    r"pacific (?:standard |daylight )?time": "America/Los_Angeles",
    r"\bCES?T\b": "Europe/Berlin",
}
_ENDING_ZONE = re.compile(
    r"[\s_.-]+(?:in\s+)?(?:utc|gmt)\s*(?:[+-]\d{1,2}(?::?\d\d)?)?$", re.IGNORECASE
)
_HOURS = (
    r"(?:(?:with)?in|during)?[\s_-]*"
    r"(?:(?:{})[\s_-]*(?:hours?|hrs|time|minutes?|mins?|seconds?|secs?)(?![a-z])|{})"
)
_BUSINESS = re.compile(
    _HOURS.format(
        "business|working|work|office",
        r"(?<![a-z])b-?hrs?(?![a-z])|(?:工作|营业)(?:时间|时长)内?|工时",
    ),
    re.IGNORECASE,
)
_CALENDAR = re.compile(_HOURS.format("calendar", "自然时间|日历时间"), re.IGNORECASE)
_CLOCKS = {
    "days": re.compile(r"(?<![a-z])d{1,2}:h{1,2}:m{1,2}(?![a-z])"),
    "minutes": re.compile(r"(?<![a-z:])m{1,2}:s{1,2}(?![a-z])|(?<![a-z:])mins?:secs?|分:秒"),
}


def without_zone(name: str) -> str:
    """Return the name without a zone at its end that stands in no brackets."""
    return _CAMEL_UTC.sub("", _ENDING_ZONE.sub("", name))


def without_hours(name: str) -> tuple[str, bool]:
    """Return the name without a word for the hours it counts, and whether they are business hours.

    Calendar hours are all hours.
    """
    folded = unicodedata.normalize("NFKC", name)
    rest = _BUSINESS.sub(" ", folded)
    return _CALENDAR.sub(" ", rest), rest != folded


@lru_cache(maxsize=64)
def zone_in(names: Iterable[str]) -> str | None:
    """Return the zone that one of the names tells: an IANA name or an offset such as +05:30."""
    return next(filter(None, map(_zone, names)), None)


def clock_in(names: Iterable[str]) -> str:
    """Return the first part of a clock as the names write it: minutes for `(mm:ss)`, else ""."""
    folded = unicodedata.normalize("NFKC", " ".join(names)).lower()
    return next((part for part, pattern in _CLOCKS.items() if pattern.search(folded)), "")


def _zone(name: str) -> str | None:
    folded = unicodedata.normalize("NFKC", name)
    for found in _IANA.findall(folded):
        if _is_zone(found):
            return str(found)
    if offset := _OFFSET.search(folded):
        sign, hours, minutes = offset.groups()
        return f"{sign}{int(hours):02}:{minutes or '00'}" if int(hours) <= 14 else None
    for pattern, zone in _NAMED.items():
        if re.search(pattern, folded) or re.search(pattern, folded.lower()):
            return zone
    return "UTC" if _UTC.search(folded) or _CAMEL_UTC.search(folded) else None


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
