"""Rich text drawn as HTML."""

from __future__ import annotations

import re

from markupsafe import Markup

from bot.workspace.entities import Json
from bot.workspace.page.emoji import NAMES, image
from bot.workspace.page.html import join, link, tag
from bot.workspace.page.look import Look
from bot.workspace.page.mrkdwn import date_words, mention, plain

STYLES = {"bold": "strong", "italic": "em", "strike": "s", "code": "code", "underline": "u"}


def rich_text(look: Look, block: Json) -> Markup:
    """Return a ``rich_text`` block as safe HTML."""
    return tag("div", *(_part(look, one) for one in block.get("elements") or []), class_="rich")


def _part(look: Look, part: Json) -> Markup:
    kind = part.get("type")
    inner = part.get("elements") or []
    if kind == "rich_text_list":
        items = (tag("li", _item(look, one)) for one in inner)
        indent = min(8, int(part.get("indent") or 0))
        ordered = part.get("style") == "ordered"
        start = int(part.get("offset") or 0) + 1 if ordered else None
        return tag("ol" if ordered else "ul", *items, class_=f"indent{indent}", start=start)
    if kind == "rich_text_quote":
        return tag("blockquote", _inline(look, inner))
    if kind == "rich_text_preformatted":
        return tag("pre", *(str(one.get("text") or one.get("url") or "") for one in inner))
    return tag("div", _inline(look, inner))


def _item(look: Look, one: Json) -> Markup:
    if str(one.get("type")).startswith("rich_text_") and one.get("type") != "rich_text_section":
        return _part(look, one)
    return _inline(look, one.get("elements") or [])


def _inline(look: Look, elements: list[Json]) -> Markup:
    return join(_styled(one, _element(look, one)) for one in elements)


def _styled(element: Json, made: Markup) -> Markup:
    for style, name in STYLES.items():
        if (element.get("style") or {}).get(style):
            made = tag(name, made)
    return made


def _element(look: Look, one: Json) -> Markup:
    kind = one.get("type")
    if kind == "link":
        address = str(one.get("url") or "")
        return link(address, one.get("text") or address)
    if kind == "user":
        return mention(look, str(one.get("user_id")))
    if kind == "date":
        shown = date_words(look, float(one.get("timestamp") or 0), str(one.get("format") or ""))
        return tag("time", shown)
    return _small(look, one)


def _small(look: Look, one: Json) -> Markup:
    kind = one.get("type")
    if kind == "channel":
        name = look.channel_name(str(one.get("channel_id")))
        return tag("span", "#", name, class_="mention")
    if kind == "broadcast":
        return tag("span", f"@{one.get('range')}", class_="mention own")
    if kind == "usergroup":
        return tag("span", f"@{one.get('usergroup_id')}", class_="mention")
    if kind == "color":
        return _colour(str(one.get("value")))
    if kind == "emoji":
        return _emoji(one)
    return plain(str(one.get("text") or one.get("value") or ""))


def _emoji(one: Json) -> Markup:
    name = str(one.get("name"))
    if name in NAMES:
        return image(NAMES[name])
    points = str(one.get("unicode") or "")
    if re.fullmatch(r"[0-9a-f]{2,6}(-[0-9a-f]{2,6})*", points):
        return plain("".join(chr(int(point, 16)) for point in points.split("-")))
    return tag("span", f":{name}:")


def _colour(value: str) -> Markup:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        return plain(value)
    square = tag("rect", width=12, height=12, rx=2, fill=value)
    return tag("code", tag("svg", square, width=12, height=12, aria_hidden="true"), " ", value)
