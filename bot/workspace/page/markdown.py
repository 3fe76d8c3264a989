"""The ``markdown`` block: everyday Markdown drawn as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from bot.workspace.page.emoji import drawn as with_images
from bot.workspace.page.emoji import with_emoji
from bot.workspace.page.html import join, link, tag

FENCE = re.compile(r"^```")
HEADING = re.compile(r"^(#{1,6}) +(.*)$")
BULLET = re.compile(r"^ *[-*+] +(.*)$")
NUMBER = re.compile(r"^ *\d+[.)] +(.*)$")
QUOTE = re.compile(r"^> ?(.*)$")
RULE = re.compile(r"^ *([-*_])( *\1){2,} *$")
ROW = re.compile(r"^ *\|(.*)\| *$")
DASHES = re.compile(r"^[ :|-]+$")
INLINE = [
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"<strong>\2</strong>"),
    (re.compile(r"(?<![\w*])\*(?=\S)(.+?)(?<=\S)\*(?!\w)"), r"<em>\1</em>"),
    (re.compile(r"(?<![\w_])_(?=\S)(.+?)(?<=\S)_(?!\w)"), r"<em>\1</em>"),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"), r"<s>\1</s>"),
]
LINK = re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")


def markdown(text: str) -> Markup:
    """Return Markdown as safe HTML: headings, lists, quotes, code, tables, links, emphasis."""
    lines = text.replace("\x00", "").split("\n")
    made: list[Markup] = []
    while lines:
        made.append(_block(lines))
    return tag("div", *made, class_="markdown")


def _block(lines: list[str]) -> Markup:
    first = lines[0]
    if not first.strip():
        lines.pop(0)
        return Markup("")
    if FENCE.match(first):
        return _fenced(lines)
    heading = HEADING.match(first)
    if heading:
        lines.pop(0)
        return tag(f"h{min(6, len(heading[1]) + 2)}", inline(heading[2]))
    if RULE.match(first):
        lines.pop(0)
        return tag("hr")
    for pattern, make in GROUPS:
        if pattern.match(first):
            return make(_taken(lines, pattern))
    return _paragraph(lines)


def _fenced(lines: list[str]) -> Markup:
    lines.pop(0)
    inside = []
    while lines and not FENCE.match(lines[0]):
        inside.append(lines.pop(0))
    if lines:
        lines.pop(0)
    return tag("pre", "\n".join(inside))


def _paragraph(lines: list[str]) -> Markup:
    taken = [lines.pop(0)]
    starts = [FENCE, HEADING, RULE, *(pattern for pattern, _ in GROUPS)]
    while lines and lines[0].strip() and not any(one.match(lines[0]) for one in starts):
        taken.append(lines.pop(0))
    return tag("p", Markup("<br>").join(inline(line) for line in taken))


def _taken(lines: list[str], pattern: re.Pattern[str]) -> list[str]:
    taken = []
    while lines:
        found = pattern.match(lines[0])
        if found is None:
            break
        taken.append(found[1])
        lines.pop(0)
    return taken


def _list(name: str) -> Callable[[list[str]], Markup]:
    return lambda entries: tag(name, *(tag("li", inline(entry)) for entry in entries))


def _quoted(entries: list[str]) -> Markup:
    return tag("blockquote", Markup("<br>").join(inline(entry) for entry in entries))


def _table(rows: list[str]) -> Markup:
    cells = [[cell.strip() for cell in row.split("|")] for row in rows if not DASHES.match(row)]
    if not cells:
        return Markup("")
    head = tag("tr", *(tag("th", inline(cell), scope="col") for cell in cells[0]))
    body = (tag("tr", *(tag("td", inline(cell)) for cell in row)) for row in cells[1:])
    table = tag("table", tag("thead", head), tag("tbody", *body))
    return tag("div", table, class_="table-scroll", tabindex="0")


GROUPS: list[tuple[re.Pattern[str], Callable[[list[str]], Markup]]] = [
    (ROW, _table),
    (BULLET, _list("ul")),
    (NUMBER, _list("ol")),
    (QUOTE, _quoted),
]


def inline(text: str) -> Markup:
    """Return one line of Markdown as safe HTML."""
    kept: list[Markup] = []

    def keep(made: Markup) -> str:
        kept.append(made)
        return f"\x00{len(kept) - 1}\x00"

    text = CODE.sub(lambda found: keep(tag("code", found[1])), text)
    text = LINK.sub(lambda found: keep(link(found[2], with_emoji(found[1]))), text)
    drawn = with_images(str(escape(with_emoji(text))))
    for pattern, replacement in INLINE:
        drawn = pattern.sub(replacement, drawn)
    pieces = re.split(r"\x00(\d+)\x00", drawn)
    return join(
        kept[int(piece)] if place % 2 else Markup(piece)  # noqa: S704
        for place, piece in enumerate(pieces)
    )
