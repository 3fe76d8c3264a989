"""Blocks drawn as HTML, on every surface."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from markupsafe import Markup

from bot.workspace.entities import Json
from bot.workspace.page.cards import card, carousel, container, plan, task
from bot.workspace.page.charts import chart
from bot.workspace.page.elements import element
from bot.workspace.page.html import join, tag
from bot.workspace.page.markdown import markdown
from bot.workspace.page.mrkdwn import plain, text_object
from bot.workspace.page.pictures import image, picture, remote_file, video
from bot.workspace.page.place import Place
from bot.workspace.page.rich_text import rich_text
from bot.workspace.page.tables import data_table, table

UNLABELLED = frozenset(
    {
        "radio_buttons",
        "checkboxes",
        "multi_static_select",
        "multi_users_select",
        "multi_channels_select",
        "multi_conversations_select",
    }
)


def blocks(place: Place, given: list[Json]) -> Markup:
    """Return the blocks of a message or view as safe HTML."""
    return join(block(place, one) for one in given)


def block(place: Place, given: Json) -> Markup:
    """Return one block as safe HTML; one that cannot be drawn is named."""
    draw = DRAWN.get(str(given.get("type")))
    if draw is not None:
        with contextlib.suppress(LookupError, TypeError, ValueError, AttributeError):
            return draw(place, given)
    sentence = place.look.words["unsupported"].format(kind=given.get("type"))
    return tag("p", sentence, class_="block unsupported")


def _section(place: Place, given: Json) -> Markup:
    parts = []
    if given.get("text"):
        parts.append(tag("div", text_object(place.look, given["text"]), class_="text"))
    fields = [tag("div", text_object(place.look, one)) for one in given.get("fields") or []]
    if fields:
        parts.append(tag("div", *fields, class_="fields"))
    accessory = given.get("accessory")
    side = tag("div", _inside(place, given, accessory), class_="accessory") if accessory else None
    return tag("div", tag("div", *parts, class_="main"), side, class_="block section")


def _inside(place: Place, given: Json, found: Json) -> Markup:
    if found.get("type") == "image":
        return picture(place, found)
    return element(place, given, found)


def _header(_place: Place, given: Json) -> Markup:
    return tag("h3", plain(str(given["text"]["text"])), class_="block header")


def _context(place: Place, given: Json) -> Markup:
    parts = (
        picture(place, one)
        if one.get("type") == "image"
        else tag("span", text_object(place.look, one))
        for one in given.get("elements") or []
    )
    return tag("div", *parts, class_="block context")


def _actions(place: Place, given: Json) -> Markup:
    controls = (element(place, given, one) for one in given.get("elements") or [])
    return tag("div", *controls, class_="block actions")


def _context_actions(place: Place, given: Json) -> Markup:
    viewer = place.look.viewer.id
    shown = [
        one
        for one in given.get("elements") or []
        if not one.get("visible_to_user_ids") or viewer in one["visible_to_user_ids"]
    ]
    controls = (element(place, given, one) for one in shown)
    return tag("div", *controls, class_="block actions context-actions")


def _input(place: Place, given: Json) -> Markup:
    found = given["element"]
    control = element(place, given, found, live=bool(given.get("dispatch_action")))
    error = place.errors.get(str(given.get("block_id")))
    ident = place.id_of(given, found)
    optional = f" ({place.look.words['optional']})" if given.get("optional") else None
    labelled = given["element"]["type"] not in UNLABELLED
    label = tag(
        "label" if labelled else "p",
        plain(str(given["label"]["text"])),
        tag("span", optional, class_="optional") if optional else None,
        class_="label",
        for_=ident if labelled else None,
    )
    hint = given.get("hint")
    return tag(
        "div",
        label,
        control,
        tag("p", error, class_="error", role="alert", id=f"{ident}-error") if error else None,
        tag("p", text_object(place.look, hint), class_="hint", id=f"{ident}-hint")
        if hint
        else None,
        class_="block input" + (" invalid" if error else ""),
    )


def _alert(place: Place, given: Json) -> Markup:
    level = given.get("level") or "default"
    return tag("div", text_object(place.look, given["text"]), class_=f"block alert {level}")


def _framed(made: Markup) -> Markup:
    return tag("div", made, class_="block")


DRAWN: dict[str, Callable[[Place, Json], Markup]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "divider": lambda _place, _given: tag("hr", class_="block"),
    "actions": _actions,
    "context_actions": _context_actions,
    "image": image,
    "input": _input,
    "rich_text": lambda place, given: _framed(rich_text(place.look, given)),
    "markdown": lambda _place, given: _framed(markdown(str(given["text"]))),
    "table": lambda place, given: _framed(table(place.look, given)),
    "data_table": lambda place, given: _framed(data_table(place.look, given)),
    "data_visualization": lambda place, given: _framed(chart(given, place.look.words)),
    "container": lambda place, given: container(place, given, blocks),
    "card": card,
    "carousel": carousel,
    "task_card": task,
    "plan": plan,
    "alert": _alert,
    "video": video,
    "file": remote_file,
}
