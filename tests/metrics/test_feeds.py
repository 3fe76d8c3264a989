"""How far the data of helpdesks reach, when they are asked again, and what is worth telling."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.metrics.clocks import CalendarClock, to_micros
from bot.metrics.feeds import Heard, is_worth_telling, reach, wait_after

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def at(minutes):
    return to_micros(NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("feeds", "asked", "until", "live"),
    [
        ([(-600, -2)], 0, -2, True),
        ([(-600, -2)], -5, -5, True),
        ([(-600, -121)], 0, -121, False),
        ([(-600, -119)], 0, -119, True),
        ([(-600, -1), (-600, -300)], 0, -300, False),
        ([(-600, -1), (10, 20)], 0, -1, True),
    ],
)
def test_as_far_as_the_one_heard_least_recently(feeds, asked, until, live):
    found = reach(
        [Heard(at(since), at(heard)) for since, heard in feeds], at(asked), CalendarClock()
    )
    assert found == (at(until), live)


def test_of_the_time_before_any_was_heard_files_tell():
    assert reach([], at(0), CalendarClock()) is None
    assert reach([Heard(at(1), at(9))], at(0), CalendarClock()) is None


@pytest.mark.parametrize(
    ("reason", "failures", "wait", "minutes"),
    [
        ("unreachable", 1, None, 3),
        ("unreachable", 3, None, 12),
        ("unreachable", 400, None, 30),
        ("credentials", 1, None, 30),
        ("busy", 9, 120.0, 2),
    ],
)
def test_it_is_asked_again(reason, failures, wait, minutes):
    assert wait_after(reason, failures, wait) == timedelta(minutes=minutes)


def test_what_mends_itself_soon_is_kept_quiet():
    told = {
        (reason, ago)
        for reason in ("credentials", "sealed", "unreachable", "busy", "answer")
        for ago in (0, 29, 30)
        if is_worth_telling(reason, NOON - timedelta(minutes=ago), NOON)
    }
    assert told == {
        *((reason, ago) for reason in ("credentials", "sealed") for ago in (0, 29, 30)),
        *((reason, 30) for reason in ("unreachable", "busy", "answer")),
    }
