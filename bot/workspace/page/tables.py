"""Tables drawn as HTML."""

from __future__ import annotations

from markupsafe import Markup

from bot.workspace.entities import Json
from bot.workspace.page.html import tag
from bot.workspace.page.look import Look
from bot.workspace.page.mrkdwn import plain
from bot.workspace.page.rich_text import rich_text


def table(look: Look, block: Json) -> Markup:
    """Return a ``table`` block; its first row is the header."""
    settings = block.get("column_settings") or []
    return _drawn(look, block.get("rows") or [], [_alignment(one) for one in settings])


def data_table(look: Look, block: Json) -> Markup:
    """Return a ``data_table`` block with its caption; numbers stand right."""
    rows = block.get("rows") or []
    first = rows[1] if len(rows) > 1 else []
    alignment = ["right" if cell.get("type") == "raw_number" else "" for cell in first]
    header = block.get("row_header_column_index")
    return _drawn(look, rows, alignment, str(block.get("caption") or ""), header)


def _alignment(setting: object) -> str:
    return str(setting.get("align") or "") if isinstance(setting, dict) else ""


def _drawn(
    look: Look,
    rows: list[list[Json]],
    alignment: list[str],
    caption: str = "",
    header: object = None,
) -> Markup:
    def cell(name: str, place: int, given: Json) -> Markup:
        align = alignment[place] if place < len(alignment) else ""
        scope = {"th": "col"}.get(name)
        if name == "td" and place == header:
            name, scope = "th", "row"
        return tag(name, _cell(look, given), class_=align or None, scope=scope)

    lines = [
        tag("tr", *(cell("td" if number else "th", place, one) for place, one in enumerate(row)))
        for number, row in enumerate(rows)
    ]
    parts = [
        tag("caption", tag("span", plain(caption))) if caption else None,
        tag("thead", *lines[:1]),
        tag("tbody", *lines[1:]),
    ]
    label = caption or look.words["table"]
    return tag(
        "div",
        tag("table", *parts),
        class_="table-scroll",
        tabindex="0",
        role="region",
        aria_label=label,
    )


def _cell(look: Look, given: Json) -> Markup:
    if given.get("type") == "rich_text":
        return rich_text(look, given)
    return plain(
        str(given.get("text") if given.get("text") is not None else given.get("value", ""))
    )
