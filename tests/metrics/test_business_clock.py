import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.metrics.clocks.business_clock import BusinessClock, CalendarClock
from bot.metrics.clocks.country_calendar import CountryCalendar, CountryError
from bot.metrics.clocks.instants import SECOND, from_micros, to_micros
from bot.metrics.clocks.working_hours import WorkingHours
from tests.metrics.build import NEW_YORK, SHANGHAI, UTC_ZONE, at

OFFICE = WorkingHours.parse("Mon-Fri 09:00-12:00,13:00-18:00")
NIGHTS = WorkingHours.parse("Mon-Sun 21:00-08:00")
ALWAYS = WorkingHours.parse("24/7")
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE


def clock(hours, zone=SHANGHAI, country=None):
    return BusinessClock(zone, [(None, hours)], country)


def works_at(wall, hours, is_off=lambda _: False, is_makeup=lambda _: False):
    """Whether a wall-clock minute is worked, straight from the definition."""
    minute = wall.hour * 60 + wall.minute
    for back in (0, 1):
        day = wall.date() - timedelta(days=back)
        if is_makeup(day):
            intervals = hours.week[0]
        else:
            intervals = () if is_off(day) else hours.week[day.weekday()]
        if any(start <= minute + back * 1440 < end for start, end in intervals):
            return True
    return False


def counted_minutes(start, end, zone, hours, **calendar):
    return sum(
        works_at(from_micros(minute).astimezone(zone), hours, **calendar)
        for minute in range(start, end, MINUTE)
    )


SPLIT = WorkingHours.parse("Mon-Thu 08:30-12:00,13:15-17:45; Fri 22:00-06:00; Sun 00:00-24:00")


@pytest.mark.parametrize("hours", [OFFICE, NIGHTS, ALWAYS, SPLIT], ids=str)
@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("America/New_York", "2026-03-06 17:37"),
        ("America/New_York", "2026-10-30 03:11"),
        ("Australia/Lord_Howe", "2026-10-02 09:00"),
        ("Australia/Lord_Howe", "2026-04-03 09:00"),
        ("America/Santiago", "2026-09-04 20:20"),
        ("America/Santiago", "2026-04-03 20:20"),
        ("Pacific/Apia", "2011-12-28 20:20"),
        ("Asia/Kathmandu", "2026-06-01 00:01"),
    ],
)
def test_agrees_with_a_count_of_minutes(hours, zone, start):
    zone = ZoneInfo(zone)
    start = at(start, zone)
    for length in (1, 701, 4 * 1440):
        expected = counted_minutes(start, start + length * MINUTE, zone, hours)
        assert clock(hours, zone).seconds(start, start + length * MINUTE) == expected * 60


def test_agrees_with_a_count_of_minutes_over_a_chinese_holiday():
    start, end = at("2026-09-17 08:00"), at("2026-10-12 08:00")
    expected = counted_minutes(
        start,
        end,
        SHANGHAI,
        OFFICE,
        is_off=chinese_calendar.is_holiday,
        is_makeup=lambda day: day.weekday() > 4 and chinese_calendar.is_workday(day),
    )
    assert clock(OFFICE, country="CN").seconds(start, end) == expected * 60


def test_chinese_working_days_agree_with_chinesecalendar():
    office = clock(OFFICE, country="CN")
    days = [date(2018, 1, 1) + timedelta(days=index) for index in range(9 * 365 + 2)]
    assert days[-1] == date(2026, 12, 31)
    differing = [
        day for day in days if office.is_working_day(day) != chinese_calendar.is_workday(day)
    ]
    assert differing == []


def test_a_make_up_day_has_the_hours_of_a_monday_unless_set():
    monday_differs = "Mon 10:00-16:00; Tue-Fri 09:00-18:00"
    makeup_day = date(2026, 9, 20)
    assert clock(WorkingHours.parse(monday_differs), country="CN").intervals(makeup_day) == [
        (at("2026-09-20 10:00"), at("2026-09-20 16:00"))
    ]
    own = WorkingHours.parse(f"{monday_differs}; Makeup 09:00-17:00")
    assert clock(own, country="CN").intervals(makeup_day) == [
        (at("2026-09-20 09:00"), at("2026-09-20 17:00"))
    ]
    assert clock(OFFICE).intervals(makeup_day) == []


def test_a_night_before_a_make_up_day_is_not_counted_twice():
    hours = WorkingHours.parse("Mon-Fri 09:00-18:00; Sat 22:00-12:00")
    span = at("2026-09-19 20:00"), at("2026-09-20 20:00")
    assert clock(hours, country="CN").seconds(*span) == 20 * 3600


