"""Days off from a calendar file (.ics): events of whole days, also those that recur every year."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.errors import BotError
from bot.metrics.clocks import FIRST_DAY, LAST_DAY, MOST_DAYS, CalendarDays
from bot.sources.yearly import NotYearlyError, yearly

if TYPE_CHECKING:
    from icalendar import Component

MOST_BYTES = 1 << 20
MOST_EVENTS = 2_000
_YEARS = 3
"""How many years a recurring event is followed: this one and the next two."""
_DAY = timedelta(days=1)
_LONGEST_NAME = 200
_BEGIN = b"BEGIN:VEVENT"


def read_calendar(content: bytes, today: date) -> CalendarDays:
    """Return the days off in a calendar file. Raises BotError that says why there are none."""
    if len(content) > MOST_BYTES:
        raise BotError("intake.error.big", most=MOST_BYTES >> 20)
    if content.upper().count(_BEGIN) > MOST_EVENTS:
        raise BotError("days_off.error.many_events", most=MOST_EVENTS)
    names: dict[date, str] = {}
    left = 0
    for event in _events(content):
        try:
            found = list(_days(event, today))
        except _NoDaysError:
            left += 1
            continue
        name = " ".join(str(event.get("SUMMARY") or "").split())[:_LONGEST_NAME]
        for day in found:
            names.setdefault(day, name)
        if len(names) > MOST_DAYS:
            raise BotError("setup.many_days_off", most=MOST_DAYS)
    if not names:
        raise BotError("days_off.error.none")
    return CalendarDays(tuple(sorted(names.items())), left)


class _NoDaysError(ValueError):
    """An event is no day off."""


def _events(content: bytes) -> "list[Component]":
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(content, multiple=True)
        events = [event for one in calendars for event in one.walk("VEVENT")]
    except (ValueError, KeyError, IndexError, RecursionError) as error:
        raise BotError("days_off.error.broken") from error
    if not calendars or any(one.name != "VCALENDAR" for one in calendars):
        raise BotError("days_off.error.broken")
    return events


def _days(event: "Component", today: date) -> Iterator[date]:
    """Yield the days of an event. Raises _NoDaysError for one of hours, or taken back."""
    if str(event.get("STATUS") or "").upper() == "CANCELLED":
        raise _NoDaysError
    first, length = _whole(event)
    for start in _starts(event, first, today):
        for n in range(length):
            day = start + n * _DAY
            if FIRST_DAY <= day <= LAST_DAY:
                yield day


def _whole(event: "Component") -> tuple[date, int]:
    """Return the first day of an event, and how many whole days it lasts."""
    start, end, lasts = (_told(event, name) for name in ("DTSTART", "DTEND", "DURATION"))
    if not isinstance(start, date) or not FIRST_DAY.year - 200 < start.year <= LAST_DAY.year:
        raise _NoDaysError
    if end is None:
        end = start + lasts if isinstance(lasts, timedelta) and abs(lasts.days) < 9_999 else None
    first, last = _day(start), _day(end) if isinstance(end, date) else None
    if last is None and not isinstance(start, datetime):
        last = first + _DAY
    length = (last - first).days if last else 0
    if isinstance(start, datetime) and length < 1:
        raise _NoDaysError
    if length > MOST_DAYS:
        raise BotError("setup.many_days_off", most=MOST_DAYS)
    return first, max(length, 1)


def _day(at: date) -> date:
    """Return the day at whose midnight something begins or ends. Raises _NoDaysError."""
    if not isinstance(at, datetime):
        return at
    if at.time().replace(second=0, microsecond=0) == time(23, 59):
        return at.date() + _DAY
    if at.time() != time(0):
        raise _NoDaysError
    return at.date()


def _starts(event: "Component", first: date, today: date) -> Iterator[date]:
    rule = event.get("RRULE")
    if rule is None:
        yield first
        return
    if not isinstance(rule, dict):
        raise _NoDaysError
    years = range(today.year, today.year + _YEARS)
    without = set(_left_out(event))
    try:
        found = yearly({key.upper(): rule[key] for key in rule}, first, years)
    except NotYearlyError as error:
        raise _NoDaysError from error
    yield from (day for day in found if day not in without)


def _left_out(event: "Component") -> Iterator[date]:
    """Yield the days that an event leaves out of its recurrence."""
    from icalendar import vDDDLists

    told = event.get("EXDATE")
    for one in told if isinstance(told, list) else [told]:
        for value in one.dts if isinstance(one, vDDDLists) else ():
            at = value.dt
            if isinstance(at, date):
                yield at.date() if isinstance(at, datetime) else at


def _told(event: "Component", name: str) -> Any:  # noqa: ANN401  whatever the file says
    """Return a date, an instant or a length of an event; None for what is broken or not there."""
    try:
        return getattr(event.get(name), "dt", None)
    except ValueError:
        return None
