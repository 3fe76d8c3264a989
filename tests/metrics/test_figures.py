from dataclasses import asdict, fields
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.clocks.business_clock import BusinessClock, CalendarClock
from bot.metrics.clocks.instants import SECOND
from bot.metrics.clocks.periods import between
from bot.metrics.clocks.working_hours import WorkingHours
from bot.metrics.figures.cohort import Figures, daily_series, figures, grouped, judge
from bot.metrics.tickets.standards import Standard, Standards
from tests.metrics.build import NEW_YORK, OPENED, SHANGHAI, at, ticket

CALENDAR = CalendarClock()
OFFICE = BusinessClock(
    SHANGHAI, [(None, WorkingHours.parse("Mon-Fri 09:00-12:00,13:00-18:00"))], "CN"
)
NO_HOURS = BusinessClock(SHANGHAI, [])
LIMIT_600 = Standards([Standard(0, None, None, None, None, 600)])


def after(seconds):
    return OPENED + seconds * SECOND


LATER = after(100_000)


def of(tickets, *, as_of=LATER, clock=CALENDAR, waiting=(), standards=LIMIT_600):
    return figures(tickets, as_of=as_of, clock=clock, standards=standards, waiting=waiting)


def split(tickets, by, *, zone=SHANGHAI, waiting=(), as_of=LATER):
    groups = grouped(
        tickets, by, as_of=as_of, clock=CALENDAR, standards=LIMIT_600, zone=zone, waiting=waiting
    )
    assert len(dict(groups)) == len(groups)
    return groups


@pytest.mark.parametrize(
    ("facts", "as_of", "expected"),
    [
        ({"answered_after": 600}, LATER, ("met", 600, None, 600, None, ("answered_in_time",))),
        ({"answered_after": 0}, LATER, ("met", 0, None, 600, None, ("answered_in_time",))),
        ({"answered_after": 600.5}, LATER,
         ("missed", 600.5, None, 600, 0.5, ("answered_late",))),
        ({}, after(600), ("pending", None, 600, 600, None, ("within_limit",))),
        ({}, after(601), ("missed", None, 601, 600, 1, ("still_waiting",))),
        ({"answered_after": 900}, after(700),
         ("missed", None, 700, 600, 100, ("still_waiting",))),
        ({"solved_after": 60}, LATER,
         ("no_response", None, None, 600, None, ("solved_without_reply",))),
        ({"solved_after": 600}, LATER,
         ("no_response", None, None, 600, None, ("solved_without_reply",))),
        ({"solved_after": 601}, LATER, ("missed", None, None, 600, 1, ("closed_late",))),
        ({"ended_at": after(601), "ended_as": "cancelled"}, LATER,
         ("missed", None, None, 600, 1, ("closed_late",))),
        ({"ended_at": OPENED, "ended_as": "solved"}, LATER,
         ("no_response", None, None, 600, None, ("solved_without_reply",))),
        ({"ended_at": after(601), "ended_as": "solved"}, after(60),
         ("pending", None, 60, 600, None, ("within_limit",))),
        ({"ended_at": after(90), "ended_as": "solved", "answered_after": 60}, LATER,
         ("met", 60, None, 600, None, ("answered_in_time",))),
        ({"response_told": False}, LATER, ("not_told", None, None, None, None, ("not_told",))),
        ({"response_told": False, "solved_after": 60}, LATER,
         ("not_told", None, None, None, None, ("not_told",))),
        ({"response_told": False, "answered_after": 60}, LATER,
         ("met", 60, None, 600, None, ("answered_in_time",))),
        ({"response_told": False, "excluded": "deleted"}, LATER,
         ("excluded", None, None, None, None, ("deleted",))),
        ({"solved_after": 60}, after(30),
         ("pending", None, 30, 600, None, ("within_limit",))),
        ({"solved_after": 60, "answered_after": 90}, LATER,
         ("met", 90, None, 600, None, ("answered_in_time",))),
        ({"waits_from": None}, LATER,
         ("no_clock_start", None, None, None, None, ("customer_silent",))),
        ({}, after(-1), ("no_clock_start", None, None, None, None, ("not_opened_yet",))),
        ({"answered_after": -1}, LATER,
         ("impossible", None, None, None, None, ("response_before_opening",))),
        ({"answered_after": 60, "csat": 9.0}, LATER,
         ("met", 60, None, 600, None, ("answered_in_time",))),
        ({"excluded": "spam"}, LATER, ("excluded", None, None, None, None, ("spam",))),
    ],
)  # fmt: skip
def test_verdicts(facts, as_of, expected):
    assert judge(ticket(**facts), as_of, CALENDAR, LIMIT_600) == expected


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


def test_verdicts_are_on_the_clock():
    saturday = ticket(at("2026-09-12 20:00"), answered_after=1_800)
    assert judge(saturday, LATER, OFFICE, LIMIT_600).frt_seconds == 0
    over_lunch = ticket(at("2026-09-28 11:55"))
    verdict = judge(over_lunch, at("2026-09-28 13:04"), OFFICE, LIMIT_600)
    assert (verdict.outcome, verdict.waited_seconds) == ("pending", 540)


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
    }  # fmt: skip


