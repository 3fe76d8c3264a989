from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.clocks.business_clock import BusinessClock
from bot.metrics.clocks.working_hours import WorkingHours
from bot.metrics.daily.report import (
    EVENTS,
    ROWS,
    Measures,
    Share,
    measures,
    span_of,
    usual,
    usual_spans,
    worst,
)
from bot.metrics.figures.tally import Tally
from tests.metrics.build import SHANGHAI

CLOCK = BusinessClock(SHANGHAI, [(None, WorkingHours.parse("Mon-Fri 09:00-18:00"))], "CN")
ALWAYS = BusinessClock(SHANGHAI, [])
MONDAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("day", "last", "first", "reason"),
    [
        ("2026-11-16", None, "2026-11-13", "regular"),
        ("2026-11-16", "2026-11-13", "2026-11-13", "regular"),
        ("2026-11-16", "2026-11-12", "2026-11-12", "caught_up"),
        ("2026-11-16", "2026-11-09", "2026-11-09", "caught_up"),
        ("2026-11-16", "2026-11-06", "2026-11-09", "cut"),
        ("2026-11-16", "2026-11-15", "2026-11-15", "continued"),
        ("2026-10-08", None, "2026-09-30", "regular"),
        ("2026-10-08", "2026-09-30", "2026-09-30", "regular"),
        ("2026-10-08", "2026-09-29", "2026-09-30", "cut"),
        ("2026-09-21", None, "2026-09-20", "regular"),
    ],
)
def test_a_report_starts_where_the_last_one_ended(
    day: str, last: str | None, first: str, reason: str
) -> None:
    due = date.fromisoformat(day)
    span = span_of(due, CLOCK, date.fromisoformat(last) if last else None)
    assert (span.first_day.isoformat(), span.reason) == (first, reason)
    assert span.last_day == due - timedelta(days=1)


@given(st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_spans_of_reports_on_time_leave_no_day_out_and_count_none_twice(start: date) -> None:
    day = CLOCK.next_working_day(start)
    following = CLOCK.next_working_day(day)
    first = span_of(day, CLOCK, CLOCK.previous_working_day(day))
    second = span_of(following, CLOCK, day)
    assert second.first_day == first.last_day + timedelta(days=1)


@given(st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_usual_spans_cover_four_weeks_once(first_day: date) -> None:
    spans = usual_spans(first_day, CLOCK)
    days = [
        first + timedelta(days=at) for first, last in spans for at in range((last - first).days + 1)
    ]
    assert all(CLOCK.is_working_day(first) for first, _ in spans)
    assert days == sorted(set(days))
    assert days[-1] == first_day - timedelta(days=1)
    assert days[0] >= first_day - timedelta(days=28)


def test_a_team_without_hours_has_twenty_eight_days() -> None:
    assert len(usual_spans(MONDAY, ALWAYS)) == 28


def column(tickets: int, frt: float | None) -> Measures:
    return Measures(
        {"tickets": tickets, "frt": frt, "attainment": 1.0 if frt else None, "solved": 0}
    )


def test_the_mean_has_one_value_per_day_and_leaves_out_what_a_day_has_not() -> None:
    days = [(MONDAY + timedelta(days=at),) * 2 for at in range(4)]
    columns = [column(100, 60.0), column(1, 180.0), column(0, None), column(5, None)]
    found = usual(zip(days, columns, strict=True))
    assert found is not None
    assert (found.days, found.first_day, found.last_day) == (3, days[0][0], days[3][1])
    assert found.mean["frt"] == 120.0
    assert found.mean["tickets"] == pytest.approx(106 / 3)
    assert found.mean["art_mean"] is None
    assert usual([(days[0], column(0, None))]) is None


@pytest.mark.parametrize("statistic", ["median", "mean", "p90"])
def test_a_column_has_a_value_for_every_row_and_says_what_events_are_of(statistic: str) -> None:
    nothing = Tally().figures()
    made = measures(nothing, nothing, statistic)
    assert (set(made.values), set(made.samples)) == (set(ROWS), set(EVENTS))
    assert {made[row] for row in ROWS} == {None, 0}


def test_the_worst_have_most_not_met_then_the_greatest_share() -> None:
    found = [Share("a", 2, 9), Share("b", 2, 3), Share("c", 0, 50), Share(None, 5, 50)]
    assert [share.key for share in worst(found)] == [None, "b", "a"]
