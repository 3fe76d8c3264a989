"""Interactive elements drawn as HTML controls."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from markupsafe import Markup

from bot.workspace import limits
from bot.workspace.element_values import FIELDS
from bot.workspace.entities import Json
from bot.workspace.page.html import tag
from bot.workspace.page.look import Look
from bot.workspace.page.mrkdwn import plain, text_object, unescape

INPUT_TYPES = {
    "datepicker": "date",
    "timepicker": "time",
    "datetimepicker": "datetime-local",
    "email_text_input": "email",
    "url_text_input": "url",
    "number_input": "number",
}


@dataclass(frozen=True)
class Place:
    """Where elements stand: what has been chosen so far, and a prefix that makes ids unique."""

    look: Look
    prefix: str
    values: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def chosen(self, block: Json, element: Json) -> object:
        """Return what is chosen in an element: its state, else its initial value."""
        kind = str(element.get("type"))
        name = FIELDS.get(kind, "value")
        state = self.values.get(str(block.get("block_id")), {}).get(element.get("action_id"))
        if state is not None:
            return state.get(name)
        return element.get("initial_" + name.removeprefix("selected_"))

    def id_of(self, block: Json, element: Json) -> str:
        """Return the id of a control."""
        return f"{self.prefix}-{block.get('block_id')}-{element.get('action_id')}".replace(" ", "_")


def element(place: Place, block: Json, given: Json, *, live: bool = True) -> Markup:
    """Return a control; ``live`` ones tell the app at once, others wait for the submission."""
    kind = str(given.get("type"))
    data = {
        "data_block": block.get("block_id"),
        "data_action": given.get("action_id"),
        "data_kind": kind,
        "data_live": "1" if live else None,
        "data_confirm": _confirm(given),
    }
    if kind in {"button", "workflow_button"}:
        return _button(given, data)
    if kind == "overflow":
        return _overflow(place, given, data)
    if kind in {"radio_buttons", "checkboxes"}:
        return _choices(place, block, given, data)
    if kind.startswith("multi_"):
        return _many(place, block, given, data)
    if kind.endswith("_select"):
        return _select(place, block, given, data)
    return _input(place, block, given, data)


def _confirm(given: Json) -> str | None:
    asked = given.get("confirm")
    if not isinstance(asked, dict):
        return None
    parts = ("title", "text", "confirm", "deny")
    return json.dumps({part: unescape((asked.get(part) or {}).get("text") or "") for part in parts})


def _button(given: Json, data: Json) -> Markup:
    style = given.get("style") or "default"
    label = text_object_plain(given.get("text"))
    name = given.get("accessibility_label")
    url = str(given.get("url") or "") or None
    return tag(
        "button", label, type="button", class_=f"btn {style}", aria_label=name, data_url=url, **data
    )


def text_object_plain(given: object) -> Markup:
    """Return a plain text object as safe HTML."""
    return plain(str(given.get("text") or "")) if isinstance(given, dict) else Markup("")


def _overflow(place: Place, given: Json, data: Json) -> Markup:
    items = [
        tag(
            "button",
            text_object(place.look, option.get("text")),
            type="button",
            role="menuitem",
            data_value=option.get("value"),
            data_url=option.get("url"),
            **data,
        )
        for option in given.get("options") or []
    ]
    summary = tag("summary", "⋯", class_="btn default", aria_label=place.look.words["more"])
    return tag("details", summary, tag("div", *items, role="menu", class_="menu"), class_="drop")


def _choices(place: Place, block: Json, given: Json, data: Json) -> Markup:
    many = given["type"] == "checkboxes"
    held = place.chosen(block, given)
    chosen = [_held(one) for one in (held if isinstance(held, list) else [held]) if one]
    name = place.id_of(block, given)
    lines = []
    for option in given.get("options") or []:
        box = tag(
            "input",
            type="checkbox" if many else "radio",
            name=name,
            value=option.get("value"),
            checked=option.get("value") in chosen,
            **data,
        )
        described = option.get("description")
        small = tag("small", text_object(place.look, described)) if described else None
        label = tag("span", text_object(place.look, option.get("text")), small)
        lines.append(tag("label", box, label, class_="choice"))
    role, named = "group" if many else "radiogroup", _text(block.get("label")) or None
    return tag("div", *lines, class_="choices", role=role, aria_label=named)


def _options(look: Look, given: Json) -> list[tuple[str, list[tuple[str, str]]]]:
    kind = str(given["type"]).removeprefix("multi_")
    workspace = look.workspace
    if kind == "users_select":
        people = [user for user in workspace.users.values() if not user.deleted]
        return [("", [(user.id, user.real_name) for user in people if not user.is_bot])]
    if kind in {"channels_select", "conversations_select"}:
        rooms = [one for one in workspace.channels.values() if one.kind == "channel"]
        return [("", [(room.id, f"# {room.name}") for room in rooms])]
    groups = given.get("option_groups") or [given]
    return [
        (
            _text(group.get("label")),
            [(one["value"], _text(one["text"])) for one in group["options"]],
        )
        for group in groups
        if group.get("options")
    ]


def _text(given: object) -> str:
    return unescape(str(given.get("text") or "")) if isinstance(given, dict) else ""


def _held(value: object) -> str:
    return str(value.get("value")) if isinstance(value, dict) else str(value or "")


def _select(place: Place, block: Json, given: Json, data: Json) -> Markup:
    held = _held(place.chosen(block, given))
    hint = _text(given.get("placeholder")) or place.look.words["choose"]
    options: list[Markup] = [tag("option", hint, value="", selected=not held)]
    for label, entries in _options(place.look, given):
        drawn = [
            tag("option", text, value=value, selected=value == held) for value, text in entries
        ]
        options += [tag("optgroup", *drawn, label=label)] if label else drawn
    ident = place.id_of(block, given)
    return tag("select", *options, id=ident, aria_label=hint, **data)


def _many(place: Place, block: Json, given: Json, data: Json) -> Markup:
    held = place.chosen(block, given)
    chosen = {_held(one) for one in held} if isinstance(held, list) else set()
    hint = _text(given.get("placeholder")) or place.look.words["choose"]
    lines = [
        tag(
            "label",
            tag("input", type="checkbox", value=value, checked=value in chosen, **data),
            tag("span", text),
            class_="choice",
        )
        for _, entries in _options(place.look, given)
        for value, text in entries
    ]
    shown = place.look.words["selected"].format(count=len(chosen)) if chosen else hint
    summary = tag("summary", shown, class_="btn default select")
    return tag("details", summary, tag("div", *lines, class_="menu choices"), class_="drop many")


def _input(place: Place, block: Json, given: Json, data: Json) -> Markup:
    kind = str(given["type"])
    held = place.chosen(block, given)
    common = {
        "id": place.id_of(block, given),
        "placeholder": _text(given.get("placeholder")) or None,
        "aria_label": None if block.get("type") == "input" else _text(given.get("placeholder")),
        "autofocus": bool(given.get("focus_on_load")),
        **data,
    }
    if kind in {"plain_text_input", "rich_text_input"}:
        longest = given.get("max_length") or limits.INPUT_TEXT
        if given.get("multiline") or kind == "rich_text_input":
            return tag("textarea", _typed(held), rows=4, maxlength=longest, **common)
        return tag("input", type="text", value=_typed(held), maxlength=longest, **common)
    bounds = {"min": given.get("min_value"), "max": given.get("max_value")}
    if kind == "number_input" and given.get("is_decimal_allowed"):
        bounds["step"] = "any"
    return tag("input", type=INPUT_TYPES.get(kind, "text"), value=_typed(held), **bounds, **common)


def _typed(held: object) -> str:
    return "" if held is None or isinstance(held, dict | list) else str(held)
