"""What falls due next is worked out once for a team, and again when its times are others."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.clocks import Slot, daily_reports, judgements, noons, reminders, weekly_reviews
from bot.models import Team
from bot.planner.rhythm import Rhythm
from bot.planner.timetable import Timetable
from bot.services.planning import Span, State
from bot.services.team import rhythm_of
from bot.store.team.teams import TeamTimes
from tests.delivery.floor import SUNDAY, Floor

BEFORE_A_CHANGE_OF_THE_CLOCK = datetime(2026, 10, 23, 7, tzinfo=UTC)
ZONES = ("UTC", "Europe/Berlin", "Asia/Shanghai", "America/St_Johns", "Mars/Olympus")
HOURS = ("Mon-Fri 09:00-18:00", "Mon-Sun 21:00-08:00", "", "24/7")


async def none(*_: object) -> list[object]:
    return []


def rhythms(*times: object) -> list[Rhythm]:
    return [Rhythm(str(number), none, none, times=one) for number, one in enumerate(times)]


EVERY = rhythms(daily_reports, judgements, noons, reminders, weekly_reviews)


def set_so(zone="UTC", hours=HOURS[0], report_at=time(9), country=None):
    times = TeamTimes(1, "Desk", zone, country, "", report_at, 4, time(16))
    return times, ((date(1970, 1, 1), hours),) if hours else ()


def would_be(found, after, now):
    """Return whether a rhythm would be asked, straight from the calendar."""
    times, hours = found
    try:
        known = rhythm_of(times, hours)
    except ZoneInfoNotFoundError:
        known = None
    span = Span(Team(name="Desk"), 1, after, now, known, False, False, False, False)
    return any(one.may_hold(span) for one in EVERY)


settings = st.builds(
    set_so,
    st.sampled_from(ZONES),
    st.sampled_from(HOURS),
    st.sampled_from([time(0), time(2, 30), time(9), time(23, 59)]),
    st.sampled_from([None, "DE", "CN"]),
)
looks = st.tuples(
    st.none() | settings, st.integers(-300, 5000), st.integers(0, 3000), st.booleans()
)


@given(settings, st.lists(looks, min_size=1, max_size=12))
def test_what_is_kept_says_what_the_calendar_says(found, steps):
    table, after = Timetable(EVERY), BEFORE_A_CHANGE_OF_THE_CLOCK
    now = after
    for changed, minutes, planned, through in steps:
        found, now = changed or found, now + timedelta(minutes=minutes)
        after = min(after, now)
        assert table.is_due(State(1, *found, after, False), now) == would_be(found, after, now)
        after = now if through else min(now, after + timedelta(minutes=planned))


def test_a_look_works_nothing_out_that_it_knows():
    asked = []

    def nine(_times, after, until):
        asked.append(until)
        day = after - after % 86_400_000_000 + 9 * 3_600_000_000
        return [Slot("", day, None, None)] if after < day <= until else []

    table, now = Timetable(rhythms(nine)), datetime(2026, 11, 18, 7, tzinfo=UTC)
    for _ in range(20):
        after, now = now, now + timedelta(minutes=5)
        assert not table.is_due(State(1, *set_so(), after, False), now)
    assert len(asked) == 1
    assert not table.is_due(State(1, *set_so("Asia/Shanghai"), now, False), now)
    assert len(asked) == 2


def test_kinds_without_times_are_always_asked():
    state = State(1, *set_so(), datetime(2026, 11, 18, tzinfo=UTC), False)
    assert Timetable([Rhythm("any", none, none)]).is_due(state, state.after)
    of_complaints = Rhythm("complaint", none, none, of_complaints=True)
    assert not Timetable([of_complaints, Rhythm("notice", None, none)]).is_due(state, state.after)


@pytest.mark.parametrize(
    "changes", [{"report_at": time(2)}, {"zone": "Asia/Shanghai"}], ids=["report", "zone"]
)
async def test_a_team_that_is_set_otherwise_is_planned_anew(floor: Floor, changes):
    await floor.since(SUNDAY)
    await floor.at("2026-09-14 00:10")
    assert await floor.deliveries() == []
    await floor.change(1, **changes)
    await floor.at("2026-09-14 02:00")
    assert await floor.stands() == ("posted", None)


def test_a_clock_that_went_back_is_followed():
    table, eight = Timetable(EVERY), datetime(2026, 11, 18, 8, tzinfo=UTC)
    hours = [eight + timedelta(hours=more) for more in range(6)]
    assert not table.is_due(State(1, *set_so(), hours[4] + timedelta(minutes=1), False), hours[5])
    assert table.is_due(State(1, *set_so(), hours[0], False), hours[2])
