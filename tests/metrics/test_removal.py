"""A name is taken out where it stands as a whole, and nothing else changes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.removal import Removal

_GONE = "[removed]"
LEFT = {
    "C-10": [
        ("C-10", "[removed]"),
        ("c-10 waited, C-10.", "[removed] waited, [removed]."),
        ("客户C-10投诉：C-10。", "客户[removed]投诉：[removed]。"),
        ("（C-10）、C-10/C-11", "（[removed]）、[removed]/C-11"),
        ("_C-10_ *C-10* `C-10`", "_[removed]_ *[removed]* `[removed]`"),
        ("C-10's order, #C-10:", "[removed]'s order, #[removed]:"),
        ("https://crm.example/c/C-10?x=1", "https://crm.example/c/[removed]?x=1"),
        ("C-100 XC-10 C-10-2 C-10.5 A-C-10 C-10_b", None),
        ("C-10@example.com éC-10 C-10é C-1 0", None),
    ],
    "ada@example.com": [
        ("Ada@Example.com.", "[removed]."),
        ("<mailto:ada@example.com|ada@example.com>", "<mailto:[removed]|[removed]>"),
        ("ada@example.com.au x.ada@example.com ada@example.comx", None),
    ],
    "王小明": [("王小明说王小明", "[removed]说[removed]"), ("王小 明", None)],
    "100%_A": [("100%_A 100%_a", "[removed] [removed]"), ("100%_AB 1100%_A 100xxA 100%%A", None)],
    "Ada Lovelace": [
        ("ADA  Lovelace,\nAda\nLovelace", "[removed],\n[removed]"),
        ("Ada Lovelaces AdaLovelace", None),
    ],
    "Smith & Sons": [("Smith &amp; Sons, SMITH & SONS", "[removed], [removed]")],
    "Ёлкина": [("звонила ЁЛКИНА, ёлкина", "звонила [removed], [removed]"), ("Ёлкинами", None)],
    'O"Hara\\': [('O"Hara\\ rang', "[removed] rang")],
    "removed": [("removed [removed] removed", "[removed] [removed] [removed]")],
    "+44 20": [("call +44 20 now", "call [removed] now"), ("+44 200", None)],
}


@pytest.mark.parametrize("name", LEFT)
def test_whole_names_and_nothing_else(name: str) -> None:
    removal = Removal(name, _GONE)
    for text, left in LEFT[name]:
        assert removal.of(text) == (text if left is None else left), text


def test_json_only_in_fields_that_hold_texts() -> None:
    held = {
        "seen": 'C-10 "waits"',
        "status": "C-10",
        "tickets": [{"external_id": "C-10"}],
        "whys": ["C-10", "因为C-10"],
        "U01NOAH": "looks after C-10",
        "value": 1.5,
        "none": None,
    }
    left = Removal("C-10", _GONE).of_json(json.dumps(held), {"seen", "whys"})
    gone = {
        "seen": '[removed] "waits"',
        "whys": ["[removed]", "因为[removed]"],
        "U01NOAH": "looks after [removed]",
    }
    assert json.loads(left) == {**held, **gone}
    assert "因为" in left


def test_json_without_the_name_stays_as_it_was_written() -> None:
    text = '{"seen":"C-100","n":1e3}'
    assert Removal("C-10", _GONE).of_json(text, {"seen"}) == text


@given(st.text(min_size=1).filter(str.strip), st.text(), st.text())
def test_once_is_enough_and_the_rest_stays(name: str, before: str, after: str) -> None:
    removal = Removal(name.strip(), _GONE)
    left = removal.of(f"{before} {name} {after}")
    assert removal.of(left) == left
    assert _GONE in left
