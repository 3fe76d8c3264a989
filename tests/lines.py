"""What the bot sends to Slack as lines for people: one for each block, and nothing left out.

    section facts | *Owner*⏎<@U0EMMA> ▸ [Change](action.change {"v":1,"id":3} style="primary")

A block is its type, its id and, after `|`, what it says. `[…]` is seen and `(…)` carried: an
action's id, its value, options. `¦` stands between texts and `▸` before a control; `⏎` is a new
line, `␣` a space that could be overlooked, and a backslash tells a text's own marks from these.
`<address|text>` is a link.
Where Slack takes two kinds of text it is mrkdwn, verbatim. Whatever has another shape than those
known here is written `key=json`, so that no two payloads look the same.
"""

import json
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

Json = dict[str, Any]
Short = Callable[[Any], str]
"""Writes a value in short; raises one of `OTHER_SHAPE` for a value of another shape."""
OTHER_SHAPE = (AttributeError, KeyError, TypeError, ValueError)


class _Marks(dict[int, str]):
    """How characters are written: one that nobody would see as its number."""

    def __missing__(self, code: int) -> str:
        self[code] = chr(code) if chr(code).isprintable() else f"\\u{{{code:x}}}"
        return self[code]


def _escaped(chars: str) -> dict[int, str]:
    return {ord(char): f"\\{char}" for char in chars}


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
JSON = _Marks()
TEXT = _Marks(_escaped("\\⏎␣¦▸[]") | {ord("\n"): "⏎"})
RUN = _Marks(TEXT | _escaped("*<"))
WORD = _Marks(TEXT | _escaped("=") | {ord(" "): "␣"})
ROW, ITEM = "\n    | ", "\n        | "


class _Left(Json):
    """What of an object is still to be written, so that nothing can be forgotten."""

    def take(self, key: str, short: Short, before: str = " ", after: str = "") -> str:
        """Return the value in short; nothing, and it is left, if it has another shape."""
        try:
            written = f"{before}{short(self[key])}{after}"
        except OTHER_SHAPE:
            return ""
        del self[key]
        return written

    def named(self, name: str, carried: str) -> str:
        """Return a name and the value that it carries."""
        written = self.take(name, _word)
        return written and written + self.take(carried, _word)

    def rest(self) -> str:
        """Return everything left."""
        return "".join(f" {key.translate(WORD)}={_json(self[key])}" for key in sorted(self))


def lines(payload: Json) -> str:
    """Return a view or a message as lines."""
    left = _Left(**payload)
    blocks = left.take("blocks", _each(_block, "\n"), "\n")
    if left.get("type") in ("modal", "home"):
        head, body = left.pop("type"), left.take("title", _plain)
    else:
        head, body = "message", left.take("text", _text)
    head += left.named("callback_id", "private_metadata")
    for button in ("submit", "close"):
        head += left.take(button, _plain, f" {button}[", "]")
    return re.sub(r" $", "␣", _line(head + left.rest(), body) + blocks, flags=re.MULTILINE)


def _block(value: Any) -> str:
    left = _Left(**value)
    head = left.take("type", _word, "")
    body = "".join(left.take(*part) for part in BODIES.get(head, ()))
    return _line(head + left.take("block_id", _word) + left.rest(), body)


def _line(head: str, body: str) -> str:
    return f"{head} |{body}" if body else head


def _json(value: Any) -> str:
    return _ENCODER.encode(value).translate(JSON)


def _parts(value: Any, *names: str, **fixed: Any) -> list[Any]:
    """Return the parts of an object that has no others than these and those fixed."""
    if {*value} != {*names, *fixed} or _json({key: value[key] for key in fixed}) != _json(fixed):
        raise ValueError("another shape")
    return [value[name] for name in names]


def _text(value: Any, marks: _Marks = TEXT) -> str:
    if not value:
        raise ValueError("empty")
    written: str = value.translate(marks)
    return written


def _word(value: Any) -> str:
    return _text(value, WORD)


def _plain(value: Any) -> str:
    return _text(*_parts(value, "text", type="plain_text"))


def _mrkdwn(value: Any) -> str:
    return _text(*_parts(value, "text", type="mrkdwn", verbatim=True))


def _each(short: Short, between: str) -> Short:
    def written(values: Any) -> str:
        if not values or not isinstance(values, list):
            raise ValueError("no list")
        return between.join(map(short, values))

    return written


