"""What is understood after `/frt`, and that settings read back as they were written."""

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import members, setup
from bot.commands.words import VOCABULARY
from bot.errors import BotError
from bot.metrics.figures.report import Ask
from bot.metrics.figures.selection import Filter
from bot.metrics.typed import read_duration, write_duration
from bot.services.figures.asking import parse
from bot.services.team.fields import read_fields, read_limits
from bot.services.team.managing import Words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("setup", (setup, Words())),
        ("  Set Up ", (setup, Words())),
        ("设置", (setup, Words())),
        ("团队设置", (setup, Words())),
        ("setup new", (setup, Words(is_new=True))),
        ("设置 新建", (setup, Words(is_new=True))),
        ("新建团队", (setup, Words(is_new=True))),
        ("setup team Global support", (setup, Words("Global support"))),
        ("设置 团队 客服一组", (setup, Words("客服一组"))),
        ("设置 “客服一组”", (setup, Words("客服一组"))),
        ("members", (members, Words())),
        ("MEMBERS Global", (members, Words("Global"))),
        ("成员", (members, Words())),
        ("成员 客服一组", (members, Words("客服一组"))),
        ("membership", None),
        ("today", None),
        ("", None),
    ],
)
def test_words(typed: str, meant: tuple[ModuleType, Words] | None):
    found, rest = VOCABULARY.find(typed)
    if meant is None:
        assert found.answer not in {setup.answer, members.answer}
    else:
        assert (found.answer, found.read(rest)) == (meant[0].answer, meant[1])


@pytest.mark.parametrize("typed", ["setup", "设置", "members", "成员", "新建团队"])
def test_no_figures_are_asked_for_by_these_words(typed: str):
    assert parse(typed, "U01EMMA") == Ask(where=(Filter("", typed),)), "a word nothing is known of"


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
