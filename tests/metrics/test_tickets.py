import math

import pytest

from bot.metrics.clocks.instants import SECOND
from bot.metrics.tickets.tickets import as_seen, impossibilities
from tests.metrics.build import OPENED, ticket


def after(seconds):
    return OPENED + seconds * SECOND


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({}, ()),
        ({"first_response_at": OPENED, "solved_at": OPENED, "csat": 1.0}, ()),
        ({"first_response_at": after(-1)}, ("response_before_opening",)),
        (
            {"waits_from": after(60), "first_response_at": after(59)},
            ("response_before_wait",),
        ),
        ({"solved_at": after(-1)}, ("resolved_before_opening",)),
        ({"solved_at": after(5), "first_response_at": after(9)}, ()),
        ({"csat": 5.5}, ("csat_out_of_scale",)),
        ({"csat": 0.0}, ("csat_out_of_scale",)),
        ({"csat": math.nan}, ("csat_out_of_scale",)),
        ({"turns": ((OPENED, after(-1)),)}, ("turn_reversed",)),
        ({"bot_first_response_at": OPENED, "handed_off_at": OPENED}, ()),
        ({"bot_first_response_at": after(-1)}, ("bot_before_opening",)),
        ({"handed_off_at": after(-1)}, ("handed_off_before_opening",)),
        ({"handed_off_at": after(9), "first_response_at": after(5)}, ()),
        (
            {"first_response_at": after(-1), "solved_at": after(-1)},
            ("response_before_opening", "resolved_before_opening"),
        ),
    ],
)
def test_impossibilities(facts, reasons):
    assert impossibilities(ticket(**facts)) == reasons


WHOLE = ticket(
    first_response_at=after(60),
    first_solved_at=after(120),
    solved_at=after(300),
    reopened=True,
    replies=3,
    csat=4.0,
    rated_at=after(400),
    agent="Ann",
    responder="Bo",
    turns=((OPENED, after(60)), (after(200), after(250))),
    turn_authors=("Bo", "Cy"),
)


def test_before_opening_there_is_nothing():
    assert as_seen(WHOLE, OPENED - 1) is None


def test_before_the_response_it_waits():
    seen = as_seen(WHOLE, after(59))
    assert (seen.first_response_at, seen.responder, seen.replies) == (None, None, 0)
    assert (seen.first_solved_at, seen.solved_at, seen.reopened) == (None, None, False)
    assert (seen.turns, seen.turn_authors, seen.csat) == ((), (), None)
    assert seen.agent == "Ann"


def test_between_the_resolutions_it_is_solved_by_the_first():
    seen = as_seen(WHOLE, after(299))
    assert seen.first_response_at == after(60)
    assert (seen.first_solved_at, seen.solved_at) == (after(120), after(120))
    assert not seen.reopened
    assert seen.turn_authors == ("Bo", "Cy")
    assert as_seen(WHOLE, after(249)).turns == ((OPENED, after(60)),)


def test_after_everything_it_is_itself():
    assert as_seen(WHOLE, after(400)) is WHOLE
    assert as_seen(WHOLE, after(399)) == WHOLE._replace(csat=None, rated_at=None)


def test_a_reopened_ticket_stays_open():
    reopened = WHOLE._replace(solved_at=None)
    assert as_seen(reopened, after(350)).solved_at is None
    assert as_seen(reopened, after(350)).reopened


def test_a_customer_yet_to_write_does_not_wait():
    assert as_seen(ticket(waits_from=after(60)), after(30)).waits_from is None


def test_a_turn_yet_to_end_is_left_out():
    facts = ticket(answered_after=60, turns=((OPENED, after(60)), (after(90), after(500))))
    assert as_seen(facts, after(100)).turns == ((OPENED, after(60)),)


def test_a_bot_yet_to_reply_or_to_hand_over_has_not():
    facts = ticket(bot_first_response_at=after(10), handed_off_at=after(20))
    seen = [as_seen(facts, after(seconds)) for seconds in (9, 19, 20)]
    bots = [(one.bot_first_response_at, one.handed_off_at) for one in seen]
    assert bots == [(None, None), (after(10), None), (after(10), after(20))]