SMALL = [
    ticket(answered_after=60, solved_after=3_600, csat=5.0, replies=1, channel="Chat", agent="Ann",
           kind="complaint", came_back=False, turns=()),
    ticket(answered_after=120.5, solved_after=7_200, csat=3.0, replies=4, reopened=True,
           channel="Chat", agent="Bo", kind="enquiry", came_back=False, turns=()),
    ticket(answered_after=1_000, csat=4.0, channel="Email", agent="Ann", kind="after-sales",
           came_back=True),
    ticket(answered_after=-30, solved_after=1_800, csat=2.0, channel="Phone", agent="Ann"),
    ticket(answered_after=30, solved_after=-5, channel="Chat", agent="Bo", kind="complaint"),
    ticket(answered_after=40, csat=7.0, channel="Chat", agent="Bo"),
    ticket(channel="Email"),
    ticket(solved_after=900, channel="Email", agent="Bo"),
    ticket(waits_from=None, channel="Email", agent="Bo"),
    ticket(excluded="merged", channel="Email", agent="Bo"),
    ticket(excluded="spam", channel="Chat", agent="Bo"),
    ticket(excluded="merged", answered_after=9, solved_after=9, csat=1.0, agent="Bo"),
]  # fmt: skip


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


def test_groups_come_largest_first_then_by_name_with_the_unnamed_last():
    groups = split(SMALL, "channel")
    assert [(key, value.tickets) for key, value in groups] == [
        ("Chat", 4),
        ("Email", 4),
        ("Phone", 1),
        (None, 0),
    ]
    assert dict(groups)["Chat"].excluded == 1


def test_a_larger_group_comes_before_an_earlier_name():
    tickets = [ticket(priority="low"), ticket(priority="low"), ticket(priority="high"), ticket()]
    assert [key for key, _ in split(tickets, "priority")] == ["low", "high", None]


@pytest.mark.parametrize("by", ["agent", "channel", "priority", "tier", "hour", "day"])
def test_groups_add_up(by):
    whole, parts = of(SMALL), [value for _, value in split(SMALL, by)]
    for field in fields(Figures):
        value = getattr(whole, field.name)
        if isinstance(value, int):
            assert sum(getattr(part, field.name) or 0 for part in parts) == value, field.name


def test_agents_get_what_they_did():
    shared = ticket(
        answered_after=60,
        solved_after=900,
        csat=4.0,
        agent="Ann",
        responder="Bo",
        resolver="Cy",
        turns=((OPENED, after(60)), (after(100), after(110))),
        turn_authors=("Bo", "Ann"),
    )
    waiting = ticket(agent="Ann")
    people = dict(split([shared, waiting], "agent", waiting=[waiting, ticket(agent="Di")]))
    ann, bo, cy, di = (people[name] for name in ("Ann", "Bo", "Cy", "Di"))
    assert (ann.tickets, ann.answered, ann.open_waits, ann.missed) == (2, 0, 1, 1)
    assert (ann.resolved, ann.resolution_rate, ann.csat_mean) == (0, 0.5, 4)
    assert (bo.tickets, bo.answered, bo.met, bo.frt_mean_seconds) == (0, 1, 1, 60)
    assert (cy.tickets, cy.resolved, cy.resolution_mean_seconds) == (0, 1, 900)
    assert (bo.art_mean_seconds, ann.art_mean_seconds) == (60, 10)
    assert (di.tickets, di.open_waits_now, ann.open_waits_now) == (0, 1, 1)


def test_replies_of_unknown_senders_go_to_the_responder():
    replied = ticket(answered_after=60, agent="Ann", responder="Bo", turns=((OPENED, after(60)),))
    assert dict(split([replied], "agent"))["Bo"].art_mean_seconds == 60


def test_hours_and_days_are_local_and_in_order():
    late = ticket(at("2026-11-17 00:30", NEW_YORK))
    early = ticket(at("2026-11-16 23:30", NEW_YORK))
    tickets = [late, late, early]
    as_of = at("2026-11-18 00:00", NEW_YORK)
    hours = split(tickets, "hour", zone=NEW_YORK, as_of=as_of)
    assert [(key, value.tickets) for key, value in hours] == [(0, 2), (23, 1)]
    days = split(tickets, "day", zone=NEW_YORK, as_of=as_of, waiting=[ticket()])
    assert [(key, value.tickets) for key, value in days] == [("2026-11-16", 1), ("2026-11-17", 2)]


def test_a_daily_series_has_gaps_not_zeros():
    monday, wednesday = at("2026-11-16 10:00"), at("2026-11-18 10:00")
    series = daily_series(
        [ticket(monday, answered_after=0), ticket(monday, answered_after=90), ticket(wednesday)],
        between(date(2026, 11, 16), date(2026, 11, 30), SHANGHAI),
        "frt_median",
        as_of=at("2026-11-18 12:00"),
        clock=CALENDAR,
        standards=LIMIT_600,
    )
    assert series.values == [
        (date(2026, 11, 16), 45),
        (date(2026, 11, 17), None),
        (date(2026, 11, 18), None),
    ]
    assert series.missing == [date(2026, 11, 17), date(2026, 11, 18)]
    assert series.few == {date(2026, 11, 16)}


def test_five_answers_are_not_few():
    day = [ticket(answered_after=60) for _ in range(5)]
    for tickets, few in ((day[1:], True), (day, False)):
        series = daily_series(
            tickets,
            between(date(2026, 11, 16), date(2026, 11, 16), SHANGHAI),
            "frt_median",
            as_of=LATER,
            clock=CALENDAR,
            standards=LIMIT_600,
        )
        assert bool(series.few) == few


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
