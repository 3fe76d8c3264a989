"""How old data may be before nothing is said of now any more."""

import pytest

from bot.metrics.clocks import SECOND, BusinessClock, CalendarClock, WorkingHours
from bot.metrics.tickets import UNDATED, Freshness, freshness
from tests.metrics.build import SHANGHAI, at

OFFICE = BusinessClock(SHANGHAI, [(None, WorkingHours.parse("Mon-Fri 09:00-18:00"))], "CN")
HOUR = 3_600 * SECOND
FRIDAY = at("2026-11-20 17:00")


def test_data_of_which_no_import_is_known_live():
    assert freshness([], FRIDAY, OFFICE) == UNDATED


@pytest.mark.parametrize(
    ("as_of", "is_live"),
    [
        ("2026-11-20 17:00", True),
        ("2026-11-22 12:00", True),
        ("2026-11-23 10:00", True),
        ("2026-11-23 10:01", False),
    ],
)
def test_two_working_hours_are_given(as_of, is_live):
    assert freshness([FRIDAY], at(as_of), OFFICE) == Freshness(FRIDAY, is_live)


def test_without_hours_they_are_of_the_calendar():
    for clock in (CalendarClock(), BusinessClock(SHANGHAI, [])):
        assert freshness([FRIDAY], FRIDAY + 2 * HOUR, clock).is_live
        assert not freshness([FRIDAY], FRIDAY + 2 * HOUR + SECOND, clock).is_live


def test_twice_the_usual_gap_between_imports_is_given_as_well():
    day = 24 * HOUR
    daily = [FRIDAY - day * back for back in range(5)]
    assert freshness(daily, FRIDAY + 2 * day, CalendarClock()).is_live
    assert not freshness(daily, FRIDAY + 2 * day + SECOND, CalendarClock()).is_live


def test_what_came_in_later_is_not_known_then():
    later = FRIDAY + 24 * HOUR
    assert freshness([FRIDAY, later], FRIDAY + HOUR, OFFICE) == Freshness(FRIDAY)
    assert freshness([later], FRIDAY, OFFICE) == UNDATED


def test_tickets_are_judged_where_the_data_end():
    data = Freshness(FRIDAY)
    assert (data.judged(FRIDAY + HOUR), data.judged(FRIDAY - HOUR)) == (FRIDAY, FRIDAY - HOUR)
    assert UNDATED.judged(FRIDAY) == FRIDAY


def test_one_long_pause_is_not_usual():
    often = [FRIDAY - 600 * SECOND * back for back in range(5)]
    ends = [*often, FRIDAY - 90 * 24 * HOUR]
    assert not freshness(ends, FRIDAY + 3 * HOUR, CalendarClock()).is_live
