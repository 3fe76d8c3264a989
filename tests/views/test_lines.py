"""Golden files show everything: no two payloads have the same lines."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.daily.drawn import CASES as DAILY
from tests.golden import LANGUAGES
from tests.history.cases import CASES as HISTORY
from tests.home.cases import CASES as HOME
from tests.lines import lines
from tests.plans.cases import CASES as PLANS
from tests.views.cases import CASES as VIEWS

ALL = [*VIEWS.values(), *HOME.values(), *DAILY.values(), *PLANS.values(), *HISTORY.values()]
Json = dict[str, Any]


@pytest.fixture(scope="module")
def drawn() -> list[Json]:
    return [case(language) for case in ALL for language in LANGUAGES]


def test_no_two_payloads_have_the_same_lines(drawn: list[Json]) -> None:
    assert_told_apart(drawn)
    assert_told_apart(message(block) for view in drawn for block in view["blocks"])


def test_every_change_of_a_block_is_seen(drawn: list[Json]) -> None:
    blocks = one_of_each_shape([block for view in drawn for block in view["blocks"]])
    assert {block["type"] for block in blocks} >= {"data_table", "data_visualization", "rich_text"}
    for block in blocks:
        assert_told_apart([message(block), *(message(other) for other in changes(block))])


def test_every_change_around_the_blocks_is_seen(drawn: list[Json]) -> None:
    for view in one_of_each_shape([{**view, "blocks": view["blocks"][:2]} for view in drawn]):
        around = changes({**view, "blocks": []})
        assert_told_apart([view, *(other for other in around if isinstance(other, dict))])
        assert_told_apart({**view, "blocks": blocks} for blocks in reordered(view["blocks"]))


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": said(text), **more}


def said(text: str) -> Json:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def texts(*each: str) -> Json:
    return {"type": "context", "elements": [said(one) for one in each]}


def buttons(*each: Json) -> Json:
    return {"type": "actions", "elements": list(each)}


def button(label: str, action_id: str = "do", value: str = "1", **more: Any) -> Json:
    text = {"type": "plain_text", "text": label}
    return {"type": "button", "text": text, "action_id": action_id, "value": value, **more}


def rich(*runs: Json | str) -> Json:
    each = [{"type": "text", "text": run} if isinstance(run, str) else run for run in runs]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": each}]}


def table(*rows: list[Json | str]) -> Json:
    return {"type": "data_table", "rows": [[cell(one) for one in row] for row in rows]}


def cell(value: Json | str) -> Json:
    return {"type": "raw_text", "text": value} if isinstance(value, str) else value


BOLD = {"type": "text", "text": "a", "style": {"bold": True}}
NUMBER = {"type": "raw_number", "text": "a", "value": 1}
PICKER = {"type": "datepicker", "action_id": "b"}
LINK = {"type": "link", "url": "x"}
LOOK_ALIKES = {
    "a new line": (section("a\nb"), section("a⏎b")),
    "a space at the end": (section("a "), section("a␣")),
    "a space": (buttons(button("a", "b c")), buttons(button("a", "b␣c"))),
    "what nobody sees": (section("a\u200b"), section("a\\u{200b}"), section("a")),
    "texts": (texts("a", "b"), texts("a ¦ b")),
    "fields": (section("a", fields=[said("b")]), section("a ¦ b")),
    "accessory": (section("a", accessory=PICKER), section("a ▸ datepicker(b)")),
    "labels": (buttons(button("a"), button("b")), buttons(button("a](do 1) [b"))),
    "options": (
        buttons(button("a", options=[{"text": button("b")["text"], "value": "c"}])),
        buttons(button("a", value="1 [b](c)")),
    ),
    "style": (buttons(button("a", style="danger")), buttons(button("a", value='1 style="danger"'))),
    "a key": ({"type": "divider", "a": 1}, {"type": "divider", "block_id": "a=1"}),
    "bold": (rich(BOLD), rich("*a*")),
    "somebody": (rich({"type": "user", "user_id": "U1"}), rich("<@U1>")),
    "runs": (rich("a", "b"), rich("ab"), rich("a¦b")),
    "another run": (rich(LINK), rich('[{"type":"link","url":"x"}]')),
    "a number": (table([NUMBER]), table(["a [1]"])),
    "cells": (table(["a", "b"]), table(["a ¦ b"])),
    "rows": (table(["a"], ["b"]), table(["a\n    | b"])),
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_look_alikes_are_told_apart(name: str) -> None:
    assert len({lines(message(block)) for block in LOOK_ALIKES[name]}) == len(LOOK_ALIKES[name])


def assert_told_apart(payloads: Iterator[Json] | list[Json]) -> None:
    seen: dict[str, str] = {}
    for payload in payloads:
        exact = json.dumps(payload, sort_keys=True)
        assert seen.setdefault(lines(payload), exact) == exact


def message(*blocks: Any) -> Json:
    return {"text": "x", "blocks": list(blocks)}


def one_of_each_shape(values: list[Json]) -> list[Json]:
    """Return the shortest value of each shape; the others differ from it in words only."""
    by_length = sorted(values, key=lambda one: -len(json.dumps(one)))
    return list({shape(one): one for one in by_length}.values())


def shape(value: Any) -> str:
    if isinstance(value, dict):
        has = {key: one if key == "type" else shape(one) for key, one in value.items()}
        return json.dumps(has, sort_keys=True)
    if isinstance(value, list):
        return json.dumps(sorted({shape(one) for one in value}))
    return type(value).__name__


def changes(value: Any) -> Iterator[Any]:
    """Yield the value with every single change, at any depth."""
    yield from (None, [value], {"type": value})
    if isinstance(value, dict):
        yield {**value, "new": None}
        for key, inner in value.items():
            others = {name: one for name, one in value.items() if name != key}
            yield from (others, others | {f"{key}_": inner})
            yield from (value | {key: other} for other in changes(inner))
    elif isinstance(value, list):
        yield from reordered(value)
        for at, inner in enumerate(value):
            yield from ([*value[:at], other, *value[at + 1 :]] for other in changes(inner))
    elif isinstance(value, str):
        yield from ("", value[:-1], f"{value}\n", f"{value}⏎", f"{value} ", f"{value}␣")
    elif isinstance(value, bool):
        yield from (not value, int(value), str(value))
    elif value is not None:
        yield from (value + 1, -value, str(value), bool(value), value + 0.25)


def reordered(values: list[Any]) -> Iterator[list[Any]]:
    """Yield the list without each one, with it twice, and after the next."""
    for at, one in enumerate(values):
        before, after = values[:at], values[at + 1 :]
        yield from ([*before, *after], [*before, one, one, *after])
        if after:
            yield [*before, after[0], one, *after[1:]]
