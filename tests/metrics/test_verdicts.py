"""What becomes of one ticket in the figures, and why."""

import pytest

from bot.metrics.figures.cohort import judge
from tests.metrics.build import OPENED, at, ticket
from tests.metrics.cohorts import CALENDAR, LATER, LIMIT_600, OFFICE, after


@pytest.mark.parametrize(
    ("facts", "as_of", "expected"),
    [
        ({"answered_after": 600}, LATER, ("met", 600, None, 600, None, ("answered_in_time",))),
        ({"answered_after": 0}, LATER, ("met", 0, None, 600, None, ("answered_in_time",))),
        ({"answered_after": 600.5}, LATER,
         ("missed", 600.5, None, 600, 0.5, ("answered_late",))),
        ({}, after(600), ("pending", None, 600, 600, None, ("within_limit",))),
        ({}, after(601), ("missed", None, 601, 600, 1, ("still_waiting",))),
        ({"answered_after": 900}, after(700),
         ("missed", None, 700, 600, 100, ("still_waiting",))),
        ({"solved_after": 60}, LATER,
         ("no_response", None, None, 600, None, ("solved_without_reply",))),
        ({"solved_after": 600}, LATER,
         ("no_response", None, None, 600, None, ("solved_without_reply",))),
        ({"solved_after": 601}, LATER, ("missed", None, None, 600, 1, ("closed_late",))),
        ({"ended_at": after(601), "ended_as": "cancelled"}, LATER,
         ("missed", None, None, 600, 1, ("closed_late",))),
        ({"ended_at": OPENED, "ended_as": "solved"}, LATER,
         ("no_response", None, None, 600, None, ("solved_without_reply",))),
        ({"ended_at": after(601), "ended_as": "solved"}, after(60),
         ("pending", None, 60, 600, None, ("within_limit",))),
        ({"ended_at": after(90), "ended_as": "solved", "answered_after": 60}, LATER,
         ("met", 60, None, 600, None, ("answered_in_time",))),
        ({"response_told": False}, LATER, ("not_told", None, None, None, None, ("not_told",))),
        ({"response_told": False, "solved_after": 60}, LATER,
         ("not_told", None, None, None, None, ("not_told",))),
        ({"response_told": False, "answered_after": 60}, LATER,
         ("met", 60, None, 600, None, ("answered_in_time",))),
        ({"response_told": False, "excluded": "deleted"}, LATER,
         ("excluded", None, None, None, None, ("deleted",))),
        ({"solved_after": 60}, after(30),
         ("pending", None, 30, 600, None, ("within_limit",))),
        ({"solved_after": 60, "answered_after": 90}, LATER,
         ("met", 90, None, 600, None, ("answered_in_time",))),
        ({"waits_from": None}, LATER,
         ("no_clock_start", None, None, None, None, ("customer_silent",))),
        ({}, after(-1), ("no_clock_start", None, None, None, None, ("not_opened_yet",))),
        ({"answered_after": -1}, LATER,
         ("impossible", None, None, None, None, ("response_before_opening",))),
        ({"answered_after": 60, "csat": 9.0}, LATER,
         ("met", 60, None, 600, None, ("answered_in_time",))),
        ({"excluded": "spam"}, LATER, ("excluded", None, None, None, None, ("spam",))),
    ],
)  # fmt: skip
def test_verdicts(facts, as_of, expected):
    assert judge(ticket(**facts), as_of, CALENDAR, LIMIT_600) == expected


def test_verdicts_are_on_the_clock():
    saturday = ticket(at("2026-09-12 20:00"), answered_after=1_800)
    assert judge(saturday, LATER, OFFICE, LIMIT_600).frt_seconds == 0
    over_lunch = ticket(at("2026-09-28 11:55"))
    verdict = judge(over_lunch, at("2026-09-28 13:04"), OFFICE, LIMIT_600)
    assert (verdict.outcome, verdict.waited_seconds) == ("pending", 540)