def test_a_night_into_a_holiday_belongs_to_the_day_it_starts_on():
    hours = WorkingHours.parse("Mon-Fri 21:00-08:00")
    desk = clock(hours, country="CN")
    assert desk.seconds(at("2026-09-24 20:00"), at("2026-09-25 12:00")) == 11 * 3600
    assert desk.seconds(at("2026-09-25 12:00"), at("2026-09-26 12:00")) == 0


def test_a_night_into_the_new_year_counts_in_the_new_year():
    span = at("2026-01-01 00:00", UTC_ZONE), at("2026-01-01 12:00", UTC_ZONE)
    assert clock(NIGHTS, UTC_ZONE).seconds(*span) == 8 * 3600


@pytest.mark.parametrize(
    ("zone", "start", "end", "hours"),
    [
        ("America/New_York", "2026-03-08 00:00", "2026-03-09 00:00", 23),
        ("America/New_York", "2026-11-01 00:00", "2026-11-02 00:00", 25),
        ("Australia/Lord_Howe", "2026-10-04 00:00", "2026-10-05 00:00", 23.5),
        ("Australia/Lord_Howe", "2026-04-05 00:00", "2026-04-06 00:00", 24.5),
        ("America/Santiago", "2026-09-05 12:00", "2026-09-06 12:00", 23),
        ("America/Santiago", "2026-04-04 12:00", "2026-04-05 12:00", 25),
        ("Pacific/Apia", "2011-12-29 12:00", "2011-12-31 12:00", 24),
    ],
)
def test_all_hours_are_elapsed_hours_when_clocks_change(zone, start, end, hours):
    zone = ZoneInfo(zone)
    span = at(start, zone), at(end, zone)
    assert clock(ALWAYS, zone).seconds(*span) == hours * 3600
    assert CalendarClock().seconds(*span) == hours * 3600


def test_calendar_seconds_over_the_repeated_hour():
    span = at("2026-11-01 00:30", NEW_YORK), at("2026-11-01 03:30", NEW_YORK)
    assert CalendarClock().seconds(*span) == 14_400


def test_shift_bounds_in_the_skipped_hour_meet_at_the_skip():
    early = WorkingHours.parse("Sun 00:00-02:30")
    late = WorkingHours.parse("Sun 02:30-06:00")
    span = at("2026-03-08 00:00", NEW_YORK), at("2026-03-08 12:00", NEW_YORK)
    assert clock(early, NEW_YORK).seconds(*span) == 2 * 3600
    assert clock(late, NEW_YORK).seconds(*span) == 3 * 3600


def test_shift_bounds_in_the_repeated_hour_are_the_first_of_the_two():
    early = WorkingHours.parse("Sun 00:00-01:30")
    late = WorkingHours.parse("Sun 01:30-06:00")
    span = at("2026-11-01 00:00", NEW_YORK), at("2026-11-01 12:00", NEW_YORK)
    assert clock(early, NEW_YORK).seconds(*span) == 1.5 * 3600
    assert clock(late, NEW_YORK).seconds(*span) == 5.5 * 3600


def test_a_span_over_a_change_of_hours_is_summed_piece_by_piece():
    later = WorkingHours.parse("Mon-Fri 10:00-12:00")
    changed = BusinessClock(UTC_ZONE, [(date(2026, 11, 4), later), (date(2026, 11, 2), OFFICE)])
    span = at("2026-11-03 08:00", UTC_ZONE), at("2026-11-04 20:00", UTC_ZONE)
    assert changed.seconds(*span) == (8 + 2) * 3600
    before_any = at("2026-10-27 00:00", UTC_ZONE), at("2026-10-28 00:00", UTC_ZONE)
    assert changed.seconds(*before_any) == 8 * 3600


def test_without_hours_there_is_no_clock_and_every_day_is_worked():
    none = BusinessClock(SHANGHAI, [], "CN")
    assert none.seconds(0, HOUR) is None
    assert none.is_working_day(date(2026, 10, 1))
    assert none.intervals(date(2026, 10, 8)) == []
    assert none.end_of_working_day(date(2026, 10, 8)) == at("2026-10-09 00:00")
    assert none.next_working_day(date(2026, 10, 1)) == date(2026, 10, 2)
    assert none.unknown_years(at("2027-01-01 00:00"), at("2027-02-01 00:00")) == []


