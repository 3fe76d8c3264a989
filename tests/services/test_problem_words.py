"""What is wished by the words after `/frt` about problems."""

import pytest

from bot.errors import BotError
from bot.services.problems.slots import key_of
from bot.services.problems.words import Words
from tests.services.wished import wished

WISHES = {
    "problem": Words("make"),
    "Problem: Chats  wait": Words("make", text="Chats  wait"),
    "problem 3 agents were ill": Words("make", text="3 agents were ill"),
    "new problem a < b": Words("make", text="a < b"),
    "问题：夜班没人": Words("make", text="夜班没人"),
    "problem 3": Words("show", number=3),
    "problem #12 team North": Words("show", number=12, team="North"),
    "problem\u3000\uff13": Words("show", number=3),
    "问题3": Words("show", number=3),
    "问题 12 号": Words("show", number=12),
    "problems": Words("list"),
    "problems all": Words("list", scope="all"),
    "problems team North": Words("list", team="North"),
    "problems last 30 days": Words("list", scope="last 30 days"),
    "问题列表 本月": Words("list", scope="本月"),
    "problems 2026-11-01..2026-11-15": Words("list", scope="2026-11-01..2026-11-15"),
}


@pytest.mark.parametrize("typed", WISHES)
def test_wishes(typed: str):
    assert wished(typed, Words) == WISHES[typed]


@pytest.mark.parametrize("typed", ["", "today", "problematic", "问题解决率", "actions", "report"])
def test_what_is_about_something_else(typed: str):
    assert wished(typed, Words) is None


@pytest.mark.parametrize("typed", ["problems soon", "problems last 0 days", "问题列表 明天"])
def test_a_period_that_is_none(typed: str):
    with pytest.raises(BotError):
        wished(typed, Words)


def test_slots_of_other_posts_are_no_reports():
    assert key_of("1.2.3") == (1, 2, 3)
    for slot in ("2026-11-20", "1.2", "1.x.3", ""):
        with pytest.raises(BotError):
            key_of(slot)
