"""Blocks drawn as HTML, on every surface."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from markupsafe import Markup

from bot.workspace.entities import Json
from bot.workspace.page.charts import chart
from bot.workspace.page.elements import Place, element
from bot.workspace.page.html import join, link, tag
from bot.workspace.page.markdown import markdown
from bot.workspace.page.mrkdwn import plain, text_object
from bot.workspace.page.rich_text import rich_text
from bot.workspace.page.tables import data_table, table


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
        return _picture(place, found)
    return element(place, given, found)


def _header(_place: Place, given: Json) -> Markup:
    return tag("h3", plain(str(given["text"]["text"])), class_="block header")


def _context(place: Place, given: Json) -> Markup:
    parts = (
        _picture(place, one)
        if one.get("type") == "image"
        else tag("span", text_object(place.look, one))
        for one in given.get("elements") or []
    )
    return tag("div", *parts, class_="block context")


def _actions(place: Place, given: Json) -> Markup:
    controls = (element(place, given, one) for one in given.get("elements") or [])
    return tag("div", *controls, class_="block actions")


def _context_actions(place: Place, given: Json) -> Markup:
    made = []
    for one in given.get("elements") or []:
        for name in ("positive_button", "negative_button"):
            if one.get(name):
                button = {**one[name], "type": "button", "action_id": one.get("action_id")}
                made.append(element(place, given, button))
        if one.get("type") == "icon_button":
            made.append(element(place, given, {**one, "type": "button"}))
    return tag("div", *made, class_="block actions")


def _image(place: Place, given: Json) -> Markup:
    title = given.get("title")
    caption = tag("figcaption", text_object(place.look, title)) if title else None
    return tag("figure", caption, _picture(place, given), class_="block image")


def _picture(place: Place, given: Json) -> Markup:
    workspace = place.look.workspace
    alt = str(given.get("alt_text") or "")
    file = given.get("slack_file") or {}
    address = str(given.get("image_url") or file.get("url") or "")
    if file.get("id"):
        address = f"{workspace.base_url}/files/{file['id']}"
    if address.startswith(f"{workspace.base_url}/files/"):
        return tag("img", src=address.removeprefix(workspace.base_url), alt=alt, loading="lazy")
    label = place.look.words["show_image"].format(alt=alt)
    return tag("span", link(address, label), class_="outside-image")


def _input(place: Place, given: Json) -> Markup:
    found = given["element"]
    control = element(place, given, found, live=bool(given.get("dispatch_action")))
    error = place.errors.get(str(given.get("block_id")))
    optional = f" ({place.look.words['optional']})" if given.get("optional") else None
    label = tag(
        "label",
        plain(str(given["label"]["text"])),
        tag("span", optional, class_="optional") if optional else None,
        for_=place.id_of(given, found),
    )
    hint = given.get("hint")
    return tag(
        "div",
        label,
        control,
        tag("p", error, class_="error", role="alert") if error else None,
        tag("p", text_object(place.look, hint), class_="hint") if hint else None,
        class_="block input" + (" invalid" if error else ""),
    )


def _container(place: Place, given: Json) -> Markup:
    title = given.get("title")
    heading = (
        text_object(place.look, title) if title else rich_text(place.look, given["rich_text_title"])
    )
    subtitle = given.get("subtitle")
    small = tag("small", text_object(place.look, subtitle)) if subtitle else None
    inner = blocks(place, given.get("child_blocks") or [])
    if given.get("is_collapsible"):
        summary = tag("summary", heading, small)
        is_open = not given.get("default_collapsed")
        return tag("details", summary, inner, class_="block container", open=is_open)
    return tag("div", tag("div", heading, small, class_="title"), inner, class_="block container")


def _card(place: Place, given: Json) -> Markup:
    look = place.look
    parts = [
        tag("div", text_object(look, given[name]), class_=f"card-{name}")
        for name in ("title", "subtitle", "body", "subtext")
        if given.get(name)
    ]
    hero = _picture(place, given["hero_image"]) if given.get("hero_image") else None
    controls = [element(place, given, one) for one in given.get("actions") or []]
    row = tag("div", *controls, class_="actions") if controls else None
    return tag("div", hero, *parts, row, class_="block card")


def _carousel(place: Place, given: Json) -> Markup:
    cards = (_card(place, one) for one in given.get("elements") or [])
    return tag("div", *cards, class_="block carousel", tabindex="0")


def _task(place: Place, given: Json) -> Markup:
    marks = {"complete": "✓", "in_progress": "…", "error": "!", "pending": "○"}
    mark = tag("i", marks.get(str(given.get("status")), "○"), class_="task-mark")
    details = [rich_text(place.look, given[one]) for one in ("details", "output") if given.get(one)]
    return tag("div", mark, tag("strong", given.get("title")), *details, class_="block task")


def _plan(place: Place, given: Json) -> Markup:
    tasks = (_task(place, one) for one in given.get("tasks") or [])
    return tag(
        "div", tag("div", given.get("title"), class_="title"), *tasks, class_="block container"
    )


def _alert(place: Place, given: Json) -> Markup:
    level = given.get("level") or "default"
    return tag("div", text_object(place.look, given["text"]), class_=f"block alert {level}")


def _framed(made: Markup) -> Markup:
    return tag("div", made, class_="block")


def _video(place: Place, given: Json) -> Markup:
    title = text_object(place.look, given.get("title"))
    address = str(given.get("title_url") or given.get("video_url") or "")
    return tag("p", "▶ ", link(address, title), class_="block")


DRAWN: dict[str, Callable[[Place, Json], Markup]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "divider": lambda _place, _given: tag("hr", class_="block"),
    "actions": _actions,
    "context_actions": _context_actions,
    "image": _image,
    "input": _input,
    "rich_text": lambda place, given: _framed(rich_text(place.look, given)),
    "markdown": lambda _place, given: _framed(markdown(str(given["text"]))),
    "table": lambda place, given: _framed(table(place.look, given)),
    "data_table": lambda place, given: _framed(data_table(place.look, given)),
    "data_visualization": lambda _place, given: _framed(chart(given)),
    "container": _container,
    "card": _card,
    "carousel": _carousel,
    "task_card": _task,
    "plan": _plan,
    "alert": _alert,
    "video": _video,
}
