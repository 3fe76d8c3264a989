"""Cards, carousels, containers, plans and tasks drawn as HTML."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from bot.workspace.entities import Json
from bot.workspace.page.elements import element
from bot.workspace.page.emoji import icon
from bot.workspace.page.html import link, tag
from bot.workspace.page.mrkdwn import text_object
from bot.workspace.page.pictures import picture
from bot.workspace.page.place import Place
from bot.workspace.page.rich_text import rich_text

STATES = {"complete": "✓", "in_progress": "◐", "error": "!", "pending": "○"}
ICONS = {"bot": "🤖", "rocket": "🚀", "calendar": "📅", "star": "⭐", "warning": "⚠️", "lock": "🔒"}


def container(place: Place, given: Json, blocks: Callable[[Place, list[Json]], Markup]) -> Markup:
    """Return a container with the blocks in it; a collapsible one opens and closes."""
    title = given.get("title")
    heading = (
        text_object(place.look, title) if title else rich_text(place.look, given["rich_text_title"])
    )
    icon = picture(place, given["icon"]) if given.get("icon") else None
    subtitle = given.get("subtitle")
    small = tag("small", text_object(place.look, subtitle)) if subtitle else None
    inner = blocks(place, given.get("child_blocks") or [])
    width = f"block container {given.get('width') or 'standard'}"
    if given.get("is_collapsible"):
        summary = tag("summary", icon, heading, small)
        is_open = not given.get("default_collapsed")
        ident = f"{place.prefix}-{given.get('block_id')}-box"
        return tag("details", summary, inner, class_=width, open=is_open, id=ident)
    line = " divided" if given.get("has_header_divider") else ""
    return tag("div", tag("div", icon, heading, small, class_="title" + line), inner, class_=width)


def card(place: Place, given: Json) -> Markup:
    """Return a card with its picture, texts and buttons."""
    look = place.look
    parts = {
        name: tag("div", text_object(look, given[name]), class_=f"card-{name}")
        for name in ("title", "subtitle", "body", "subtext")
        if given.get(name)
    }
    hero = tag("div", picture(place, given["hero_image"]), class_="card-hero")
    controls = [element(place, given, one) for one in given.get("actions") or []]
    head = tag(
        "div",
        _icon(place, given),
        tag("div", parts.get("title"), parts.get("subtitle")),
        class_="card-head",
    )
    return tag(
        "div",
        hero if given.get("hero_image") else None,
        head,
        parts.get("body"),
        tag("div", *controls, class_="actions") if controls else None,
        parts.get("subtext"),
        class_="block card",
    )


def _icon(place: Place, given: Json) -> Markup | None:
    if given.get("icon"):
        return tag("span", picture(place, given["icon"]), class_="card-icon")
    if given.get("slack_icon"):
        name = str(given["slack_icon"].get("name"))
        return tag("span", icon(ICONS.get(name, "✨")), class_="card-icon", title=name)
    return None


def carousel(place: Place, given: Json) -> Markup:
    """Return cards side by side, to be scrolled through."""
    cards = (card(place, one) for one in given.get("elements") or [])
    label = place.look.words["cards"]
    return tag(
        "div", *cards, class_="block carousel", tabindex="0", role="region", aria_label=label
    )


def task(place: Place, given: Json) -> Markup:
    """Return a task with its state, details, output and sources."""
    state = str(given.get("status") or "pending")
    label = place.look.words.get(f"task_{state}", state)
    mark = tag(
        "i", STATES.get(state, "○"), class_=f"task-mark {state}", role="img", aria_label=label
    )
    details = [rich_text(place.look, given[one]) for one in ("details", "output") if given.get(one)]
    sources = [
        tag("li", link(str(one.get("url") or ""), str(one.get("text") or one.get("url"))))
        for one in given.get("sources") or []
    ]
    listed = tag("ul", *sources, class_="sources") if sources else None
    return tag(
        "div", mark, tag("strong", given.get("title")), *details, listed, class_="block task"
    )


def plan(place: Place, given: Json) -> Markup:
    """Return a plan: its title and tasks."""
    tasks = (task(place, one) for one in given.get("tasks") or [])
    title = tag("div", given.get("title"), class_="title")
    return tag("div", title, *tasks, class_="block container plan")
