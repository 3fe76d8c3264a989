"""Days on which a team does not work, besides the public holidays of its country."""

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import lru_cache

MOST_DAYS = 400
"""Of one team, those that are past among them."""
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)

_ONE_DAY = timedelta(days=1)
_DATE = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_SPAN = re.compile(rf"{_DATE}(?:\s*(?:\.\.+|…|–|—|~|～|to|至|到)\s*{_DATE})?", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;，；、\n]+")


class DaysOffError(ValueError):
    """A text that names no days, or too many; it is the part that is wrong, empty for too many."""


def read_days_off(text: str) -> str:
    """Return days written `2026-12-24, 2026-12-27..2026-12-31` as lines, in order, runs joined.

    Raises DaysOffError.
    """
    days: set[date] = set()
    for part in filter(None, map(str.strip, _BETWEEN.split(text))):
        first, last = _span(part)
        if (last - first).days >= MOST_DAYS:
            raise DaysOffError("")
        days.update(_between(first, last))
    if len(days) > MOST_DAYS:
        raise DaysOffError("")
    return "\n".join(_written(first, last) for first, last in runs(days))


@lru_cache(maxsize=256)
def days_off(text: str) -> frozenset[date]:
    """Return the days that `read_days_off` wrote as lines."""
    return frozenset(day for line in text.splitlines() for day in _between(*_span(line)))


def runs(days: Collection[date]) -> list[tuple[date, date]]:
    """Return days as (first, last) of what follows one another, in order."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] == _ONE_DAY:
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return found


def _span(part: str) -> tuple[date, date]:
    match = _SPAN.fullmatch(part)
    if match is None:
        raise DaysOffError(part)
    told = [int(number) for number in match.groups() if number is not None]
    try:
        first, last = date(*told[:3]), date(*told[-3:])
    except ValueError as error:
        raise DaysOffError(part) from error
    if not FIRST_DAY <= first <= last <= LAST_DAY:
        raise DaysOffError(part)
    return first, last


def _between(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _ONE_DAY


def _written(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()}..{last.isoformat()}"
