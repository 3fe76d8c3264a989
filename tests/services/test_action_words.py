import pytest

from bot.errors import BotError
from bot.services.actions.words import Words
from tests.services.wished import wished


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("action", Words("make")),
        ("Action Staff the night <desk>", Words("make", text="Staff the night <desk>")),
        ("action: two\nlines", Words("make", text="two\nlines")),
        ("改进 夜班加人", Words("make", text="夜班加人")),
        ("措施：夜班加人", Words("make", text="夜班加人")),
        ("改进措施 夜班加人", Words("make", text="夜班加人")),
        ("actions", Words("list")),
        ("ACTIONS Mine", Words("list", scope="mine")),
        ("action overdue", Words("list", scope="overdue")),
        ("改进措施", Words("list")),
        ("改进措施 我的", Words("list", scope="mine")),
        ("改进措施我的", Words("list", scope="mine")),
        ("改进措施 逾期", Words("list", scope="overdue")),
        ("改进措施 全部", Words("list", scope="all")),
        ("actions all team North Desk", Words("list", scope="all", team="North Desk")),
        ("改进措施 团队 北区客服", Words("list", team="北区客服")),
        ("today", None),
        ("actionable", None),
        ("", None),
    ],
)
def test_what_is_wished(typed: str, expected: Words | None):
    assert wished(typed, Words) == expected


def test_a_list_that_is_not_known():
    with pytest.raises(BotError) as raised:
        wished("actions yesterday", Words)
    assert raised.value.key == "action.error.scope"
