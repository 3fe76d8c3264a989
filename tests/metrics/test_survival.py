"""Expected lengths of time against those that lifelines computes."""

import json
from pathlib import Path

import pytest

from bot.metrics.figures.samples import Ordered
from bot.metrics.figures.survival import Expected, expected
from tests.metrics.build import ticket
from tests.metrics.cohorts import LATER, after, of

CASES = json.loads((Path(__file__).parent / "survival.json").read_text())
"""Made once with lifelines 0.30: where its Kaplan-Meier curve comes down to the rest.

Lengths are whole, so that answers and waits often tie; null is where the curve does not reach.
"""


def ordered(lengths):
    """Return lengths as a cohort has them: of three days, each in order."""
    return Ordered([sorted(lengths[day::3]) for day in range(3)])


@pytest.mark.parametrize("case", CASES)
def test_it_is_what_lifelines_computes(case):
    answered, waiting = (ordered(case[name]) for name in ("answered", "waiting"))
    both = expected(answered, waiting, 0.5, 0.9)
    for share, found in zip(("0.5", "0.9"), both, strict=True):
        if case[share] is None:
            assert found == Expected(max(case["answered"] + case["waiting"]), is_more=True)
        else:
            assert found == Expected(case[share])


def test_those_that_wait_count():
    answered, waiting, nobody = ordered([10, 20, 30, 40]), ordered([15, 25]), ordered([])
    assert expected(answered, waiting, 0.5) == (Expected(30),)
    assert expected(answered, nobody, 0.5) == (Expected(20),)
    assert expected(nobody, waiting, 0.5) == (Expected(25, is_more=True),)
    assert expected(nobody, nobody, 0.5) == (None,)


def test_the_figures_count_those_that_wait_and_those_closed_without_a_reply():
    answered = [ticket(answered_after=seconds) for seconds in (10, 20, 30, 40)]
    waiting = [ticket(after(100 - seconds)) for seconds in (15, 25)]
    made = of([*answered, *waiting], as_of=after(100))
    assert (made.expected_median, made.many_wait) == (Expected(30), True)
    closed = [ticket(solved_after=15), ticket(ended_at=after(25), ended_as="cancelled")]
    made = of([*answered, *closed], as_of=LATER)
    assert (made.expected_median, made.many_wait) == (Expected(30), False)
    unknown = [ticket(response_told=False), ticket(waits_from=None), ticket(excluded="spam")]
    assert of(unknown).expected_median is None
