"""Attachments of a message: the old way to add coloured parts, drawn as HTML."""

from __future__ import annotations

import re

from markupsafe import Markup

from bot.workspace.entities import Json
from bot.workspace.page.blocks import blocks
from bot.workspace.page.html import link, tag
from bot.workspace.page.mrkdwn import mrkdwn, plain
from bot.workspace.page.place import Place

NAMED = {"good": "good", "warning": "warning", "danger": "danger"}


def attachment(place: Place, given: Json) -> Markup:
    """Return one attachment: its blocks, or its old-style title, text and fields."""
    look = place.look
    title = plain(str(given.get("title") or ""))
    address = str(given.get("title_link") or "")
    fields = [
        tag(
            "div", tag("strong", plain(str(one.get("title") or ""))), _line(place, one.get("value"))
        )
        for one in given.get("fields") or []
    ]
    parts = [
        tag("p", tag("strong", link(address, title) if address else title)) if title else None,
        _line(place, given.get("text")),
        tag("div", *fields, class_="fields") if fields else None,
        blocks(place, given.get("blocks") or []),
        tag("p", plain(str(given["footer"])), class_="hint") if given.get("footer") else None,
    ]
    if not any(parts):
        parts = [_line(place, given.get("fallback"))]
    before = tag("div", mrkdwn(look, str(given["pretext"]))) if given.get("pretext") else None
    body = tag("div", bar(str(given.get("color") or "")), tag("div", *parts), class_="attachment")
    return Markup("{}{}").format(before or "", body)


def bar(colour: str) -> Markup:
    """Return the coloured bar; any colour that is not one is grey."""
    known = NAMED.get(colour)
    digits = colour.removeprefix("#")
    if not known and re.fullmatch(r"[0-9a-fA-F]{6}", digits):
        return tag("svg", tag("rect", width=4, height="100%", fill=f"#{digits}"), **_SIZE)
    return tag("svg", tag("rect", width=4, height="100%", class_=known or "neutral"), **_SIZE)


_SIZE: Json = {"width": 4, "height": "100%", "aria_hidden": "true", "class_": "bar-mark"}


def _line(place: Place, text: object) -> Markup | None:
    return tag("div", mrkdwn(place.look, str(text))) if text else None
