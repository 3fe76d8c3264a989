"""What is understood after `/frt`, and that settings read back as they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BotError
from bot.services.asking import topic
from bot.services.managed import Words, read
from bot.services.team_fields import read_fields, read_limits
from bot.services.typed_values import read_duration, write_duration


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("setup", Words("setup")),
        ("  Set Up ", Words("setup")),
        ("设置", Words("setup")),
        ("团队设置", Words("setup")),
        ("setup new", Words("setup", is_new=True)),
        ("设置 新建", Words("setup", is_new=True)),
        ("新建团队", Words("setup", is_new=True)),
        ("setup team Global support", Words("setup", "Global support")),
        ("设置 团队 客服一组", Words("setup", "客服一组")),
        ("设置 “客服一组”", Words("setup", "客服一组")),
        ("members", Words("members")),
        ("MEMBERS Global", Words("members", "Global")),
        ("成员", Words("members")),
        ("成员 客服一组", Words("members", "客服一组")),
        ("membership", None),
        ("today", None),
        ("", None),
    ],
)
def test_words(typed: str, meant: Words | None):
    assert read(typed) == meant


@pytest.mark.parametrize("typed", ["setup", "设置", "members", "成员", "新建团队"])
def test_no_other_answer_takes_these_words(typed: str):
    assert topic(typed) == "unknown"


@given(st.integers(1, 30 * 86_400))
def test_a_duration_reads_back(seconds: int):
    assert read_duration(write_duration(seconds)) == seconds


VALUE = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["tier", "channel", "category", "priority"]), VALUE),
        st.integers(1, 86_400),
        max_size=5,
    )
)
def test_limits_read_back(limits: dict[tuple[str, str], int]):
    text = "\n".join(
        f"{dimension}={value}:{write_duration(seconds)}"
        for (dimension, value), seconds in limits.items()
    )
    try:
        first, _ = read_fields({"limits": text})
    except BotError:
        return
    if "limits" in first:
        again, problems = read_fields({"limits": first["limits"]})
        assert "limits" not in problems
        assert again["limits"] == first["limits"]
        assert set(read_limits(again["limits"])) == set(read_limits(text))
