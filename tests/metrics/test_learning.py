"""Which tickets a review learns from. Seconds on any clock; limit 900 s."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.figures.cohort import Verdict
from bot.metrics.review.learning import Candidate, best_solved, is_hard, longest_waiting
from bot.metrics.tickets.tickets import TicketFacts


def asked(name: str, outcome: str, seconds: float | None, **more: Any) -> Candidate:
    waiting = more.pop("waiting", False)
    frt, waited = (None, seconds) if waiting else (seconds, None)
    verdict = Verdict(outcome, frt, waited, 900, None, ("answered_late",))
    return Candidate(TicketFacts("file", name, 0, 0, **more), verdict)


def solved(name: str, csat: float | None, complexity: str | None = None, **more: Any) -> Candidate:
    handling = more.pop("handling", None)
    facts = {"solved_at": 10, **more}
    verdict = Verdict("met", 60, None, 900, None, ("answered_in_time",))
    return Candidate(
        TicketFacts("file", name, 0, 0, csat=csat, **facts), verdict, complexity, handling
    )


def names(ranked: Any) -> list[str]:
    return [one.ticket.external_id for one in ranked.candidates]


def test_complaints_come_before_longer_waits_that_are_none():
    ranked = longest_waiting(
        [
            asked("A", "missed", 9_000),
            asked("B", "met", 300, kind="complaint"),
            asked("C", "pending", 600, kind="complaint", waiting=True),
            asked("D", "no_response", None, kind="complaint"),
        ]
    )
    assert ranked.reason == "complaint"
    assert names(ranked) == ["C", "B"]


def test_without_a_complaint_those_not_met():
    ranked = longest_waiting(
        [
            asked("A", "missed", 1_000),
            asked("B", "met", 899),
            asked("C", "missed", 1_000.5, waiting=True),
            asked("D", "impossible", None, kind="complaint"),
        ]
    )
    assert (ranked.reason, names(ranked)) == ("not_met", ["C", "A"])


def test_nothing_is_no_data():
    assert longest_waiting([asked("A", "met", 10)]).candidates == ()
    assert best_solved([solved("A", 3.9), solved("B", None, "complex")]).candidates == ()


def test_the_best_rated_hard_one_then_complexity_replies_handling():
    ranked = best_solved(
        [
            solved("easy", 5, "simple", replies=9, handling=9e9),
            solved("four", 4, "Complex", replies=9, handling=9e9),
            solved("medium", 5, "medium", replies=9, handling=9e9),
            solved("short", 5, "复杂", replies=2, handling=10.0),
            solved("long", 5, "COMPLEX ", replies=2, handling=20.0),
            solved("talk", 5, None, replies=3),
            solved("merged", 5, "complex", excluded="merged"),
            solved("open", 5, "complex", solved_at=None),
            solved("off", 6, "complex"),
        ]
    )
    assert ranked.reason == "hard"
    assert names(ranked) == ["long", "short", "medium", "talk", "four"]


def test_without_a_hard_one_all_that_were_rated_well():
    ranked = best_solved([solved("A", 4, "simple"), solved("B", 5), solved("C", 2, "complex")])
    assert (ranked.reason, names(ranked)) == ("rated", ["B", "A"])


@pytest.mark.parametrize(
    ("hard", "complexity", "facts"),
    [
        (True, None, {"replies": 3}),
        (False, None, {"replies": 2}),
        (True, None, {"reopened": True}),
        (False, "simple", {"replies": 30, "reopened": True}),
        (True, "中等", {}),
        (False, "whatever", {}),
    ],
)
def test_what_counts_as_hard(hard: bool, complexity: str | None, facts: dict[str, Any]):
    assert is_hard(solved("A", 5, complexity, **facts)) is hard


@given(st.permutations([("A", 5.0, 1), ("B", 5.0, 1), ("C", 4.0, 5), ("D", 5.0, 4)]))
def test_the_order_does_not_depend_on_the_order_given(rows: list[tuple[str, float, int]]):
    found = [solved(name, csat, None, replies=replies) for name, csat, replies in rows]
    assert names(best_solved(found)) == ["D", "C"]
