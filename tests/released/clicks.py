"""What can be clicked and sent in a recorded scene: each kind of element once, by who may."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.workspace.block_rules import elements_of

Json = dict[str, Any]
LEADS = {"C01SUPPORT": "U01EMMA", "C01KEFU": "U01WANG"}
SOMEBODY, NEWCOMER = "U01MORE8", "U01OUT"
"""A member who has nothing to do yet, and somebody of no team."""
SEND, SHORTCUT = "send", "shortcut"
_TELLING = ("origin", "subject", "kind", "text", "by", "scope", "status", "outcome", "language")
"""What of a value tells one kind of button from another; the rest says which record it is of."""
_MANY_OPTIONS = 6


@dataclass(frozen=True)
class Click:
    """An element used by somebody, or a form sent: `value` is what is chosen, None a button's own.

    `name` is what it is called among the outcomes. A shortcut has `SHORTCUT` as its block.
    """

    name: str
    user: str
    place: Json
    action_id: str
    block_id: str = ""
    value: str | None = None

    @property
    def is_modal(self) -> bool:
        return self.place.get("kind") == "modal"


def clicks(scene: Json, modals: Iterable[Json]) -> list[Click]:
    """Return everything to be clicked, the first of each kind."""
    channels = {row["id"]: row for row in scene["channels"]}
    found: dict[str, Click] = {}
    read = [(message, channels[message["channel"]]) for message in scene["messages"]]
    read.sort(key=lambda one: _reader(*one) not in LEADS.values())
    for message, channel in read:
        for click in _on(message, _reader(message, channel), _surface(message, channel)):
            found.setdefault(click.name, click)
    for shortcut in scene["shortcuts"]:
        post, channel = next(one for one in read if _surface(*one) == "post")
        name = f"post: {shortcut['callback_id']}"
        found[name] = Click(name, _reader(post, channel), post, shortcut["callback_id"], SHORTCUT)
    for view in [*scene["homes"], *modals]:
        for click in _on(view["payload"], view["user"], surface(view), view):
            found.setdefault(click.name, click)
        if view["payload"].get("submit"):
            name = f"{surface(view)}: {SEND}"
            found.setdefault(name, Click(name, view["user"], view, SEND))
    return list(found.values())


def surface(view: Json) -> str:
    """Return what a Home tab or modal is called: its callback id, and what tells it from others."""
    payload = view["payload"]
    words = [view["kind"], payload.get("callback_id", ""), _told(payload.get("private_metadata"))]
    return " ".join(word for word in words if word)


def action_ids(scene: Json, modals: Iterable[Json]) -> set[str]:
    """Return the ids of everything that tells the app when it is used."""
    shown = [*scene["messages"], *(view["payload"] for view in [*scene["homes"], *modals])]
    return {one["action_id"] for each in shown for _, one in _telling_elements(each)}


def _reader(message: Json, channel: Json) -> str:
    """Return who may use what is on a message: whom it is for, else who leads the team."""
    if message.get("only_for"):
        return str(message["only_for"])
    if channel["kind"] == "im":
        return next(str(user) for user in channel["members"] if user != message["user"])
    return LEADS[channel["id"]]


def _surface(message: Json, channel: Json) -> str:
    if message.get("only_for"):
        return "answer"
    return "direct" if channel["kind"] == "im" else "post"


def _on(shown: Json, user: str, where: str, place: Json | None = None) -> Iterator[Click]:
    for block, one in _telling_elements(shown):
        for value in _choices(one):
            told = _told(value or one.get("value"))
            name = " ".join(filter(None, (f"{where}: {one['action_id']}", told)))
            yield Click(name, user, place or shown, one["action_id"], block["block_id"], value)


def _telling_elements(shown: Json) -> Iterator[tuple[Json, Json]]:
    for block in shown["blocks"]:
        for one in elements_of(block):
            if "action_id" in one and (block["type"] != "input" or block.get("dispatch_action")):
                yield block, one


def _choices(element: Json) -> list[str | None]:
    """Return what to choose: other options than the chosen one, and that one last."""
    if element["type"] == "users_select":
        return [NEWCOMER]
    options = [one["value"] for one in element.get("options", [])]
    if not options:
        return [None]
    chosen = (element.get("initial_option") or {}).get("value")
    others = [one for one in options if one != chosen]
    return [*others, *(one for one in options if one == chosen)][:_MANY_OPTIONS]


def _told(text: str | None) -> str:
    held = json.loads(text) if text and text.startswith("{") else {}
    told = [f"{key}={held[key]}" for key in _TELLING if held.get(key)]
    return " ".join([*told, "again"] if held.get("seen") else told)
