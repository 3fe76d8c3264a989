"""A screen reader can tell buttons of the same text apart."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ids import Value
from bot.views.blocks.inputs import form
from bot.views.blocks.outside import literal, markup
from bot.views.blocks.parts import (
    actions,
    button,
    context,
    header,
    home,
    item,
    message,
    modal,
    section,
)
from bot.workspace.limits import ACCESSIBILITY_LABEL
from tests.golden import LANGUAGES
from tests.views.everything import ALL
from tests.views.test_outside import OUTSIDE

Json = dict[str, Any]


def buttons(node: Any) -> Iterator[Json]:
    if isinstance(node, dict):
        if node.get("type") == "button":
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from buttons(one)


def said(one: Json) -> str:
    return one.get("accessibility_label") or one["text"]["text"]


def alike(view: Json) -> dict[str, int]:
    """Return what a reader hears of more than one button of a view, and how often."""
    return {words: n for words, n in Counter(map(said, buttons(view))).items() if n > 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_buttons_of_any_view_sound_alike(language: str) -> None:
    for name, case in ALL.items():
        view = case(language)
        assert alike(view) == {}, name
        for one in buttons(view):
            assert len(said(one)) <= ACCESSIBILITY_LABEL, name
            assert said(one).startswith(one["text"]["text"]), name


def done(text: str = "Done", of: str | None = None) -> Any:
    return button(text, "x", Value(), of=of)


def labels(*blocks: Any) -> list[str | None]:
    return [one.get("accessibility_label") for one in buttons(message("x", blocks))]


def test_a_row_is_named_by_the_text_above_or_beside() -> None:
    assert labels(
        header("Tasks", "h"),
        actions([done("All")], "all"),
        section("*1* · Answer &lt;the&gt; queue &amp; <https://a.b|more> first\nby <@U1>", "1"),
        context("small print", "c"),
        actions([done(), done("Drop")], "a1"),
        item("2 · Call *back*", "late", "2"),
        actions([done()], "a2"),
        section("<@U1> · *3*", "3", done()),
    ) == [
        None,
        "Done: 1 · Answer <the> queue & more first",
        None,
        "Done: 2 · Call *back*",
        "Done: 3",
    ]


def test_a_label_is_in_the_language_of_the_button_and_not_longer_than_slack_takes() -> None:
    long = "先回复排队的客户" * 20
    one, two = labels(section(long, "1", done("完成")), section(long, "2", done("完成")))
    assert one == f"完成：{long[:71]}…"
    assert two == f"完成：{long[:67]}… (2)"


def test_modals_forms_and_home_tabs_are_labelled_too() -> None:
    blocks = [section("One", "1", done()), section("Two", "2", done())]
    expected = ["Done: One", "Done: Two"]
    for view in (
        modal("x", blocks, close="x", callback_id="x", metadata=Value()),
        form("x", blocks, "en", "x", Value()),
        home(blocks),
    ):
        assert [said(one) for one in buttons(view)] == expected


def test_a_name_that_is_given_is_said_also_of_one_button() -> None:
    assert labels(section("x", "1", done(of="Emma"))) == ["Done: Emma"]
    assert labels(section("x", "1", done(of="Emma")), section("y", "2", done(of="Emma"))) == [
        "Done: Emma",
        "Done: Emma (2)",
    ]


@given(st.lists(OUTSIDE.filter(bool), min_size=2, max_size=6))
def test_hostile_rows_are_told_apart(rows: list[str]) -> None:
    blocks = [section(markup(row), f"r{at}", done()) for at, row in enumerate(rows)]
    for at, row in enumerate(rows):
        blocks += [item(literal(row), "x", f"i{at}"), actions([done()], f"a{at}")]
    view = message("x", blocks)
    assert alike(view) == {}
    assert all(len(said(one)) <= ACCESSIBILITY_LABEL for one in buttons(view))
