"""The ten worked examples that define the figures."""

import pytest

from bot.metrics.clocks.business_clock import BusinessClock, CalendarClock
from bot.metrics.clocks.instants import SECOND
from bot.metrics.clocks.working_hours import WorkingHours
from bot.metrics.figures.cohort import figures
from bot.metrics.tickets.response_times import Message, derive
from bot.metrics.tickets.standards import Standard, Standards
from bot.metrics.warnings.near_threshold import WarningState, default_warning_value, judge_day, step
from tests.metrics.build import NEW_YORK, OPENED, SHANGHAI, at, ticket

TEAM_A = BusinessClock(
    SHANGHAI, [(None, WorkingHours.parse("Mon-Fri 09:00-12:00,13:00-18:00"))], "CN"
)
NIGHT_DESK = BusinessClock(SHANGHAI, [(None, WorkingHours.parse("Mon-Sun 21:00-08:00"))], "CN")
OPEN_ALL_HOURS = BusinessClock(NEW_YORK, [(None, WorkingHours.parse("24/7"))])
TEN_MINUTES = Standards([Standard(0, None, None, None, None, 600)])


@pytest.mark.parametrize(
    ("clock", "zone", "opened", "answered", "business", "calendar"),
    [
        (TEAM_A, SHANGHAI, "2026-09-20 10:00", "2026-09-20 11:30", 5_400, 5_400),
        (TEAM_A, SHANGHAI, "2026-09-24 17:50", "2026-09-28 09:05", 900, 314_100),
        (TEAM_A, SHANGHAI, "2026-09-28 11:55", "2026-09-28 13:02", 420, 4_020),
        (TEAM_A, SHANGHAI, "2026-09-12 20:00", "2026-09-12 20:30", 0, 1_800),
        (NIGHT_DESK, SHANGHAI, "2026-11-16 23:30", "2026-11-17 08:10", 30_600, 31_200),
        (OPEN_ALL_HOURS, NEW_YORK, "2026-03-08 01:30", "2026-03-08 03:30", 3_600, 3_600),
    ],
    ids=["1 make-up day", "2 mid-autumn", "3 lunch", "4 closed", "5 night desk", "6 spring"],
)
def test_examples_1_to_6(clock, zone, opened, answered, business, calendar):
    span = at(opened, zone), at(answered, zone)
    assert clock.seconds(*span) == business
    assert CalendarClock().seconds(*span) == calendar


def test_example_7_attainment():
    cohort = [ticket(answered_after=seconds) for seconds in (300, 600, 601)]
    as_of = OPENED + 5_000 * SECOND
    cohort += [
        ticket(as_of - 100 * SECOND),
        ticket(as_of - 700 * SECOND),
        ticket(solved_after=60),
    ]
    result = figures(cohort, as_of=as_of, clock=CalendarClock(), standards=TEN_MINUTES)
    assert (result.met, result.missed, result.pending, result.no_response) == (2, 2, 1, 1)
    assert result.attainment == 0.5
    assert result.open_waits == 2
    assert result.answered == 3


def test_example_8_percentiles():
    cohort = [ticket(answered_after=seconds) for seconds in (600, 60, 180, 120, 240)]
    result = figures(
        cohort, as_of=OPENED + 5_000 * SECOND, clock=CalendarClock(), standards=TEN_MINUTES
    )
    assert result.frt_median_seconds == 180
    assert result.frt_p90_seconds == pytest.approx(456)
    assert result.frt_mean_seconds == 240


def test_example_9_turns():
    day = "2026-11-16 "
    messages = [
        Message(at(day + time), kind)
        for time, kind in (
            ("10:00", "customer"),
            ("10:02", "customer"),
            ("10:03", "bot"),
            ("10:06", "agent"),
            ("11:00", "customer"),
            ("11:01", "note"),
            ("11:10", "agent"),
            ("11:12", "agent"),
        )
    ]
    derived = derive(messages, at(day + "10:00"))
    facts = ticket(at(day + "10:00"), first_response_at=derived.first_response_at)
    result = figures(
        [facts._replace(turns=derived.turns)],
        as_of=at(day + "12:00"),
        clock=CalendarClock(),
        standards=TEN_MINUTES,
    )
    assert result.frt_mean_seconds == 360
    assert [(end - start) // SECOND for start, end in derived.turns] == [360, 600]
    assert result.art_mean_seconds == 480


def test_example_10_near_threshold():
    warning_value = default_warning_value(15 * 60)
    assert warning_value == 12 * 60
    days = [("Mon", 750), ("Tue", 780), ("Wed", None), ("Thu", 720), ("Fri", 540), ("Mon", 510)]
    state, changes = WarningState(), []
    for name, value in days:
        day = judge_day(value, warning_value, "lower_is_better", opened=0 if value is None else 5)
        state, change = step(state, day)
        if change and change.posts:
            changes.append((name, change.reason))
    assert changes == [("Thu", "warning_raised"), ("Mon", "cleared")]
    assert state == WarningState()
