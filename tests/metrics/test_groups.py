"""The figures of groups, and day by day."""

from dataclasses import fields
from datetime import date

import pytest

from bot.metrics.clocks.periods import between
from bot.metrics.figures.cohort import Figures, daily_series
from tests.metrics.build import NEW_YORK, OPENED, SHANGHAI, at, ticket
from tests.metrics.cohorts import CALENDAR, LATER, LIMIT_600, SMALL, after, of, split


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
