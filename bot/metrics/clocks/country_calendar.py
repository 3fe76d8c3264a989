"""A country's public holidays and make-up working days, as far as they are published."""

import sys
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase


class CountryError(ValueError):
    """The calendar library knows no such country or subdivision."""


class CountryCalendar:
    """The holidays and make-up days of "CN", "US", or a subdivision such as "US-NY".

    Raises CountryError for a code that is not known.
    """

    def __init__(self, code: str) -> None:
        country, _, subdivision = code.strip().upper().partition("-")
        try:
            self._holidays = _holidays_of(country, subdivision or None)
        except NotImplementedError as error:
            raise CountryError(f"no calendar for {code!r}") from error

    @property
    def data(self) -> str:
        """Return which edition of the calendars this is."""
        return _edition()

    def is_holiday(self, day: date) -> bool:
        """Return whether the day is a public holiday."""
        return day in self._holidays

    def is_makeup_day(self, day: date) -> bool:
        """Return whether a day of the weekend is worked in exchange for a holiday."""
        self._know(day.year)
        return day in self._holidays.weekend_workdays

    def knows_makeup_days(self, year: int) -> bool:
        """Return whether the make-up days of a year are published, or the country has none.

        A country has them if there were any in the last three years the library has data for.
        """
        dated = self._dated_years()
        if not dated or year <= dated[-1]:
            return True
        for recent in range(dated[-1] - 2, dated[-1] + 1):
            self._know(recent)
        return not any(day.year > dated[-1] - 3 for day in self._holidays.weekend_workdays)

    def _dated_years(self) -> list[int]:
        tables = ("special_public_holidays", "special_public_holidays_observed")
        return sorted({year for name in tables for year in getattr(self._holidays, name, {})})

    def _know(self, year: int) -> None:
        date(year, 1, 1) in self._holidays  # noqa: B015  a look-up is what loads a year


@lru_cache(maxsize=1)
def _edition() -> str:
    return version("holidays")


def _holidays_of(country: str, subdivision: str | None) -> "HolidayBase":
    import holidays

    # The package loads all 250 countries with the first, 10 MB; an empty one in its place lets the
    # library load the one that it looks for.
    name = f"{holidays.__name__}.countries"
    if name not in sys.modules:
        package = ModuleType(name)
        package.__path__ = [str(Path(holidays.__file__).with_name("countries"))]
        sys.modules[name] = package
    return holidays.country_holidays(country, subdiv=subdivision)
