"""The figures of a cohort."""

from dataclasses import asdict
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.clocks.instants import SECOND
from bot.metrics.figures.cohort import judge
from bot.metrics.tickets.standards import Standards
from tests.metrics.build import OPENED, at, ticket
from tests.metrics.cohorts import CALENDAR, LATER, LIMIT_600, NO_HOURS, OFFICE, SMALL, after, of


def test_what_no_source_tells_is_unknown_and_neither_good_nor_bad():
    unknown = [
        ticket(response_told=False, resolution_told=False),
        ticket(response_told=False, resolution_told=False, kind="complaint"),
    ]
    result = of(unknown, waiting=unknown)
    assert (result.tickets, result.untold, result.is_untold) == (2, 2, True)
    assert (result.attainment, result.answered_within, result.frt_median_seconds) == (None,) * 3
    assert (result.open_waits, result.open_waits_now, result.no_response) == (None,) * 3
    assert (result.resolution_rate, result.complaint_resolved) == (None, None)


def test_known_tickets_are_counted_beside_unknown_ones():
    known = [ticket(answered_after=60, solved_after=90), ticket()]
    unknown = [ticket(response_told=False, resolution_told=False)]
    result = of([*known, *unknown], waiting=[*unknown, *known])
    assert (result.tickets, result.untold, result.is_untold) == (3, 1, False)
    assert (result.attainment, result.open_waits, result.open_waits_now) == (0.5, 1, 1)
    assert (result.resolution_rate, result.resolvable) == (0.5, 2)


def test_nobody_waits_only_where_that_is_known():
    assert of([], waiting=[]).open_waits_now == 0
    assert of([], waiting=[ticket(response_told=False)]).open_waits_now is None


def test_a_status_tells_what_was_solved_where_no_time_of_it_is_known():
    solved = ticket(answered_after=60, ended_at=after(60), ended_as="solved", kind="complaint")
    cancelled = ticket(answered_after=60, ended_at=after(60), ended_as="cancelled")
    result = of([solved, cancelled, ticket(answered_after=60)])
    assert (result.resolved, result.resolutions_timed) == (1, 0)
    assert (result.resolution_rate, result.resolution_median_seconds) == (1 / 3, None)
    assert result.complaint_resolved == 1


def test_a_clock_without_hours_cannot_tell():
    assert judge(ticket(answered_after=60), LATER, NO_HOURS, LIMIT_600).frt_seconds is None
    waiting = judge(ticket(), after(60), NO_HOURS, LIMIT_600)
    assert (waiting.outcome, waiting.waited_seconds) == ("no_working_hours", 60)
    tickets = [
        ticket(answered_after=60, solved_after=90, turns=((OPENED, after(60)),)),
        ticket(),
    ]
    result = of(tickets, clock=NO_HOURS, waiting=tickets)
    assert (result.answered, result.open_waits, result.open_waits_now) == (1, 1, 1)
    assert (result.met, result.missed, result.attainment) == (0, 0, None)
    assert (result.frt_mean_seconds, result.art_mean_seconds) == (None, None)
    assert (result.resolved, result.resolution_mean_seconds) == (1, None)
    assert result.oldest_wait_seconds == 100_000


def test_nothing_has_no_values_and_its_keys_are_fixed():
    empty = asdict(of([]))
    assert list(empty)[:23] == [
        "tickets", "answered", "frt_mean_seconds", "frt_median_seconds", "frt_p90_seconds",
        "open_waits", "open_waits_now", "oldest_wait_seconds", "met", "missed", "pending",
        "no_response", "attainment", "art_mean_seconds", "resolved", "resolution_mean_seconds",
        "resolution_median_seconds", "resolution_rate", "csat_rated", "csat_mean", "csat_top2",
        "data_issues", "excluded",
    ]  # fmt: skip
    absent = {name for name, value in empty.items() if value is None}
    assert absent == {
        "frt_mean_seconds", "frt_median_seconds", "frt_p90_seconds", "oldest_wait_seconds",
        "attainment", "art_mean_seconds", "resolution_mean_seconds", "resolution_median_seconds",
        "resolution_rate", "csat_mean", "csat_top2", "one_touch", "one_touch_rate",
        "reopened_rate", "handling_mean_seconds", "complaint_rate", "complaint_resolved",
        "complaint_close_median_seconds", "complaint_started_24h", "repeat_rate", "fcr",
        "durable_resolution", "answered_within", "expected_median", "expected_p90",
        "bot_first_response_seconds", "handover_response_seconds",
    }  # fmt: skip


