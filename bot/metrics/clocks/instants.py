"""Instants as integers, and where a wall-clock time falls on the line of instants."""

from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

Micros: TypeAlias = int

SECOND: Micros = 1_000_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(at: datetime) -> Micros:
    """Return the microseconds from 1970-01-01T00:00Z to an aware instant.

    Raises ValueError for a naive datetime.
    """
    if at.utcoffset() is None:
        raise ValueError(f"a naive datetime is not an instant: {at.isoformat()}")
    return (at - _EPOCH) // _MICROSECOND


def from_micros(value: Micros) -> datetime:
    """Return the aware UTC datetime of an instant."""
    return _EPOCH + timedelta(microseconds=value)


def local(value: Micros, zone: ZoneInfo) -> datetime:
    """Return an instant as an aware datetime of the zone."""
    return from_micros(value).astimezone(zone)


def midnight(day: date, zone: ZoneInfo, minute: int = 0) -> Micros:
    """Return the instant a local day starts, or the one `minute` minutes of wall clock later.

    1440 and more run into the following days. See `from_wall` for changes of the clock.
    """
    return from_wall(datetime.combine(day, time()) + timedelta(minutes=minute), zone)


def from_wall(wall: datetime, zone: ZoneInfo) -> Micros:
    """Return the instant at which a zone's clocks show a naive wall-clock time.

    A time shown twice is its first occurrence. A skipped one is the instant of the skip, so that
    "up to 02:30" and "from 02:30" meet there and no elapsed time is lost or counted twice.
    """
    first = to_micros(wall.replace(tzinfo=zone, fold=0))
    other = to_micros(wall.replace(tzinfo=zone, fold=1))
    return first if other >= first else _skip_between(other, first, zone)


def _skip_between(before: Micros, after: Micros, zone: ZoneInfo) -> Micros:
    offset = local(after, zone).utcoffset()
    while after - before > 1:
        middle = (before + after) // 2
        if local(middle, zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after
