"""How long an answer takes when those that are still waited for are not left out."""

from bisect import bisect_right
from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

_TIE = 1e-9


class Expected(NamedTuple):
    """A length of time, or more than it: the data do not reach further."""

    seconds: float
    is_more: bool = False


def expected(answered: Sequence[float], waiting: Sequence[float], share: float) -> Expected | None:
    """Return within how long a share of 1 is answered; None for no lengths at all.

    Kaplan and Meier's estimate: the smallest length at which no more than the rest is unanswered.
    `waiting` are the lengths for which others waited without an answer, up to now or to their end.
    At the same length answers come first. Kaplan & Meier 1958, doi:10.2307/2281868.

    Between two that stop waiting the estimate falls in equal steps, so only they are gone through.
    """
    answers, stopped = sorted(answered), sorted(waiting)
    at_risk, passed, unanswered = len(answers) + len(stopped), 0, 1.0
    for length in [*stopped, None]:
        here = len(answers) if length is None else bisect_right(answers, length, passed)
        needed = max(ceil(at_risk * (1 - (1 - share + _TIE) / unanswered)), 1)
        if passed + needed <= here:
            return Expected(answers[passed + needed - 1])
        left = at_risk - (here - passed)
        unanswered *= left / at_risk if at_risk else 1
        at_risk, passed = left - 1, here
    longest = max((*answers[-1:], *stopped[-1:]), default=None)
    return None if longest is None else Expected(longest, is_more=True)
