"""A day's value of what is watched, and which tickets are the day's."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.clocks.business_clock import BusinessClock, CalendarClock
from bot.metrics.clocks.instants import SECOND, from_wall, to_micros
from bot.metrics.clocks.working_hours import WorkingHours
from bot.metrics.figures import METRICS, direction, unit
from bot.metrics.tickets.standards import Standards
from bot.metrics.tickets.tickets import TicketFacts
from bot.metrics.warnings.watched import (
    Rule,
    default_rule,
    facts_of_day,
    judged,
    span_of_day,
)

SHANGHAI, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")
START = to_micros(datetime(2026, 11, 2, 10, tzinfo=UTC))
AS_OF = START + 3600 * SECOND


def ticket(frt: float | None, **more: object) -> TicketFacts:
    replied = None if frt is None else START + int(frt * SECOND)
    return TicketFacts("file", "1", START, START, replied, **more)


def facts(metric: str, *tickets: TicketFacts):
    return facts_of_day(tickets, metric, as_of=AS_OF, clock=CalendarClock(), standards=Standards())


def rule(metric: str) -> Rule:
    values = {"duration": (720, 900), "share": (0.9, 0.8), "rating": (4.2, 4)}[unit(metric)]
    if unit(metric) == "share" and direction(metric) == "lower_is_better":
        values = (0.1, 0.2)
    return Rule(metric, None, *values)


REPLIED_BY_BOT = ticket(None, bot_first_response_at=START + 2 * SECOND)
LEFT_BY_BOT = ticket(800, handed_off_at=START + 80 * SECOND)


def test_every_metric_counts_what_its_value_is_of():
    turns = ((START, START + 60 * SECOND), (START, START + 180 * SECOND))
    first = {"solved_at": START + 1200 * SECOND, "replies": 1, "kind": "complaint"}
    second = {"solved_at": START + 1800 * SECOND, "replies": 3, "kind": "enquiry"}
    bot = {
        "bot_first_response_at": START + 3 * SECOND,
        "handed_off_at": START + 900 * SECOND,
    }
    day = (
        ticket(60, csat=4, turns=turns, came_back=False, **first),
        ticket(600, reopened=True, came_back=False, turns=(), **second),
        ticket(1200, came_back=True, analysed=True, **bot),
        ticket(None, kind="complaint", analysed=False),
    )
    found = {metric: facts(metric, *day) for metric in METRICS}
    assert {name: (one.value, one.samples) for name, one in found.items()} == {
        "frt_median": (600, 3),
        "frt_mean": (620, 3),
        "frt_p90": (1080, 3),
        "attainment": (0.5, 4),
        "answered_within": (0.25, 4),
        "art_mean": (120, 2),
        "csat_mean": (4, 1),
        "resolution_median": (1500, 2),
        "handling_mean": (1170, 2),
        "resolution_rate": (0.5, 4),
        "reopened_rate": (0.5, 2),
        "one_touch": (0.5, 2),
        "fcr": (0.5, 2),
        "durable_resolution": (1, 2),
        "repeat_rate": (1 / 3, 3),
        "complaint_rate": (2 / 3, 3),
        "complaint_close_median": (1200, 1),
        "complaint_resolved": (0.5, 2),
        "complaint_started_24h": (0.5, 2),
        "bot_first_response": (3, 1),
        "handover_response": (300, 1),
    }
    assert {(one.tickets, one.answered, one.known) for one in found.values()} == {(4, 3, 4)}
    for metric, one in found.items():
        assert one.longest_wait == (3600 if METRICS[metric].of == "opening" else None), metric


def test_what_happens_after_the_day_is_not_seen():
    late = ticket(3601, turns=((START, AS_OF + 1),))
    assert facts("frt_median", late).value is None
    assert facts("art_mean", late).samples == 0
    opened_later = ticket(60)._replace(opened_at=AS_OF + 1)
    assert facts("frt_median", opened_later).tickets == 0


def test_excluded_tickets_tell_that_the_day_was_covered():
    spam = facts("frt_median", ticket(60, excluded="spam"))
    assert (spam.tickets, spam.known, spam.longest_wait) == (0, 1, None)
    assert judged(spam, rule("frt_median"), covered=False) == ("no_data", "nothing_opened")
    assert facts("art_mean", ticket(60, excluded="spam", turns=((0, 1),))).samples == 0


@pytest.mark.parametrize(
    ("metric", "tickets", "expected"),
    [
        ("frt_median", (ticket(720),), ("near", "value_at_or_past_warning")),
        ("frt_median", (ticket(719),), ("good", "value_within_warning")),
        ("frt_median", (ticket(None),), ("near", "waited_past_warning")),
        ("frt_median", (ticket(None, solved_at=START + 60 * SECOND),), ("good", "nothing_late")),
        ("frt_median", (ticket(None, solved_at=AS_OF),), ("near", "waited_past_warning")),
        ("frt_median", (ticket(None, response_told=False),), ("no_data", "replies_untold")),
        ("attainment", (ticket(None, response_told=False),), ("no_data", "replies_untold")),
        ("resolution_rate", (ticket(60, resolution_told=False),), ("no_data", "solving_untold")),
        ("attainment", (ticket(None, solved_at=START + 60 * SECOND),), ("good", "nothing_late")),
        ("attainment", (ticket(None, solved_at=AS_OF),), ("near", "value_at_or_past_warning")),
        ("attainment", (ticket(60),), ("good", "value_within_warning")),
        ("attainment", (ticket(None),), ("near", "value_at_or_past_warning")),
        ("art_mean", (ticket(None),), ("near", "waited_past_warning")),
        ("art_mean", (ticket(60),), ("no_data", "not_measured")),
        ("csat_mean", (ticket(60, csat=4.2),), ("near", "value_at_or_past_warning")),
        ("csat_mean", (ticket(60, csat=5),), ("good", "value_within_warning")),
        ("csat_mean", (ticket(60),), ("no_data", "nothing_rated")),
        ("csat_mean", (), ("no_data", "not_covered")),
        ("resolution_median", (), ("no_data", "not_covered")),
        ("resolution_median", (ticket(60, solved_at=AS_OF),), ("near", "value_at_or_past_warning")),
        ("handling_mean", (ticket(None, solved_at=AS_OF),), ("no_data", "nothing_answered")),
        ("one_touch", (ticket(60, solved_at=AS_OF),), ("no_data", "not_measured")),
        ("fcr", (ticket(60, solved_at=AS_OF, came_back=False),), ("no_data", "no_contacts")),
        ("reopened_rate", (ticket(None, solved_at=AS_OF),), ("no_data", "not_measured")),
        ("durable_resolution", (ticket(60, solved_at=AS_OF),), ("no_data", "no_customers")),
        ("repeat_rate", (ticket(60, came_back=True),), ("near", "value_at_or_past_warning")),
        ("repeat_rate", (ticket(60, came_back=False),), ("good", "value_within_warning")),
        ("complaint_rate", (ticket(60),), ("no_data", "no_kinds")),
        ("complaint_resolved", (ticket(60, kind="enquiry"),), ("no_data", "no_complaint")),
        ("bot_first_response", (ticket(60),), ("no_data", "no_bot")),
        ("bot_first_response", (ticket(None),), ("no_data", "no_bot")),
        ("bot_first_response", (REPLIED_BY_BOT,), ("good", "value_within_warning")),
        ("handover_response", (REPLIED_BY_BOT,), ("no_data", "no_handover")),
        ("handover_response", (LEFT_BY_BOT,), ("near", "value_at_or_past_warning")),
    ],
)
def test_a_day_is_judged_by_what_the_metric_means(metric, tickets, expected):
    assert judged(facts(metric, *tickets), rule(metric), covered=False) == expected


def test_covered_without_tickets_means_nothing_opened():
    for metric, nothing in (
        ("frt_p90", "nothing_opened"),
        ("reopened_rate", "nothing_solved"),
        ("fcr", "nothing_settled"),
    ):
        assert judged(facts(metric), rule(metric), covered=True) == ("no_data", nothing)


def test_the_default_is_the_median_warned_at_four_fifths_of_the_limit():
    assert default_rule(900) == ("frt_median", None, 720, 900)
    falling = {metric for metric in METRICS if direction(metric) == "lower_is_better"}
    assert {metric for metric in falling if unit(metric) != "duration"} == {
        "reopened_rate",
        "repeat_rate",
        "complaint_rate",
    }
    assert falling >= {metric for metric in METRICS if unit(metric) == "duration"}


def wall(day: date, hour: int, minute: int = 0) -> int:
    return from_wall(datetime.combine(day, time(hour, minute)), LONDON)


def test_a_night_shift_keeps_its_small_hours():
    clock = BusinessClock(LONDON, [(None, WorkingHours.parse("Mon-Fri 21:00-08:00"))])
    friday = date(2026, 11, 6)
    saturday = friday + timedelta(days=1)
    assert span_of_day(clock, LONDON, friday) == (wall(friday, 8), wall(saturday, 8))
    monday = date(2026, 11, 9)
    assert span_of_day(clock, LONDON, monday)[0] == wall(monday, 0)


def test_a_day_of_23_hours_is_whole():
    clock = BusinessClock(LONDON, [])
    spring = date(2026, 3, 29)
    start, end = span_of_day(clock, LONDON, spring)
    assert end - start == 23 * 3600 * SECOND


HOURS = (
    "Mon-Fri 09:00-18:00",
    "24/7",
    "Mon-Sun 21:00-08:00",
    "Mon-Wed 22:00-06:00; Thu 09:00-12:00",
)


@given(
    hours=st.sampled_from(HOURS),
    zone=st.sampled_from((SHANGHAI, LONDON, ZoneInfo("America/New_York"))),
    first=st.dates(date(2026, 1, 1), date(2026, 12, 1)),
)
def test_no_instant_is_in_two_days(hours, zone, first):
    clock = BusinessClock(zone, [(None, WorkingHours.parse(hours))])
    days = [first + timedelta(days=at) for at in range(9)]
    spans = [span_of_day(clock, zone, day) for day in days if clock.is_working_day(day)]
    assert all(start < end for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