def test_the_end_of_a_working_day():
    assert clock(OFFICE).end_of_working_day(date(2026, 11, 16)) == at("2026-11-16 18:00")
    assert clock(NIGHTS).end_of_working_day(date(2026, 11, 16)) == at("2026-11-17 08:00")
    assert clock(OFFICE).end_of_working_day(date(2026, 11, 15)) == at("2026-11-16 00:00")


def test_neighbouring_working_days_skip_holidays():
    office = clock(OFFICE, country="CN")
    assert office.next_working_day(date(2026, 9, 30)) == date(2026, 10, 8)
    assert office.previous_working_day(date(2026, 10, 8)) == date(2026, 9, 30)
    assert office.next_working_day(date(2026, 9, 19)) == date(2026, 9, 20)


def test_years_without_published_make_up_days_are_named():
    span = at("2026-11-01 00:00"), at("2028-01-02 00:00")
    assert clock(OFFICE, country="CN").unknown_years(*span) == [2027, 2028]
    assert clock(OFFICE, country="US").unknown_years(*span) == []
    assert clock(OFFICE).unknown_years(*span) == []
    in_2026_locally = at("2026-12-31 23:00"), at("2026-12-31 23:59")
    assert clock(OFFICE, country="CN").unknown_years(*in_2026_locally) == []


def test_subdivisions_have_holidays_of_their_own():
    lincoln = date(2026, 2, 12)
    assert CountryCalendar("US-NY").is_holiday(lincoln)
    assert not CountryCalendar("us").is_holiday(lincoln)


@pytest.mark.parametrize("code", ["XX", "US-QQ", ""])
def test_an_unknown_country_is_refused(code):
    with pytest.raises(CountryError):
        CountryCalendar(code)


def test_a_country_loads_no_other():
    script = (
        "import sys; from bot.metrics.clocks import CountryCalendar as Country;"
        "Country('DE'), Country('as');"
        "print(*sorted(name for name in sys.modules if name.startswith('holidays.countries.')))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    names = ("american_samoa", "germany", "united_states")
    assert ended.stdout.split() == [f"holidays.countries.{name}" for name in names], ended.stderr


@pytest.mark.parametrize("code", holidays.list_supported_countries())
def test_every_country_of_the_library_can_be_loaded(code):
    assert CountryCalendar(code).knows_makeup_days(2000)


def test_far_away_instants_cost_no_more_than_the_counted_years():
    office = clock(OFFICE, UTC_ZONE)
    year_1900 = to_micros(datetime(1900, 1, 1, tzinfo=UTC))
    year_9999 = to_micros(datetime(9999, 12, 31, tzinfo=UTC))
    day = at("2026-11-16 00:00", UTC_ZONE), at("2026-11-17 00:00", UTC_ZONE)
    assert office.seconds(*day) == 8 * 3600
    assert office.seconds(year_1900, at("1969-12-20 00:00", UTC_ZONE)) == 0
    assert office.seconds(at("2100-01-10 00:00", UTC_ZONE), year_9999) == 0
    assert office.seconds(*day) == 8 * 3600


CLOCKS = [
    clock(OFFICE, country="CN"),
    clock(NIGHTS, NEW_YORK, "US"),
    clock(SPLIT, ZoneInfo("Australia/Lord_Howe")),
    BusinessClock(ZoneInfo("America/Santiago"), [(None, NIGHTS), (date(2026, 6, 1), SPLIT)]),
]
INSTANTS = st.integers(at("2026-01-01 00:00"), at("2027-12-31 00:00"))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(CLOCKS), st.lists(INSTANTS, min_size=4, max_size=4).map(sorted))
def test_additive_monotone_and_never_above_the_calendar(business, instants):
    a, b, c, d = instants
    whole = business.seconds(a, c)
    assert whole == pytest.approx(business.seconds(a, b) + business.seconds(b, c), abs=1e-5)
    assert 0 <= whole <= CalendarClock().seconds(a, c)
    assert business.seconds(b, c) <= business.seconds(a, d)
    assert business.seconds(c, a) == -whole


@settings(max_examples=24, deadline=None)
@given(st.permutations([2019, 2023, 2026, 2030]))
def test_the_order_of_questions_does_not_matter(years):
    fresh = clock(OFFICE, country="CN")
    spans = {year: (at(f"{year}-01-01 00:00"), at(f"{year}-02-01 00:00")) for year in years}
    answers = {year: fresh.seconds(*spans[year]) for year in years}
    assert answers == {
        year: sum(
            end - start
            for day in range(31)
            for start, end in fresh.intervals(date(year, 1, 1) + timedelta(days=day))
        )
        / SECOND
        for year in years
    }
