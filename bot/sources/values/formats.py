"""Times written one as the other, as programs do: read by the one format of their column."""

import re
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from bot.sources.values.date_order import Order

_LOOKED_AT = 5
_YEAR, _NUMBER = "[1-9][0-9]{3}", "[0-9]{1,2}"
_CLOCK = "[0-9]{1,2}:[0-5][0-9]"
_TIMES = (
    (f" {_CLOCK}", " %H:%M"),
    (f" {_CLOCK}:[0-5][0-9]", " %H:%M:%S"),
    (f" {_CLOCK} (?:AM|PM|am|pm)", " %I:%M %p"),
    (f" {_CLOCK}:[0-5][0-9] (?:AM|PM|am|pm)", " %I:%M:%S %p"),
)
_UTC = rf"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-5][0-9]:[0-5][0-9](?:\.[0-9]{{1,6}})?Z"


class Format(NamedTuple):
    """How a time is written: as a regular expression, and as what a parser is told.

    `order` is that of dates that do not tell it themselves; `is_utc` times are no wall clock.
    """

    pattern: str
    parser: str
    order: Order | None = None
    is_utc: bool = False


def find_format(texts: pl.Series, order: Order | None) -> Format | None:
    """Return the format of the first texts, None where they have another."""
    written = ((one, text) for text in texts.head(_LOOKED_AT) for one in _formats(order))
    return next((one for one, text in written if re.fullmatch(one.pattern, text)), None)


def parsed(text: pl.Series, one: Format) -> pl.Series:
    """Return the datetime of each text, null for what is written otherwise or is no date."""
    fits = text.str.contains(f"^{one.pattern}$")
    kept = text if fits.all() else text.set(~fits, None)
    return kept.str.to_datetime(one.parser, strict=False, time_unit="us", cache=False)


@lru_cache(maxsize=4)
def _formats(order: Order | None) -> tuple[Format, ...]:
    dates: list[tuple[str, str, Order | None]]
    dates = [(f"{_YEAR}{s}{_NUMBER}{s}{_NUMBER}", f"%Y{s}%m{s}%d", None) for s in ("-", "/")]
    dates += [(rf"{_YEAR}\.{_NUMBER}\.{_NUMBER}", "%Y.%m.%d", None)]
    dates += [(f"{_YEAR}年{_NUMBER}月{_NUMBER}日", "%Y年%m月%d日", None)]
    if order in {"dmy", "mdy"}:
        first, second = ("%d", "%m") if order == "dmy" else ("%m", "%d")
        dates += [
            (
                f"{_NUMBER}{re.escape(s)}{_NUMBER}{re.escape(s)}{_YEAR}",
                f"{first}{s}{second}{s}%Y",
                order,
            )
            for s in "/.-"
        ]
    written = [
        Format(date + time, day + clock, told)
        for date, day, told in dates
        for time, clock in _TIMES
    ]
    return (*written, Format(_UTC, "%Y-%m-%dT%H:%M:%S%.fZ", is_utc=True))
