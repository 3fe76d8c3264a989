"""How long an answer takes when those that are still waited for are not left out."""

from collections.abc import Sequence
from itertools import groupby
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
    """
    seen = sorted([(length, 0) for length in answered] + [(length, 1) for length in waiting])
    at_risk, unanswered = len(seen), 1.0
    for length, together in groupby(seen, key=lambda one: one[0]):
        kinds = [kind for _, kind in together]
        answers = kinds.count(0)
        unanswered *= 1 - answers / at_risk
        if answers and unanswered <= 1 - share + _TIE:
            return Expected(length)
        at_risk -= len(kinds)
    return Expected(seen[-1][0], is_more=True) if seen else None
