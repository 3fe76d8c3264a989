"""How soon a bot replies, and how soon a person once it has left a ticket to people."""

import pytest

from bot.metrics.tickets.response_times import derive
from tests.metrics.build import OPENED, ticket
from tests.metrics.cohorts import CALENDAR, NO_HOURS, OFFICE, after, of, split
from tests.metrics.test_response_times import said


def bots(*messages):
    """Return when a bot replied first, when it is told and when it shows that it handed over."""
    derived = derive(said(*((*one, None) for one in messages)), OPENED)
    instants = (derived.bot_first_response_at, derived.handed_off_at, derived.after_bot_at)
    return tuple(at if at is None else (at - OPENED) // 1_000_000 for at in instants)


CUSTOMER, BOT = (0, "customer"), (2, "bot")


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([CUSTOMER], (None, None, None)),
        ([CUSTOMER, (60, "agent")], (None, None, None)),
        ([CUSTOMER, BOT], (2, None, None)),
        ([CUSTOMER, BOT, (90, "customer")], (2, None, None)),
        ([CUSTOMER, BOT, (60, "agent")], (2, None, 2)),
        ([CUSTOMER, BOT, (90, "customer"), (93, "bot"), (150, "agent")], (2, None, 93)),
        ([CUSTOMER, BOT, (90, "customer"), (95, "customer"), (150, "agent")], (2, None, 90)),
        ([CUSTOMER, (60, "agent"), (90, "customer"), (91, "bot"), (99, "agent")], (91, None, None)),
        ([CUSTOMER, (1, "auto"), (1, "note"), (60, "agent")], (None, None, None)),
        ([CUSTOMER, BOT, (30, "handoff"), (90, "customer"), (150, "agent")], (2, 30, 90)),
        ([CUSTOMER, (30, "handoff"), (40, "handoff")], (None, 30, None)),
        ([(9, "bot"), (60, "agent")], (9, None, 9)),
    ],
)
def test_what_messages_tell_of_a_bot(messages, expected):
    assert bots(*messages) == expected
    assert bots(*reversed(messages)) == expected


def test_a_bot_may_reply_at_once():
    assert bots((0, "customer"), (0, "bot"), (60, "agent")) == (0, None, 0)


@pytest.mark.parametrize("kind", ["bot", "agent"])
def test_a_ticket_that_we_initiated_has_no_first_response_of_a_bot(kind):
    silent = [(0, kind), (1, "bot")]
    assert bots(*silent) == (None, None, None)
    assert bots(*silent, (300, "customer"), (360, "agent")) == (None, None, None)
    asked = [*silent, (300, "customer"), (302, "bot"), (360, "agent")]
    assert bots(*asked) == (None, None, 302)


def test_nothing_of_a_hand_off_stops_or_starts_the_clock_of_people():
    messages = said((0, "customer", None), (2, "bot", None), (30, "handoff", None))
    plain, handed = derive(messages[:1], OPENED), derive(messages, OPENED)
    assert (handed.waits_from, handed.first_response_at) == (plain.waits_from, None)
    assert (handed.agent_initiated, handed.replies, handed.turns) == (False, 0, ())
    first = derive(said((0, "handoff", None), (9, "customer", None)), OPENED)
    assert not first.agent_initiated


def test_both_are_counted_on_the_clock_of_the_team():
    # Opened at 10:00; lunch is from 12:00 to 13:00.
    late = ticket(
        answered_after=11_100, bot_first_response_at=after(60), handed_off_at=after(7_000)
    )
    calendar, office, none = (of([late], clock=clock) for clock in (CALENDAR, OFFICE, NO_HOURS))
    assert (calendar.bot_first_response_seconds, calendar.handover_response_seconds) == (60, 4_100)
    assert (office.bot_first_response_seconds, office.handover_response_seconds) == (60, 500)
    assert (none.bot_replies_timed, none.handovers_timed) == (0, 0)
    assert (none.bot_first_response_seconds, none.handover_response_seconds) == (None, None)


def test_a_bot_changes_no_figure_of_people():
    plain = [ticket(answered_after=60), ticket(answered_after=600), ticket()]
    bots = {"bot_first_response_at": after(1), "handed_off_at": after(30)}
    own = {"bot_replies_timed", "bot_first_response_seconds", "handovers_timed"}
    own |= {"handover_response_seconds"}
    before, now = of(plain), of([one._replace(**bots) for one in plain])
    differing = {name for name in before.__slots__ if getattr(before, name) != getattr(now, name)}
    assert differing == own
    assert (now.handover_response_seconds, now.handovers_timed) == (300, 2)


def test_impossible_instants_are_left_out_of_what_they_would_spoil():
    early = ticket(answered_after=60, bot_first_response_at=after(-5), handed_off_at=after(-5))
    made = of([early, ticket(answered_after=60, handed_off_at=after(61))])
    assert (made.bot_replies_timed, made.handovers_timed) == (0, 0)
    assert (made.data_issues, made.frt_median_seconds) == (1, 60)


def test_a_bot_s_reply_is_the_assignee_s_and_the_answer_after_it_whose_sent_it():
    shared = ticket(
        answered_after=60,
        agent="Ann",
        responder="Bo",
        bot_first_response_at=after(2),
        handed_off_at=after(10),
    )
    people = dict(split([shared], "agent"))
    assert (people["Ann"].bot_first_response_seconds, people["Ann"].handovers_timed) == (2, 0)
    assert (people["Bo"].handover_response_seconds, people["Bo"].bot_replies_timed) == (50, 0)
