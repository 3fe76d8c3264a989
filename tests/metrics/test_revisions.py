"""What a ticket was before later files: put together again, judged, and what matters of it."""

import pytest

from bot.metrics.clocks import SECOND, CalendarClock, from_micros
from bot.metrics.tickets import Known, Revision, Standard, Standards, TicketFacts, TicketKey
from bot.metrics.tickets.revisions import changes, revised, worst_first

MINUTE = 60 * SECOND
KEY = TicketKey("file", "1")
MEASURES = (CalendarClock(), Standards([Standard(0, None, None, None, None, 600)]))
LATE = 10_000 * MINUTE


def revision(field, before, after=None, *, at=100, number=2):
    def text(value):
        return from_micros(value * MINUTE).isoformat() if isinstance(value, int) else value

    return Revision(KEY, field, at * MINUTE, text(before), text(after), number, 4)


def known(*, handed_off=None, from_handoff=False, name="1", **facts):
    opened = facts.pop("opened", 5) * MINUTE
    times = {key: None if at is None else at * MINUTE for key, at in facts.items() if "_at" in key}
    ticket = TicketFacts("file", name, opened, opened, **{**facts, **times})
    handed = None if handed_off is None else handed_off * MINUTE
    return Known(ticket, opened, handed, from_handoff)


def held(ticket, *revisions, until=LATE):
    return revised(ticket, revisions, until, LATE, MEASURES)


def test_a_response_moved_into_the_limit_turns_the_verdict():
    made = held(known(first_response_at=12), revision("first_response_at", 40, 12))
    assert (made.before.outcome, made.now.outcome) == ("missed", "met")
    assert (made.before.frt_seconds, made.now.frt_seconds) == (35 * 60, 7 * 60)
    assert made.turned
    assert made.matters


@pytest.mark.parametrize(("before", "matters"), [(13, False), (14, True)])
def test_a_response_that_moved_by_more_than_a_minute_matters(before, matters):
    made = held(known(first_response_at=12), revision("first_response_at", before, 12))
    assert (made.turned, made.matters) == (False, matters)


def test_of_several_files_the_first_says_what_was():
    made = held(
        known(first_response_at=12),
        revision("first_response_at", 40, 50, number=2),
        revision("first_response_at", 50, 12, at=200, number=3),
    )
    assert made.was.first_response_at == 40 * MINUTE


def test_what_was_changed_after_an_instant_is_seen_as_it_was_then():
    revisions = (
        revision("first_response_at", 40, 14),
        revision("first_response_at", 14, 12, at=200, number=3),
    )
    made = held(known(first_response_at=12), *revisions, until=150 * MINUTE)
    assert (made.was.first_response_at, made.ticket.first_response_at) == (40 * MINUTE, 14 * MINUTE)
    assert made.revisions == revisions[:1]


def test_a_clock_that_starts_with_the_hand_over_is_started_so_before_too():
    moved = revision("handed_off_at", 10, 30)
    opened = held(known(handed_off=30, first_response_at=31), moved)
    assert not opened.matters
    handed = held(known(handed_off=30, first_response_at=31, from_handoff=True), moved)
    assert (handed.before.outcome, handed.now.outcome) == ("missed", "met")
    earlier = held(known(opened=30, first_response_at=31), revision("waits_from", 10, 30))
    assert (earlier.before.outcome, earlier.now.outcome) == ("missed", "met")


def test_a_ticket_that_does_not_count_any_more_was_judged():
    made = held(known(first_response_at=40, excluded="spam"), revision("excluded", "", "spam"))
    assert (made.before.outcome, made.now.outcome) == ("missed", "excluded")


def test_what_no_verdict_follows_from_matters_to_none():
    made = held(
        known(first_response_at=40, agent="Bo"),
        revision("agent", "Ana", "Bo"),
        revision("status", "open", "closed"),
    )
    assert (made.matters, made.was.agent) == (False, "Bo")


def test_what_was_missed_and_is_met_now_comes_first():
    moved = held(known(first_response_at=12, name="a"), revision("first_response_at", 10, 12))
    worse = held(known(first_response_at=40, name="b"), revision("first_response_at", 12, 40))
    better = held(known(first_response_at=12, name="c"), revision("first_response_at", 40, 12))
    same = held(known(first_response_at=12, name="d"), revision("first_response_at", 12, 12))
    assert worst_first([moved, same, worse, better]) == [better, worse, moved]


def test_changes_are_from_the_first_to_the_last_and_what_is_as_it_was_is_none():
    made = changes(
        [
            revision("status", "open", "closed", number=2),
            revision("status", "closed", "open", at=200, number=3),
            revision("excluded", "", "spam", number=2),
            revision("agent", "Ana", "Bo", number=2),
            revision("agent", "Bo", None, at=200, number=3),
        ]
    )
    assert [tuple(one) for one in made] == [
        ("excluded", "", "spam", 2, 4),
        ("agent", "Ana", None, 3, 4),
    ]