def _element(value: Any) -> str:
    left = _Left(**value)
    kind = _word(left.pop("type"))
    is_button = kind == "button"
    seen = left.take("text" if is_button else "placeholder", _plain, "[", "]")
    carried = left.named("action_id", "value")
    carried += left.take("options", _each(_option, " "))
    carried += left.take("initial_option", _option, " initial_option")
    carried += left.take("initial_options", _each(_option, " "), " initial_options")
    carried += left.take("confirm", _confirm, " confirm") + left.rest()
    return f"{'' if is_button and seen else kind}{seen}({carried[1:]})"


def _option(value: Any) -> str:
    text, carried = _parts(value, "text", "value")
    return f"[{_plain(text)}]({_word(carried)})"


def _confirm(value: Any) -> str:
    texts = _parts(value, "title", "text", "confirm", "deny")
    return "".join(f"[{_plain(text)}]" for text in texts)


def _rich(values: Any) -> str:
    written = _each(_rich_part, "\n    ")(values)
    is_one_section = len(values) == 1 and written.startswith("|")
    return written[1:] if is_one_section else f"\n    {written}"


def _rich_part(value: Any) -> str:
    """Return a section as a line, a list as a line for itself and one for each item."""
    if value["type"] == "rich_text_section":
        return f"| {_section(value)}"
    left = _Left(**value)
    if left.pop("type") != "rich_text_list":
        raise ValueError("another shape")
    items = left.take("elements", _each(_section, ITEM), ITEM)
    return f"list{left.rest()}{items}"


def _section(value: Any) -> str:
    (runs,) = _parts(value, "elements", type="rich_text_section")
    made = ""
    for before, one in pairwise(["*", *_each(_run, "\n")(runs).split("\n")]):
        both_plain = {before[0], one[0]}.isdisjoint("*<[")
        made += f"¦{one}" if both_plain else one
    return made


def _run(value: Any) -> str:
    try:
        if value["type"] == "user":
            return f"<@{_word(*_parts(value, 'user_id', type='user'))}>"
        if value["type"] == "link":
            return _link(value)
        if "style" in value:
            return f"*{_text(*_parts(value, 'text', type='text', style={'bold': True}), RUN)}*"
        return _text(*_parts(value, "text", type="text"), RUN)
    except OTHER_SHAPE:
        return f"[{_json(value)}]"


def _link(value: Any) -> str:
    style = {"style": {"bold": True}} if "style" in value else {}
    url, text = _parts(value, "url", "text", type="link", **style)
    return f"{'*' if style else ''}<{_word(url)}|{_text(text, RUN)}>{'*' if style else ''}"


def _cell(value: Any) -> str:
    if value["type"] == "raw_text":
        return _text(*_parts(value, "text", type="raw_text"))
    if value["type"] == "rich_text":
        (sections,) = _parts(value, "elements", type="rich_text")
        (section,) = sections
        (link,) = _parts(section, "elements", type="rich_text_section")
        return _link(*link)
    text, number = _parts(value, "text", "value", type="raw_number")
    return f"{_text(text)} [{_json(number)}]"


def _chart(value: Any) -> str:
    """Return a table: the categories above, a row for each series."""
    kind, axis, series = _parts(value, "type", "axis_config", "series")
    names, unit = _parts(axis, "categories", "y_label")
    above = f"{_word(kind)} | {_text(unit)} ¦ {_each(_text, ' ¦ ')(names)}"
    return f"{above}{ROW}{_each(_row(names), ROW)(series)}"


def _row(names: list[str]) -> Short:
    def written(value: Any) -> str:
        name, points = _parts(value, "name", "data")
        pairs = zip(names, points, strict=True)
        numbers = [_json(*_parts(point, "value", label=label)) for label, point in pairs]
        return " ¦ ".join([_text(name), *numbers])

    return written


FIELDS = _each(_mrkdwn, " ¦ ")
TABLE = _each(_each(_cell, " ¦ "), ROW)
BODIES: dict[str, tuple[Any, ...]] = {
    "section": (("text", _mrkdwn), ("fields", FIELDS, " ¦ "), ("accessory", _element, " ▸ ")),
    "context": (("elements", FIELDS),),
    "header": (("text", _plain),),
    "actions": (("elements", _each(_element, " ")),),
    "input": (("label", _plain), ("hint", _plain, " ¦ "), ("element", _element, " ▸ ")),
    "rich_text": (("elements", _rich, ""),),
    "data_table": (("caption", _text), ("rows", TABLE, ROW)),
    "data_visualization": (("title", _text), ("chart", _chart, "\n    ")),
}
"""What of a block is written in short, in this order, with what stands before it."""
