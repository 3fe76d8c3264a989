"""Causes that recur, timelines of tickets, and what makes two reports the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.metrics.clocks.instants import to_micros
from bot.metrics.problems.lists import ranked
from bot.metrics.problems.report import says_the_same, times_of
from bot.metrics.registers import Tickets
from bot.metrics.tickets.tickets import TicketFacts
from bot.metrics.tickets.verdicts import Verdict
from bot.registers.problems import PROBLEMS
from tests.views import problem_samples as p

START = datetime(2026, 11, 16, 9, tzinfo=UTC)


def at(minutes: int) -> int:
    return to_micros(START + timedelta(minutes=minutes))


def problem(number: int, kind: str, cause: str | None, *tickets: str):
    keys = tuple(("file", one) for one in tickets)
    return p.facts("en", number=number, kind=kind, cause=cause, tickets=keys)


def test_the_most_frequent_comes_first_and_what_has_no_cause_last():
    found = ranked(
        [
            problem(1, "system", None),
            problem(2, "system", None),
            problem(3, "system", None),
            problem(4, "delay", "process", "a"),
            problem(5, "delay", "process", "a", "b"),
            problem(6, "delay", "staffing", "c"),
            problem(7, "ability", "skill"),
        ]
    )
    assert [(one.kind, one.cause, one.numbers, one.tickets) for one in found] == [
        ("delay", "process", (5, 4), 2),
        ("delay", "staffing", (6,), 1),
        ("ability", "skill", (7,), 0),
        ("system", None, (3, 2, 1), 0),
    ]
    assert sum(one.share for one in found) == pytest.approx(1)
    assert ranked([]) == ()


def test_a_timeline_is_in_order_and_ends_with_what_still_waits():
    ticket = TicketFacts("file", "1", at(0), at(0), turns=())
    waits = Verdict("missed", None, 1_800.0, 900, 900.0, ("still_waiting",))
    made = times_of(("file", "1"), ticket, waits, at(30))
    assert [event.kind for event in made.events] == ["opened", "waiting"]
    answered = ticket._replace(
        first_response_at=at(20), solved_at=at(90), turns=((at(0), at(20)), (at(40), at(50)))
    )
    met = Verdict("missed", 1_200.0, None, 900, 300.0, ("answered_late",))
    made = times_of(("file", "1"), answered, met, at(100))
    assert [event.kind for event in made.events] == [
        "opened",
        "first_response",
        "asked",
        "replied",
        "solved",
    ]
    assert (made.events[1].seconds, made.events[1].limit) == (1_200.0, 900)


def test_what_lies_ahead_is_not_told_and_long_timelines_are_shortened():
    turns = tuple((at(10 * n), at(10 * n + 5)) for n in range(1, 9))
    ticket = TicketFacts("file", "1", at(0), at(0), at(5), solved_at=at(200), turns=turns)
    met = Verdict("met", 300.0, None, 900, None, ("answered_in_time",))
    early = times_of(("file", "1"), ticket, met, at(16))
    assert [event.kind for event in early.events] == [
        "opened",
        "first_response",
        "asked",
        "replied",
    ]
    whole = times_of(("file", "1"), ticket, met, at(300))
    assert (len(whole.events), whole.left) == (8, 11)
    assert (whole.events[0].kind, whole.events[-1].kind) == ("opened", "solved")


def test_impossible_times_are_named_and_a_deleted_ticket_has_none():
    ticket = TicketFacts("file", "1", at(10), at(10), at(0))
    verdict = Verdict("impossible", None, None, None, None, ("response_before_opening",))
    assert times_of(("file", "1"), ticket, verdict, at(60)).doubtful == ("response_before_opening",)
    assert times_of(("file", "1"), None, None, at(60)).events == ()


def test_reports_are_the_same_whoever_makes_them_when():
    one = p.report("en")
    later = replace(one, made_by="U0NOAH", made_at=one.made_at + timedelta(days=1))
    assert says_the_same(one, later)
    assert not says_the_same(one, replace(one, root_cause="Another"))
    assert not says_the_same(one, replace(one, tickets=one.tickets[:1]))


@pytest.mark.parametrize(
    ("status", "root", "cause", "after"),
    [
        ("open", "x", "process", "analysed"),
        ("reopened", "x", "process", "analysed"),
        ("open", "x", "", "open"),
        ("analysed", "", "", "open"),
        ("reopened", "", "", "reopened"),
    ],
)
def test_a_root_cause_makes_it_analysed(status: str, root: str, cause: str, after: str):
    made = p.entry(p.new("en", status=status, root_cause="y", cause="system"))
    written = {"root_cause": root, "cause": cause}
    assert PROBLEMS.step("whys").leaves(made, written) == after


def test_equal_ids_are_told_apart_by_their_source():
    def text(*keys: tuple[str, str]) -> str:
        return Tickets().text(keys, {}.get)

    assert text(("a", "1"), ("a", "2")) == "1, 2"
    assert text(("a", "1"), ("b", "1")) == "a/1, b/1"
