"""Which complaints are about delay, and their 24 hours, as pure code."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.complaints.complaints import (
    LIMIT,
    OLDEST,
    STAGES,
    TOGETHER,
    Analysis,
    ComplaintFacts,
    SetAside,
    in_order,
    may_begin,
    progress,
    says_delay,
    why_about_delay,
)
from bot.metrics.tickets.tickets import TicketFacts
from bot.metrics.tickets.verdicts import Verdict

OPENED = datetime(2026, 11, 16, 9, 40, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
IN_TIME = Verdict("met", 60, None, 900, None, ("answered_in_time",))
LATE = Verdict("missed", 1000, None, 900, 100, ("answered_late",))
WAITING = Verdict("missed", None, 1000, 900, 100, ("still_waiting",))
PENDING = Verdict("pending", None, 60, 900, None, ("within_limit",))


def complaint(**changes: object) -> ComplaintFacts:
    made = ComplaintFacts(1, "file", "C1", OPENED, OPENED, "category")
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("changes", "verdict", "reason"),
    [
        ({"category": "Delay"}, IN_TIME, "category"),
        ({"category": "slow_reply"}, IN_TIME, "category"),
        ({"category": "No response"}, PENDING, "category"),
        ({"category": "时效问题"}, IN_TIME, "category"),
        ({"category": "处理超时"}, IN_TIME, "category"),
        ({"category": "無人"}, IN_TIME, None),
        ({"category": "长时间无人回复"}, IN_TIME, "category"),
        ({"category": "payment"}, LATE, "answered_late"),
        ({"category": None}, WAITING, "still_waiting"),
        ({"category": "payment"}, PENDING, None),
        ({"category": "payment", "subject": "My parcel is delayed"}, IN_TIME, None),
        ({"category": "delay", "kind": "enquiry"}, LATE, None),
        ({"category": "delay", "kind": None}, LATE, None),
        ({"category": "delay", "excluded": "merged"}, LATE, None),
        ({"category": "delay", "excluded": "spam"}, LATE, None),
    ],
)
def test_why_a_complaint_is_about_delay(
    changes: dict[str, object], verdict: Verdict, reason: str | None
) -> None:
    ticket = TicketFacts("file", "C1", 0, 0, kind="complaint")._replace(**changes)
    assert why_about_delay(ticket, verdict) == reason


@pytest.mark.parametrize("text", ["slowenia", "translate", "plate", "迟到的爱", "", None, "态度"])
def test_words_that_only_look_like_delay(text: str | None) -> None:
    assert not says_delay(text)


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (timedelta(0), "running"),
        (LIMIT - timedelta(microseconds=1), "running"),
        (LIMIT, "over"),
        (3 * LIMIT, "over"),
    ],
)
def test_a_clock_runs_24_hours(after: timedelta, state: str) -> None:
    assert complaint().state(OPENED + after) == state


@pytest.mark.parametrize(
    ("after", "state"),
    [(timedelta(0), "in_time"), (LIMIT, "in_time"), (LIMIT + MINUTE, "too_late")],
)
def test_an_analysis_ends_it(after: timedelta, state: str) -> None:
    begun = complaint(analysis=Analysis("U1", OPENED + after, 3))
    assert begun.state(OPENED + 10 * LIMIT) == state
    aside = replace(begun, set_aside=SetAside("U2", OPENED, "Attitude"))
    assert aside.state(OPENED + 10 * LIMIT) == state


def test_what_is_set_aside_or_void_has_no_clock() -> None:
    aside = complaint(set_aside=SetAside("U2", OPENED, "Attitude"))
    assert aside.state(OPENED + 2 * LIMIT) == "set_aside"
    assert replace(aside, is_void=True).state(OPENED) == "void"


def test_it_is_told_of_when_each_stage_is_reached() -> None:
    one = complaint()
    assert [one.moment(stage) - OPENED for stage in STAGES] == [12 * HOUR, 22 * HOUR, LIMIT]


def test_what_became_known_late_is_told_of_once() -> None:
    known = OPENED + timedelta(days=3)
    one = complaint(noticed_at=known)
    assert {one.moment(stage) for stage in STAGES} == {known + TOGETHER}
    half_known = complaint(noticed_at=OPENED + 13 * HOUR)
    assert half_known.moment("half") == OPENED + 13 * HOUR + TOGETHER
    assert half_known.moment("late") == OPENED + 22 * HOUR


def test_those_of_the_same_ten_minutes_are_told_of_together() -> None:
    first, second, third = (
        complaint(opened_at=OPENED + minutes * MINUTE) for minutes in (1, 9, 11)
    )
    assert first.moment("half") == second.moment("half") == OPENED + 12 * HOUR + 10 * MINUTE
    assert third.moment("half") == OPENED + 12 * HOUR + 20 * MINUTE


@pytest.mark.parametrize(
    ("ago", "team_ago", "begins"),
    [
        (timedelta(0), timedelta(days=90), True),
        (timedelta(days=6), timedelta(days=90), True),
        (OLDEST, timedelta(days=90), False),
        (timedelta(days=1000), timedelta(days=2000), False),
        (timedelta(hours=23), timedelta(0), True),
        (timedelta(hours=24), timedelta(0), False),
        (timedelta(days=3), timedelta(days=1), False),
        (-MINUTE, timedelta(days=90), False),
    ],
)
def test_history_never_gets_a_clock(ago: timedelta, team_ago: timedelta, begins: bool) -> None:
    assert may_begin(OPENED - ago, OPENED, OPENED - team_ago) is begins


def test_progress_and_order() -> None:
    now = OPENED + 20 * HOUR
    running = complaint(external_id="R")
    over = complaint(external_id="O", opened_at=OPENED - LIMIT)
    begun = complaint(external_id="B", analysis=Analysis("U1", OPENED + HOUR, 1))
    late = complaint(external_id="L", analysis=Analysis("U1", OPENED + LIMIT + HOUR, 1))
    aside = complaint(external_id="A", set_aside=SetAside("U2", OPENED, "no"))
    void = complaint(external_id="V", is_void=True)
    every = [void, running, begun, over, late, aside]
    made = progress(every, now)
    assert (made.running, made.over, made.in_time, made.too_late, made.set_aside) == (1, 1, 1, 1, 1)
    assert made.share == pytest.approx(1 / 3)
    assert progress([running, aside], now).share is None
    assert [one.external_id for one in in_order(every, now)] == ["O", "R", "L", "B", "A"]


INSTANTS = st.integers(0, 2 * 365 * 86_400).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@pytest.mark.parametrize(
    ("zone", "opened", "due"),
    [
        ("Europe/London", "2026-03-28 09:40", "2026-03-29 10:40"),
        ("Europe/London", "2026-10-24 09:40", "2026-10-25 08:40"),
        ("Australia/Lord_Howe", "2026-10-03 12:00", "2026-10-04 12:30"),
        ("Asia/Shanghai", "2026-10-01 00:00", "2026-10-02 00:00"),
    ],
)
def test_24_hours_elapse_whatever_the_clocks_do(zone: str, opened: str, due: str) -> None:
    there = datetime.fromisoformat(opened).replace(tzinfo=ZoneInfo(zone))
    one = complaint(opened_at=there.astimezone(UTC))
    assert f"{one.due_at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" == due


@given(INSTANTS, st.timedeltas(timedelta(0), timedelta(days=10)))
def test_it_is_over_after_24_hours_and_not_before(opened: datetime, later: timedelta) -> None:
    one = complaint(opened_at=opened)
    assert (one.state(opened + later) == "over") == (later >= LIMIT)
    assert one.left(opened + later) == LIMIT - later


@given(INSTANTS, st.timedeltas(timedelta(0), timedelta(days=10)))
def test_stages_come_in_order_and_never_before_they_are_reached(
    opened: datetime, unknown: timedelta
) -> None:
    one = complaint(opened_at=opened, noticed_at=opened + unknown)
    moments = [one.moment(stage) for stage in STAGES]
    assert moments == sorted(moments)
    for stage, at in zip(STAGES, moments, strict=True):
        assert at > one.noticed_at
        reached = max(opened + STAGES[stage], one.noticed_at + MINUTE)
        assert timedelta(0) <= at - reached < TOGETHER
