from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.clocks.instants import from_micros, from_wall, local, midnight, to_micros
from tests.metrics.build import NEW_YORK, SHANGHAI, at


def test_a_naive_datetime_is_refused():
    with pytest.raises(ValueError, match="naive"):
        to_micros(datetime(2026, 1, 1))  # noqa: DTZ001


@given(st.datetimes(timezones=st.sampled_from([UTC, SHANGHAI, NEW_YORK])))
def test_round_trip(moment):
    assert from_micros(to_micros(moment)) == moment.astimezone(UTC)
    assert from_micros(to_micros(moment)).tzinfo is UTC


def test_a_skipped_midnight_is_the_instant_of_the_skip():
    santiago = ZoneInfo("America/Santiago")
    assert midnight(date(2026, 9, 6), santiago) == at("2026-09-06 01:00", santiago)
    apia = ZoneInfo("Pacific/Apia")
    assert midnight(date(2011, 12, 30), apia) == midnight(date(2011, 12, 31), apia)


@given(
    st.sampled_from(["America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata"]),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001
)
def test_a_wall_time_that_exists_is_shown_at_its_instant(name, wall):
    zone = ZoneInfo(name)
    shown = local(from_wall(wall, zone), zone).replace(tzinfo=None)
    assert shown >= wall
    if shown > wall:
        just_before = local(from_wall(wall, zone) - 1, zone).replace(tzinfo=None)
        assert just_before < wall
