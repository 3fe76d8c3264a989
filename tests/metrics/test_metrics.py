"""The table of metrics: what holds for each that is in it, and for the next one."""

from collections import Counter

import pytest

from bot.metrics.clocks.business_clock import CalendarClock
from bot.metrics.clocks.instants import SECOND
from bot.metrics.figures import METRICS, figures, room
from bot.metrics.tickets.standards import Standards
from bot.metrics.tickets.tickets import TicketFacts
from bot.text import catalogue, t

HOUR = 3_600 * SECOND
ONE = TicketFacts(
    "file",
    "1",
    HOUR,
    HOUR,
    HOUR + 60 * SECOND,
    solved_at=HOUR + 120 * SECOND,
    replies=1,
    kind="complaint",
    csat=4.0,
    turns=((HOUR, HOUR + 60 * SECOND),),
    came_back=False,
    analysed=True,
    bot_first_response_at=HOUR + 60 * SECOND,
    handed_off_at=HOUR,
)
USUAL = {"duration": 60.0, "share": 1.0, "rating": 4.0}
OTHER = {
    "resolution_median": 120.0,
    "complaint_close_median": 120.0,
    "reopened_rate": 0.0,
    "repeat_rate": 0.0,
}


def of(*tickets):
    return figures(tickets, as_of=9 * HOUR, clock=CalendarClock(), standards=Standards())


@pytest.mark.parametrize("key", METRICS)
def test_nothing_is_no_value_of_no_tickets(key):
    assert (METRICS[key].value(of()), METRICS[key].n(of())) == (None, 0)


@pytest.mark.parametrize("key", METRICS)
def test_one_ticket_has_a_value_in_its_unit_of_one(key):
    metric = METRICS[key]
    expected = OTHER.get(key, USUAL[metric.unit])
    assert (metric.value(of(ONE)), metric.n(of(ONE))) == (expected, 1)


@pytest.mark.parametrize("key", METRICS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_has_a_name_in_both_languages(key, language):
    assert f"figure.metric.{key}" in catalogue(language)


@pytest.mark.parametrize("key", METRICS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_its_name_in_a_chart_is_not_cut(key, language):
    """Slack takes 20 characters for the name of a series."""
    assert len(t(language, f"figure.series.{key}")) <= 20


def test_no_word_means_two_metrics():
    words = [word for key, metric in METRICS.items() for word in (key, *metric.words)]
    for language in ("en", "zh"):
        for part in ("metric", "series"):
            names = [t(language, f"figure.{part}.{key}") for key in METRICS]
            assert [name for name, times in Counter(names).items() if times > 1] == []
    assert [word for word, times in Counter(words).items() if times > 1] == []
    assert [word for word in words if word != word.casefold()] == []


def test_how_much_better_a_value_can_get():
    assert room("frt_median", 640.0) == 640.0
    assert room("attainment", 0.9) == pytest.approx(0.1)
    assert room("repeat_rate", 0.3) == pytest.approx(0.3)
    assert room("csat_mean", 4.2) == pytest.approx(0.8)
