"""A helpdesk that sends is silent after a while without a word, by its own habits."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.metrics.clocks import BusinessClock, CalendarClock, WorkingHours, to_micros
from bot.metrics.feeds import SHORTEST_QUIET, Gap, Heard, quiet_seconds, reach

SECOND = 1_000_000
OFFICE = BusinessClock(ZoneInfo("UTC"), [(None, WorkingHours.parse("Mon-Fri 09:00-18:00"))])


def at(text: str) -> int:
    return to_micros(datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=UTC))


def gaps(*seconds: int) -> list[Gap]:
    return [Gap(0, each * SECOND) for each in seconds]


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ((), SHORTEST_QUIET),
        ((1, 2, 3), SHORTEST_QUIET),
        ((600,), SHORTEST_QUIET),
        ((601,), 1_803),
        ((10,) * 19 + (3_600,), SHORTEST_QUIET),
        ((10,) * 18 + (1_000, 3_600), 3_000),
    ],
)
def test_three_times_what_nearly_all_gaps_stay_under(lengths, expected):
    assert quiet_seconds(gaps(*lengths), CalendarClock()) == expected


def test_only_working_time_counts():
    overnight = Gap(at("19T17:50"), at("20T09:10"))
    assert quiet_seconds([overnight], OFFICE) == 3 * 20 * 60


@pytest.mark.parametrize(
    ("heard", "now", "until", "is_live"),
    [
        ("20T10:00", "20T10:30", "20T10:30", True),
        ("20T10:00", "20T10:31", "20T10:00", True),
        ("20T10:00", "20T12:31", "20T10:00", False),
        ("19T17:50", "20T09:10", "20T09:10", True),
        ("19T17:50", "20T09:21", "19T17:50", True),
    ],
)
def test_data_reach_to_now_until_a_hook_is_silent(heard, now, until, is_live):
    feed = Heard(at("01T00:00"), at(heard), SHORTEST_QUIET)
    assert reach([feed], at(now), OFFICE) == (at(until), is_live)


def test_one_that_is_asked_has_what_was_there_when_it_was():
    feed = Heard(at("01T00:00"), at("20T10:00"))
    assert reach([feed], at("20T10:30"), OFFICE) == (at("20T10:00"), True)


def test_what_is_missing_of_one_is_missing():
    one = Heard(at("01T00:00"), at("20T10:29"), SHORTEST_QUIET)
    other = Heard(at("01T00:00"), at("20T09:00"), SHORTEST_QUIET)
    assert reach([one, other], at("20T10:30"), OFFICE) == (at("20T09:00"), True)
