from bot.metrics.clocks.instants import SECOND
from bot.metrics.tickets.response_times import Message, derive
from tests.metrics.build import OPENED


def after(seconds):
    return OPENED + seconds * SECOND


def said(*messages):
    return [Message(after(seconds), kind, author) for seconds, kind, author in messages]


def test_bots_and_notes_never_stop_a_clock():
    derived = derive(said((0, "customer", None), (1, "bot", "auto"), (2, "note", "Ann")), OPENED)
    assert derived.waits_from == OPENED
    assert derived.first_response_at is None
    assert (derived.replies, derived.turns) == (0, ())


def test_the_sender_is_credited():
    derived = derive(
        said((0, "customer", None), (60, "agent", "Ann"), (90, "customer", None),
             (95, "agent", "Bo"), (99, "agent", "Cy")), OPENED
    )  # fmt: skip
    assert (derived.first_response_at, derived.responder) == (after(60), "Ann")
    assert derived.turns == ((OPENED, after(60)), (after(90), after(95)))
    assert derived.turn_authors == ("Ann", "Bo")
    assert derived.replies == 3


def test_messages_may_come_in_any_order():
    messages = said((0, "customer", None), (60, "agent", "Ann"), (90, "customer", None))
    assert derive(reversed(messages), OPENED) == derive(messages, OPENED)


def test_an_agent_initiated_ticket_waits_from_the_customers_first_message():
    opening = said((0, "agent", "Ann"), (5, "agent", "Ann"))
    silent = derive(opening, OPENED)
    assert silent.agent_initiated
    assert (silent.waits_from, silent.first_response_at) == (None, None)
    answered = derive(opening + said((100, "customer", None), (160, "agent", "Bo")), OPENED)
    assert (answered.waits_from, answered.first_response_at) == (after(100), after(160))
    assert answered.responder == "Bo"
    assert answered.turns == ((after(100), after(160)),)


def test_a_hand_off_starts_the_clock_where_the_team_says_so():
    messages = said((0, "customer", None), (1, "bot", None), (300, "agent", "Ann"))
    assert derive(messages, OPENED, handed_off_at=after(240)).waits_from == after(240)
    assert derive(messages, OPENED).waits_from == OPENED


def test_a_reply_before_the_hand_off_is_not_the_first_response():
    messages = said((0, "customer", None), (10, "agent", "Ann"), (300, "agent", "Bo"))
    assert derive(messages, OPENED, handed_off_at=after(240)).responder == "Bo"


def test_a_ticket_without_messages_waits_from_its_opening():
    derived = derive([], OPENED)
    assert derived.waits_from == OPENED
    assert not derived.agent_initiated


def test_who_writes_at_once_opens_the_ticket():
    for kind in ("agent", "bot"):
        silent = derive(said((5, kind, None)), OPENED)
        assert (silent.agent_initiated, silent.waits_from) == (True, None)
    answered = derive(
        said((0, "bot", None), (300, "customer", None), (360, "agent", "Ann")), OPENED
    )
    assert (answered.waits_from, answered.first_response_at) == (after(300), after(360))


def test_an_agent_who_writes_later_answers_what_is_missing_from_the_messages():
    derived = derive(said((6, "agent", "Ann")), OPENED)
    assert not derived.agent_initiated
    assert (derived.waits_from, derived.first_response_at) == (OPENED, after(6))


def test_an_automatic_reply_opens_no_ticket():
    derived = derive(said((1, "auto", None), (2, "note", None)), OPENED)
    assert (derived.agent_initiated, derived.waits_from) == (False, OPENED)
    assert derived.first_response_at is None
