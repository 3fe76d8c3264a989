from itertools import permutations

import pytest

from bot.metrics.tickets.standards import Standard, Standards
from tests.metrics.build import OPENED, ticket

GOLD = ticket(tier="Gold", channel="chat", category="A", priority="high")


def rule(limit, valid_from=0, valid_until=None, **dimensions):
    named = {"tier": None, "channel": None, "category": None, "priority": None} | dimensions
    return Standard(valid_from, **named, limit_seconds=limit, valid_until=valid_until)


def test_fifteen_minutes_unless_set():
    assert Standards().limit_for(GOLD) == 900
    assert Standards([rule(1_800)]).limit_for(GOLD) == 1_800
    assert Standards([rule(60, tier="silver")]).limit_for(GOLD) == 900


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        ({"tier": "gold"}, {}),
        ({"category": "a", "priority": "high"}, {"tier": "gold"}),
        ({"tier": "gold"}, {"channel": "chat"}),
        ({"channel": "chat"}, {"category": "a"}),
        ({"category": "a"}, {"priority": "high"}),
        ({"tier": "gold", "priority": "high"}, {"channel": "chat", "category": "a"}),
        ({"tier": "gold", "channel": "chat"}, {"tier": "gold", "category": "a"}),
    ],
)
def test_the_most_specific_rule_wins_in_any_order(winner, loser):
    rules = rule(180, **winner), rule(600, **loser), rule(60, tier="silver"), rule(1_800)
    for order in permutations(rules):
        assert Standards(order).limit_for(GOLD) == 180


def test_a_rule_that_names_what_the_ticket_lacks_does_not_apply():
    assert Standards([rule(180, tier="gold")]).limit_for(ticket()) == 900


def test_case_and_outer_spaces_do_not_matter():
    standards = Standards([rule(180, tier=" GOLD ", channel="CHAT")])
    assert standards.limit_for(GOLD) == 180


def test_the_standard_in_force_at_opening_counts():
    standards = Standards([rule(600, OPENED), rule(300), rule(120, OPENED + 1)])
    assert standards.limit_for(ticket(OPENED - 1)) == 300
    assert standards.limit_for(ticket(OPENED)) == 600
    assert standards.limit_for(ticket(OPENED + 1)) == 120


def test_a_newer_default_does_not_displace_an_older_specific_rule():
    standards = Standards([rule(180, tier="gold"), rule(1_200, OPENED - 1)])
    assert standards.limit_for(GOLD) == 180
    assert standards.limit_for(ticket()) == 1_200


def test_a_withdrawn_rule_still_judges_what_was_opened_under_it():
    standards = Standards([rule(180, valid_until=OPENED, tier="gold"), rule(1_200)])
    assert standards.limit_for(GOLD._replace(opened_at=OPENED - 1)) == 180
    assert standards.limit_for(GOLD) == 1_200
