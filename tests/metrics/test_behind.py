"""Who is behind: only where it is below the target, and no chance."""

import random
from dataclasses import replace

import pytest

from bot.metrics.figures import FEWEST, behind, too_few
from bot.metrics.figures.report import Group
from tests.views.samples import NONE


def group(key: str, met: int, missed: int) -> Group:
    share = met / (met + missed) if met + missed else None
    figures = replace(NONE, tickets=met + missed, met=met, missed=missed, attainment=share)
    return Group(key, figures)


@pytest.mark.parametrize(("n", "few"), [(0, True), (FEWEST - 1, True), (FEWEST, False)])
def test_of_fewer_than_five_no_share_is_told(n: int, few: bool) -> None:
    assert too_few(n) == few


def test_the_group_that_is_surely_behind_is_named_with_what_it_missed() -> None:
    found = behind([group("chat", 57, 6), group("email", 6, 19), group("phone", 30, 8)], 0.9)
    assert found is not None
    assert (found.group.key, found.group.figures.missed, found.missed) == ("email", 19, 33)
    assert found.rest == pytest.approx(87 / 101)


def test_nobody_is_named_by_chance_for_few_tickets_or_above_the_target() -> None:
    assert behind([group("chat", 8, 2), group("email", 7, 3)], 0.9) is None
    assert behind([group("chat", 500, 5), group("email", 0, FEWEST - 1)], 0.9) is None
    assert behind([group("chat", 0, FEWEST - 1), group("email", 3, 30)], 0.9) is None
    assert behind([group("chat", 1_000, 0), group("email", 950, 50)], 0.9) is None
    assert behind([group("email", 3, 30)], 0.9) is None
    assert behind([], 0.9) is None


def test_of_groups_that_are_alike_hardly_one_is_named_in_twenty_tries() -> None:
    """Twelve hours of thirty tickets, each 70 % in time: somebody is always the last."""
    chance = random.Random(7)  # noqa: S311
    named = 0
    for _ in range(300):
        met = [sum(chance.random() < 0.7 for _ in range(30)) for _ in range(12)]
        hours = [group(str(hour), n, 30 - n) for hour, n in enumerate(met)]
        named += behind(hours, 0.9) is not None
    assert named <= 15
