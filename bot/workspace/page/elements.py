"""Interactive elements drawn as HTML controls."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from bot.workspace.entities import Json
from bot.workspace.page.emoji import icon
from bot.workspace.page.html import tag
from bot.workspace.page.inputs import date_or_time, files, typed
from bot.workspace.page.mrkdwn import plain, text_object
from bot.workspace.page.place import Place, behaviour, value_of, words_of
from bot.workspace.page.selects import external, many, select

ICONS = {
    "trash": Markup('<svg class="icon" width="14" height="14" aria-hidden="true">')
    + Markup('<path d="M2 4H12M5 4V2H9V4M3.5 4L4.2 12.5H9.8L10.5 4M6 6.5V10M8 6.5V10"/></svg>')
}


def element(place: Place, block: Json, given: Json, *, live: bool = True) -> Markup:
    """Return a control; ``live`` ones tell the app at once, others wait for the submission."""
    draw = DRAWN.get(str(given.get("type")), typed)
    return draw(place, block, given, behaviour(block, given, live=live))


def button(place: Place, block: Json, given: Json, data: Json) -> Markup:
    """Return a button; one with an address opens it as well."""
    style = given.get("style") or "default"
    label: object = plain(str((given.get("text") or {}).get("text") or ""))
    name = given.get("accessibility_label")
    if given.get("type") == "icon_button":
        shown = ICONS.get(str(given.get("icon")), "")
        label, style = Markup("{} {}").format(shown, label), "default small"
    return tag(
        "button",
        label,
        type="button",
        id=place.id_of(block, given),
        class_=f"btn {style}",
        aria_label=name,
        data_value=given.get("value"),
        data_url=str(given.get("url") or "") or None,
        **data,
    )


def _feedback(place: Place, block: Json, given: Json, data: Json) -> Markup:
    made = []
    for name, mark in (("positive_button", "👍"), ("negative_button", "👎")):
        one = given.get(name) or {}
        text = words_of(one.get("text"))
        made.append(
            tag(
                "button",
                icon(mark),
                f" {text}",
                type="button",
                id=place.id_of(block, given, name),
                class_="btn default small",
                aria_label=one.get("accessibility_label"),
                data_value=one.get("value"),
                **data,
            )
        )
    return tag("span", *made, class_="feedback")


def _overflow(place: Place, block: Json, given: Json, data: Json) -> Markup:
    items = [
        tag(
            "button",
            text_object(place.look, option.get("text")),
            _description(place, option),
            type="button",
            role="menuitem",
            tabindex="-1",
            id=place.id_of(block, given, number),
            data_value=option.get("value"),
            data_url=option.get("url"),
            **data,
        )
        for number, option in enumerate(given.get("options") or [])
    ]
    label = place.look.words["more"]
    summary = tag("summary", "⋯", class_="btn default", aria_label=label, aria_haspopup="menu")
    menu = tag("div", *items, role="menu", class_="menu", aria_label=label)
    return tag("details", summary, menu, class_="drop", id=place.id_of(block, given))


def _choices(place: Place, block: Json, given: Json, data: Json) -> Markup:
    multiple = given["type"] == "checkboxes"
    held = place.chosen(block, given)
    chosen = [value_of(one) for one in (held if isinstance(held, list) else [held]) if one]
    name = place.id_of(block, given)
    lines = []
    for number, option in enumerate(given.get("options") or []):
        box = tag(
            "input",
            type="checkbox" if multiple else "radio",
            id=place.id_of(block, given, number),
            name=name,
            value=option.get("value"),
            checked=option.get("value") in chosen,
            data_focus=bool(given.get("focus_on_load")) and number == 0,
            **data,
        )
        label = tag(
            "span", text_object(place.look, option.get("text")), _description(place, option)
        )
        lines.append(tag("label", box, label, class_="choice"))
    named = words_of(block.get("label")) or place.hint(given)
    told = place.names(block, given)
    role = "group" if multiple else "radiogroup"
    about = {"aria_describedby": told.get("aria_describedby"), "aria_label": named}
    return tag("div", *lines, class_="choices", id=f"{name}-group", role=role, **about)


def _description(place: Place, option: Json) -> Markup | None:
    described = option.get("description")
    return tag("small", text_object(place.look, described)) if described else None


DRAWN: dict[str, Callable[[Place, Json, Json, Json], Markup]] = {
    **dict.fromkeys(("button", "workflow_button", "icon_button"), button),
    **dict.fromkeys(("radio_buttons", "checkboxes"), _choices),
    **dict.fromkeys(("datepicker", "timepicker", "datetimepicker"), date_or_time),
    "feedback_buttons": _feedback,
    "overflow": _overflow,
    "file_input": files,
    **{f"{kind}_select": select for kind in ("static", "users", "channels", "conversations")},
    **{f"multi_{kind}_select": many for kind in ("static", "users", "channels", "conversations")},
    "external_select": external,
    "multi_external_select": external,
}
