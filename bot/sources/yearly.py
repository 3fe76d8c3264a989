"""On which days something falls that recurs once a year.

Written by hand: of a rule from outside that never comes true, a library looks for the next time
for as many years as there are.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

_KNOWN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST"})
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NTH = re.compile(rf"([+-]?[1-5])({'|'.join(_WEEKDAYS)})")
_MOST = 31


class NotYearlyError(ValueError):
    """A rule recurs otherwise than on some days of every year, or is none."""


def yearly(rule: Mapping[str, Any], first: date, years: Sequence[int]) -> list[date]:
    """Return the days of these years on which something falls that began on its first day.

    `rule` has the parts of an RRULE by name, each a list. Raises NotYearlyError.
    """
    if _one(rule, "FREQ", "").upper() != "YEARLY" or set(rule) - _KNOWN:
        raise NotYearlyError
    every, count = _number(rule, "INTERVAL", 1), _number(rule, "COUNT", 0)
    until = _until(rule)
    days: list[date] = []
    met = 0
    for year in range(first.year, years[-1] + 1, every):
        for day in sorted(set(_of_year(rule, first, year))):
            if day < first or (until and day > until):
                continue
            met += 1
            if day.year in years and (not count or met <= count):
                days.append(day)
    return days


def _of_year(rule: Mapping[str, Any], first: date, year: int) -> Iterator[date]:
    for month in _numbers(rule, "BYMONTH", first.month):
        if not 1 <= month <= 12:
            raise NotYearlyError
        last = monthrange(year, month)[1]
        if "BYDAY" in rule:
            if "BYMONTHDAY" in rule or "BYMONTH" not in rule:
                raise NotYearlyError
            yield from _nth(rule["BYDAY"], year, month, last)
            continue
        for day in _numbers(rule, "BYMONTHDAY", first.day):
            at = day if day > 0 else last + 1 + day
            if 1 <= at <= last:
                yield date(year, month, at)


def _nth(told: Sequence[Any], year: int, month: int, last: int) -> Iterator[date]:
    """Yield the days that are called `4TH` (the fourth Thursday) or `-1MO` (the last Monday)."""
    for one in told[:_MOST]:
        named = _NTH.fullmatch(str(one).upper())
        if named is None:
            raise NotYearlyError
        weekday = _WEEKDAYS.index(named[2])
        found = [day for day in range(1, last + 1) if date(year, month, day).weekday() == weekday]
        nth = int(named[1])
        at = nth - 1 if nth > 0 else nth
        if -len(found) <= at < len(found):
            yield date(year, month, found[at])


def _one(rule: Mapping[str, Any], name: str, other: Any) -> Any:  # noqa: ANN401  as it is told
    told = rule.get(name)
    if told is None:
        return other
    if not isinstance(told, list) or len(told) != 1:
        raise NotYearlyError
    return told[0]


def _number(rule: Mapping[str, Any], name: str, other: int) -> int:
    told = _one(rule, name, other)
    if not isinstance(told, int) or not 0 <= told <= 10_000 or (name == "INTERVAL" and not told):
        raise NotYearlyError
    return told


def _numbers(rule: Mapping[str, Any], name: str, other: int) -> list[int]:
    told = rule.get(name, [other])
    if not isinstance(told, list) or len(told) > _MOST:
        raise NotYearlyError
    if not all(isinstance(one, int) for one in told):
        raise NotYearlyError
    return [int(one) for one in told]


def _until(rule: Mapping[str, Any]) -> date | None:
    told = _one(rule, "UNTIL", None)
    if told is None or (isinstance(told, date) and not isinstance(told, datetime)):
        return told
    if isinstance(told, datetime):
        return told.date()
    raise NotYearlyError
