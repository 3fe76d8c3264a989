"""In columns tickets come to the very figures that they come to one by one."""

from datetime import date, timedelta
from random import Random

import pytest

from bot.metrics.clocks import SECOND, BusinessClock, WorkingHours, between
from bot.metrics.figures import BREAKDOWNS, METRICS, Headline, Rules
from bot.metrics.figures.cohort import (
    daily_series,
    days_of,
    figures,
    grouped,
    headline,
    with_groups,
)
from tests.metrics.build import OPENED, SHANGHAI, at
from tests.metrics.cohorts import CALENDAR, NO_HOURS, OFFICE
from tests.metrics.random_tickets import DAY, in_columns, some_standards, some_ticket

MONDAY = date(2026, 11, 16)
WEEK = between(MONDAY, MONDAY + timedelta(days=6), SHANGHAI)
MONDAY_HOURS = WorkingHours.parse("Mon 09:00-18:00")
MONDAYS = BusinessClock(SHANGHAI, [(None, MONDAY_HOURS)])
CLOCKS = {"calendar": CALENDAR, "office": OFFICE, "mondays": MONDAYS, "no hours": NO_HOURS}
NEW_YEAR = at("2027-01-02 00:00")
"""A Saturday: of its year no Monday was before it, and the year is laid out from its start."""


def cohort(seed, opened=OPENED):
    random = Random(seed)  # noqa: S311  no secret
    tickets = [some_ticket(random, number, opened) for number in range(random.randrange(60))]
    tickets.sort(key=lambda ticket: ticket.opened_at)
    as_of = opened + random.randrange(-DAY, 8 * DAY) * SECOND
    return tickets, in_columns(tickets), {"as_of": as_of, "standards": some_standards(random)}


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("seed", range(12))
def test_they_are_the_figures_of_the_tickets_one_by_one(seed, clock):
    tickets, columns, rules = cohort(seed)
    rules |= {"clock": CLOCKS[clock]}
    assert figures(columns, **rules) == figures(tickets, **rules)
    for by in BREAKDOWNS:
        found = grouped(columns, by, zone=SHANGHAI, **rules)
        assert found == grouped(tickets, by, zone=SHANGHAI, **rules), by
        both = with_groups(tickets, by, Rules(zone=SHANGHAI, **rules))
        assert both == (
            figures(tickets, **rules),
            found,
        )
    for metric in ("frt_p90", "attainment", "csat_mean"):
        found = daily_series(columns, WEEK, metric, **rules)
        assert found == daily_series(tickets, WEEK, metric, **rules), metric


@pytest.mark.parametrize("seed", range(8))
def test_the_headline_alone_is_that_of_all_figures(seed):
    tickets, columns, rules = cohort(seed)
    rules |= {"clock": OFFICE}
    wanted = Headline.of(figures(tickets, **rules))
    assert headline(tickets, **rules) == headline(columns, **rules) == wanted
    of_days = dict(grouped(tickets, "day", zone=SHANGHAI, **rules))
    for name, metric in METRICS.items():
        if metric.is_headline:
            values = dict(daily_series(tickets, WEEK, name, **rules).values)
            wanted = {day: of_days.get(day.isoformat()) for day in values}
            assert values == {day: made and metric.value(made) for day, made in wanted.items()}


def test_time_before_everything_that_is_laid_out_is_none():
    tickets, columns, rules = cohort(1, NEW_YEAR)
    rules["as_of"] = NEW_YEAR + 12 * DAY * SECOND
    fresh = BusinessClock(SHANGHAI, [(None, MONDAY_HOURS)])
    found = figures(columns, clock=fresh, **rules)
    assert found == figures(tickets, clock=MONDAYS, **rules)
    assert found.answered


@pytest.mark.parametrize("seed", range(5))
def test_they_are_put_on_the_same_days(seed):
    tickets, columns, rules = cohort(seed)
    days = [MONDAY + timedelta(days=step) for step in (0, 1, 2, 4)]
    spans = [(days[0], days[0]), (days[1], days[2]), (days[3], days[3])]
    metrics = ("frt_median", "attainment")
    rules |= {"clock": OFFICE, "zone": SHANGHAI}
    found = days_of(columns, metrics, spans, **rules)
    assert found == days_of(tickets, metrics, spans, **rules)
    assert all(not days.blocks for days in days_of(columns, metrics, [], **rules).values())


def test_the_cohorts_have_something_of_everything():
    known = [
        figures(columns, clock=OFFICE, **rules) for _, columns, rules in map(cohort, range(12))
    ]
    without = {"settled", "settled_solved", "fcr_known", "complaints_due"}
    never = {
        name
        for name in known[0].__dataclass_fields__
        if not any(getattr(made, name) for made in known)
    }
    assert never == without | {
        "oldest_wait_seconds",
        "open_waits_now",
        "repeat_rate",
        "fcr",
        "durable_resolution",
        "complaint_started_24h",
    }
