"""What a screen reader says of buttons that have the same text: which row each belongs to."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bot.views.blocks.outside import literal

Payload = dict[str, Any]

MOST = 75
_MENTION = re.compile(r"<[^>|]*(?:\|([^>]*))?>")
_STYLE = str.maketrans("", "", "*`")
_CJK = re.compile("[\u3400-\u9fff]")


def label(text: str, row: str) -> str:
    """Return what is said of a button: its text and the name of its row, plain, in 75 characters.

    Without a name it is the text.
    """
    if not row:
        return literal(text, MOST)
    return literal(f"{text}{'：' if _CJK.search(text) else ': '}{row}", MOST)


def labelled(blocks: list[Payload]) -> list[Payload]:
    """Give buttons of the same text a label each, none like another; return the blocks.

    A row is named by the first line beside the button or, for one in a row of its own, above it;
    what has a label already keeps it as long as it is the only one.
    """
    found = [(one, at) for at, block in enumerate(blocks) for one in _buttons(block)]
    often = Counter(one["text"]["text"] for one, _ in found)
    taken: set[str] = set()
    for one, at in found:
        text = one["text"]["text"]
        if often[text] > 1:
            said = one.get("accessibility_label") or label(text, _row(blocks, at))
            one["accessibility_label"] = _unlike(said, taken)
            taken.add(one["accessibility_label"])
    return blocks


def _unlike(said: str, taken: set[str]) -> str:
    made, number = said, 1
    while made in taken:
        number += 1
        end = f" ({number})"
        made = literal(said, MOST - len(end)) + end
    return made


def _buttons(block: Payload) -> Iterator[Payload]:
    for one in (*block.get("elements", ()), block.get("accessory")):
        if one and one.get("type") == "button":
            yield one


def _row(blocks: Sequence[Payload], at: int) -> str:
    """Return the nearest first line in a block or above it; nothing where there is none."""
    return next(filter(None, map(_first_line, reversed(blocks[: at + 1]))), "")


def _first_line(block: Payload) -> str:
    """Return the first line of a header, a section or a rich text, as plain text."""
    if block["type"] == "rich_text":
        runs = (run for part in block["elements"] for run in part["elements"])
        return "".join(run.get("text", "") for run in runs).partition("\n")[0].strip()
    if block["type"] not in {"header", "section"} or "text" not in block:
        return ""
    line = block["text"]["text"].partition("\n")[0]
    if block["text"]["type"] == "plain_text":
        return str(line)
    line = _MENTION.sub(r"\1", line).translate(_STYLE)
    return line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip(" ·")
