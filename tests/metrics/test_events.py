"""When something happened to a ticket, and whose customers came back within a week."""

from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.clocks.instants import SECOND
from bot.metrics.tickets.events import QUIET, contacts_of, happened, settled
from tests.metrics.build import OPENED, ticket

DAY = 24 * 3600
LATER = OPENED + 100 * DAY * SECOND
WEEK = 7 * DAY
EVENTS = ("opening", "solving", "quiet")


def after(seconds: float) -> int:
    return OPENED + round(seconds * SECOND)


def which(found, event, start, end, *, as_of=LATER):
    made = happened(found, event, (after(start), after(end)), as_of)
    return [one.external_id for one in made]


def came_back(first, *later, as_of=LATER):
    (made,) = settled([first], contacts_of([first, *later], [first]), as_of)
    return made.came_back


def test_each_event_puts_a_ticket_on_its_own_day():
    late = ticket(answered_after=60, solved_after=3 * DAY)
    for event, day in (("opening", 0), ("solving", 3), ("quiet", 10)):
        for other in range(12):
            on_it = which([late], event, other * DAY, (other + 1) * DAY)
            assert on_it == (["1"] if other == day else []), (event, other)


def test_an_event_is_on_the_first_instant_of_a_span_and_not_on_its_last():
    solved = ticket(solved_after=60)
    assert which([solved], "solving", 60, 61) == ["1"]
    assert which([solved], "solving", 59, 60) == []
    assert which([solved], "solving", 0, DAY, as_of=after(59)) == []
    assert which([solved], "solving", 0, DAY, as_of=after(60)) == ["1"]


def test_a_ticket_solved_again_is_seen_solved_when_it_was():
    again = ticket(first_solved_at=after(DAY), solved_at=after(5 * DAY), reopened=True)
    assert which([again], "solving", DAY, 2 * DAY, as_of=after(2 * DAY)) == ["1"]
    assert which([again], "solving", DAY, 2 * DAY, as_of=after(6 * DAY)) == []
    assert which([again], "solving", 5 * DAY, 6 * DAY) == ["1"]


def test_without_a_solution_the_last_reply_begins_the_week_of_quiet():
    turns = ((OPENED, after(60)), (after(100), after(2 * DAY)))
    assert which([ticket(answered_after=60)], "quiet", WEEK, WEEK + DAY) == ["1"]
    assert which([ticket(answered_after=60, turns=turns)], "quiet", WEEK, WEEK + DAY) == []
    assert which([ticket(answered_after=60, turns=turns)], "quiet", WEEK + 2 * DAY, LATER) == ["1"]
    assert which([ticket()], "quiet", 0, 90 * DAY) == []


def test_a_ticket_is_on_no_day_while_its_week_of_quiet_lasts():
    solved = ticket(solved_after=DAY, customer="C1")
    assert which([solved], "quiet", 8 * DAY, 9 * DAY, as_of=after(8 * DAY) - 1) == []
    assert which([solved], "quiet", 8 * DAY, 9 * DAY, as_of=after(8 * DAY)) == ["1"]


def test_back_within_a_week_of_the_solution_to_the_second():
    mine = {"customer": "C1", "category": "Billing"}
    first = ticket(answered_after=60, solved_after=DAY, **mine)
    assert came_back(first) is False
    for seconds, expected in ((DAY, False), (DAY + 1, True), (DAY + WEEK, True)):
        assert came_back(first, ticket(after(seconds), **mine)) is expected, seconds
    assert came_back(first, ticket(after(DAY + WEEK + 1), **mine)) is False


def test_a_week_that_is_not_over_says_nothing_yet():
    mine = {"customer": "C1", "category": "Billing"}
    first = ticket(solved_after=DAY, **mine)
    back = ticket(after(2 * DAY), **mine)
    assert came_back(first, back, as_of=after(DAY + WEEK) - 1) is None
    assert came_back(first, back, as_of=after(DAY + WEEK)) is True


def test_nobody_is_known_to_be_back_without_a_name_or_with_an_impossible_solution():
    nameless = ticket(solved_after=DAY, category="Billing")
    assert came_back(nameless, ticket(after(2 * DAY), category="Billing")) is None
    impossible = ticket(solved_after=-60, customer="C1", category="Billing")
    assert came_back(impossible) is None


def test_only_the_same_matter_of_the_same_customer_counts():
    first = ticket(solved_after=DAY, customer="C1", category="Billing")

    def other(**facts):
        return came_back(first, ticket(after(2 * DAY), **{"customer": "C1", **facts}))

    assert other(category="billing ") is True
    assert other(category="Delivery") is False
    assert other(category="Billing", customer="c1") is True
    assert other(category="Billing", customer="C2") is False
    assert other(category="Billing", excluded="spam") is False


def test_without_a_category_the_words_of_the_subject_tell():
    first = ticket(solved_after=DAY, customer="C1", subject="Invoice 12 is wrong")

    def other(subject, **facts):
        later = ticket(after(2 * DAY), customer="C1", subject=subject, **facts)
        return came_back(first, later)

    assert other("RE: Fwd: invoice 12 is WRONG!") is True
    assert other("回复：Invoice 12 is wrong") is True
    assert other("Invoice 13 is wrong") is False
    assert other("Invoice 12 is wrong", category="Billing") is False


@given(
    solved=st.one_of(st.none(), st.integers(0, 20 * DAY)),
    answered=st.one_of(st.none(), st.integers(0, 20 * DAY)),
    event=st.sampled_from(EVENTS),
    as_of=st.integers(0, 40 * DAY),
)
def test_a_ticket_is_on_one_day_at_most(solved, answered, event, as_of):
    one = ticket(answered_after=answered, solved_after=solved)
    days = [
        day
        for day in range(40)
        if which([one], event, day * DAY, (day + 1) * DAY, as_of=after(as_of))
    ]
    assert len(days) <= 1
    assert QUIET == WEEK * SECOND