def test_a_cohort_by_hand():
    result = of(SMALL)
    assert asdict(result) == {
        "tickets": 9,
        "answered": 5,
        "frt_mean_seconds": pytest.approx((30 + 40 + 60 + 120.5 + 1_000) / 5),
        "frt_median_seconds": 60,
        "frt_p90_seconds": pytest.approx(120.5 + (1_000 - 120.5) * 0.6),
        "open_waits": 1,
        "open_waits_now": 0,
        "oldest_wait_seconds": None,
        "met": 4,
        "missed": 3,
        "pending": 0,
        "no_response": 1,
        "attainment": pytest.approx(4 / 7),
        "art_mean_seconds": None,
        "resolved": 4,
        "resolution_mean_seconds": (3_600 + 7_200 + 1_800 + 900) / 4,
        "resolution_median_seconds": 2_700,
        "resolution_rate": 4 / 8,
        "csat_rated": 4,
        "csat_mean": 3.5,
        "csat_top2": 0.5,
        "data_issues": 3,
        "excluded": 3,
        "excluded_reasons": {"merged": 2, "spam": 1},
        "one_touch": 1,
        "reopened": 1,
        "replies_timed": 0,
        "resolvable": 8,
        "replies_counted": 2,
        "one_touch_rate": 0.5,
        "reopenings_known": 2,
        "reopened_rate": 0.5,
        "handled": 2,
        "handling_mean_seconds": (3_540 + 7_079.5) / 2,
        "kinds_known": 4,
        "complaints": 2,
        "complaint_rate": 0.5,
        "complaints_resolvable": 1,
        "complaint_resolved": 1,
        "complaints_closed": 1,
        "complaint_close_median_seconds": 3_600,
        "complaints_due": 0,
        "complaint_started_24h": None,
        "quickly_judged": 6,
        "answered_within": 0.5,
        "settled": 3,
        "repeat_rate": pytest.approx(1 / 3),
        "settled_solved": 2,
        "fcr_known": 2,
        "fcr": 0.5,
        "durable_resolution": 1,
        "untold": 0,
        "closed_late": 1,
        "resolutions_timed": 4,
        "expected_median": (120.5, False),
        "expected_p90": (100_000.0, True),
        "bot_replies_timed": 3,
        "bot_first_response_seconds": 5,
        "handovers_timed": 2,
        "handover_response_seconds": (50 + 100) / 2,
    }


def test_quickly_is_within_what_the_team_says_and_a_longer_wait_is_not():
    found = [ticket(answered_after=30), ticket(answered_after=30.5), ticket(solved_after=900)]
    waits = ticket()

    def quickly(*tickets, quick, after):
        standards, as_of = Standards(quick=quick), OPENED + after * SECOND
        made = of(list(tickets), standards=standards, as_of=as_of)
        return made.answered_within, made.quickly_judged

    assert quickly(*found, quick=30, after=1_000) == (0.5, 2)
    assert quickly(*found, quick=31, after=1_000) == (1, 2)
    assert quickly(waits, quick=30, after=30) == (None, 0)
    assert quickly(waits, quick=30, after=31) == (0, 1)


def test_only_messages_tell_that_a_ticket_was_never_reopened():
    silent = ticket(solved_after=60, reopened=True, came_back=False)
    told = ticket(solved_after=60, came_back=False, turns=())
    assert (of([silent]).reopened_rate, of([silent]).fcr) == (None, None)
    both = of([silent, told])
    assert (both.reopened, both.reopened_rate, both.reopenings_known) == (1, 0, 1)
    assert (both.fcr, both.fcr_known, both.durable_resolution) == (1, 1, 1)


def test_open_waits_now_are_the_whole_teams_and_only_what_is_owed():
    old = ticket(after(-50_000))
    waiting = [
        old,
        ticket(),
        ticket(answered_after=10),
        ticket(solved_after=10),
        ticket(excluded="spam"),
        ticket(waits_from=None),
        ticket(LATER + 1),
    ]
    result = of([], waiting=waiting)
    assert (result.open_waits, result.open_waits_now) == (0, 2)
    assert result.oldest_wait_seconds == 150_000


def test_a_ticket_is_seen_as_of_the_instant():
    cohort = [ticket(answered_after=700, solved_after=900), ticket(after(400)), ticket(after(999))]
    result = of(cohort, as_of=after(650))
    assert (result.tickets, result.answered, result.resolved) == (2, 0, 0)
    assert (result.missed, result.pending) == (1, 1)


def test_turns_are_measured_on_the_clock_and_reversed_ones_left_out():
    start = at("2026-09-28 11:50")
    lunch = ((start, at("2026-09-28 13:10")), (start, start - SECOND))
    result = of([ticket(start, turns=lunch)], clock=OFFICE)
    assert result.art_mean_seconds == 20 * 60
    assert result.data_issues == 1


SOME_TICKETS = st.lists(
    st.builds(
        ticket,
        st.integers(after(-9_000), after(9_000)),
        answered_after=st.none() | st.integers(-10, 2_000),
        solved_after=st.none() | st.integers(-10, 5_000),
        excluded=st.sampled_from([None, None, None, "spam"]),
    ),
    max_size=30,
)


@given(SOME_TICKETS, st.integers(after(-9_000), after(15_000)))
def test_every_ticket_is_counted_once(tickets, as_of):
    result = of(tickets, as_of=as_of, waiting=tickets)
    outcomes = [
        judge(one, as_of, CALENDAR, LIMIT_600).outcome for one in tickets if one.opened_at <= as_of
    ]
    assert result.tickets + result.excluded == len(outcomes)
    for outcome in ("met", "missed", "pending", "excluded"):
        assert getattr(result, outcome) == outcomes.count(outcome)
    assert result.no_response == outcomes.count("no_response") + result.closed_late
    judged = result.met + result.missed + result.pending
    assert result.answered + result.open_waits + result.closed_late == judged
    assert result.open_waits == result.open_waits_now


@given(SOME_TICKETS, st.lists(st.integers(after(0), after(15_000)), min_size=2).map(sorted))
def test_without_new_tickets_attainment_never_hides_a_wait(tickets, instants):
    waits = [one for one in tickets if one.first_response_at is None and one.excluded is None]
    unsolved = [one._replace(solved_at=None, opened_at=OPENED, waits_from=OPENED) for one in waits]
    for earlier, later in pairwise(instants):
        assert of(unsolved, as_of=earlier).missed <= of(unsolved, as_of=later).missed
