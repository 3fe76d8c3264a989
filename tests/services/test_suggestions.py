"""What is suggested says all that was understood of what was typed, and nothing against it."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.commands.words import VOCABULARY
from bot.metrics.clocks import PERIOD_WORDS
from bot.services.figures import NOT_UNDERSTOOD, Values, is_sure, mending
from bot.services.figures.asking import parse
from bot.text.words import SAME
from tests.services.test_vocabulary import what_is_wrong

VALUES = Values(
    {
        "channel": ("email", "chat", "phone"),
        "tier": ("gold", "silver", "regular"),
        "category": ("logistics", "slow reply"),
        "priority": ("high", "普通"),
    }
)
OURS = Values({"channel": ("在线", "邮件"), "tier": ("金卡", "普通"), "priority": ("紧急", "普通")})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("last mnth", "last month"),
        ("lst month", "last month"),
        ("last moth email", "last month email"),
        ("last month emial", "last month email"),
        ("emial last month by chanel", "email last month by channel"),
        ("last quater", "last quarter"),
        ("this quater gold", "this quarter gold"),
        ("tis month", "this month"),
        ("sepember email", "september email"),
        ("last 7 dys", "last 7 days"),
        ("last 30 dyas email", "last 30 days email"),
        ("yesterday slow rply", "yesterday slow reply"),
        ("toady team Night desk", "today team Night desk"),
        ("toady for <@U123ABC|noah>", "today for <@U123ABC|noah>"),
        ("chanel email", "channel email"),
        ("next month", None),
        ("next week email", None),
        ("tomorrow", None),
        ("past fortnight", None),
        ("not today", None),
        ("last fortnight", None),
        ("today without email", None),
    ],
)
def test_english(typed, meant):
    assert VOCABULARY.suggestion(typed, VALUES) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("上月按渠到", "上月按渠道"),
        ("上各月邮件", "上月邮件"),
        ("这个约", "这个月"),
        ("上月 按客户等机", "上月 按客户等级"),
        ("上月 邮牛", "上月 邮件"),
        ("明天", None),
        ("下个月", None),
        ("上上季度", None),
        ("非邮件", None),
    ],
)
def test_chinese(typed, meant):
    assert VOCABULARY.suggestion(typed, OURS) == meant


PIECES = st.sampled_from(
    [*PERIOD_WORDS, *VALUES.words, "last", "lst", "mnth", "moth", "上", "月", "約", "emial", "by",
     "chanel", "按", "渠到", "2026-09", "3", "7 dys", "not", "next", "下个月", "team Asia", "foo"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=5).map(" ".join) | st.lists(PIECES, max_size=4).map("".join))
@example("last month")
@example("last mnth")
@example("上各月")
def test_whatever_is_suggested_keeps_what_was_understood(typed):
    near = VOCABULARY.suggestion(typed, VALUES)
    if near is None:
        return
    assert re.findall(r"\d+", near) == re.findall(r"\d+", typed)
    for word in ("last", "this", "previous", "next", "not"):
        assert word not in typed.split() or word in near.split()
    for sign in "上本昨今下":
        assert typed.count(sign) == 0 or near.count(sign) == typed.count(sign)
    assert all(word in near for word in PERIOD_WORDS if word in typed.split())
    assert what_is_wrong(near) != NOT_UNDERSTOOD


@given(st.lists(PIECES, min_size=1, max_size=5).map(" ".join))
def test_what_is_mended_is_what_was_typed_but_for_the_unknown(typed):
    near = mending.mended(typed, VALUES)
    assert near is None or len(near.split()) <= len(typed.split()) + 1


def test_nothing_is_suggested_where_all_is_understood():
    for text in ("last month email", "上周 gold", "today by channel night"):
        assert is_sure(parse(text, "UME"), VALUES)
        assert mending.mended(text, VALUES) is None
    assert all(
        word == word.casefold() for groups in SAME.values() for one in groups for word in one
    )
