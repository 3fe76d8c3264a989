"""Which group of a breakdown is behind all others, where that is more than chance."""

from collections.abc import Iterable
from typing import NamedTuple

from bot.metrics.figures.evidence import too_few, wilson
from bot.metrics.figures.report import Group


class Behind(NamedTuple):
    """A group, the share in time of all others together, and how many of all were missed."""

    group: Group
    rest: float
    missed: int


def behind(groups: Iterable[Group], target: float) -> Behind | None:
    """Return the group that is most surely behind all others together, if one is.

    It is below the target, and the intervals of its share in time and of theirs lie apart: 90 %
    sure of all groups at once.
    """
    judged = [one for one in groups if one.figures.judged]
    met = sum(one.figures.met for one in judged)
    missed = sum(one.figures.missed for one in judged)
    found: list[tuple[float, Behind]] = []
    for one in judged:
        own, others = one.figures, met + missed - one.figures.judged
        if too_few(own.judged) or too_few(others):
            continue
        rest = met - own.met
        most = wilson(own.met, own.judged, len(judged))[1]
        if own.met < target * own.judged and most < wilson(rest, others, len(judged))[0]:
            found.append((most, Behind(one, rest / others, missed)))
    return min(found, key=lambda one: one[0])[1] if found else None
