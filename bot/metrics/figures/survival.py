"""How long an answer takes when those that are still waited for are not left out."""

from collections.abc import Iterable
from math import ceil
from typing import NamedTuple

from bot.metrics.figures.samples import Ordered

_TIE = 1e-9


class Expected(NamedTuple):
    """A length of time, or more than it: the data do not reach further."""

    seconds: float
    is_more: bool = False


def expected(answers: Ordered, stopped: Ordered, *shares: float) -> tuple[Expected | None, ...]:
    """Return within how long each of some shares of 1 is answered; None for no lengths at all.

    Kaplan and Meier's estimate: the smallest length at which no more than the rest is unanswered.
    `stopped` are the lengths for which others waited without an answer, up to now or to their end.
    At the same length answers come first. Kaplan & Meier 1958, doi:10.2307/2281868.

    Between two that stop waiting the estimate falls in equal steps, so only they are gone through.
    """
    places = [*answers.places(stopped.all), len(answers)]
    longest = max((one[-1] for one in (answers, stopped) if len(one)), default=None)
    if longest is None:
        return (None,) * len(shares)
    ranks = (_rank(places, len(answers) + len(stopped), share) for share in shares)
    return tuple(
        Expected(longest, is_more=True) if rank is None else Expected(answers[rank])
        for rank in ranks
    )


def _rank(places: Iterable[int], at_risk: int, share: float) -> int | None:
    """Return by which answer a share is answered, from how many came before each stopped."""
    passed, unanswered = 0, 1.0
    for here in places:
        needed = max(ceil(at_risk * (1 - (1 - share + _TIE) / unanswered)), 1)
        if passed + needed <= here:
            return passed + needed - 1
        left = at_risk - (here - passed)
        unanswered *= left / at_risk if at_risk else 1
        at_risk, passed = left - 1, here
    return None
