"""Select menus drawn as HTML: one or many, of given options, people, channels or the app's own."""

from __future__ import annotations

import json

from markupsafe import Markup

from bot.workspace.entities import Channel, Json
from bot.workspace.page.html import tag
from bot.workspace.page.look import Look
from bot.workspace.page.place import Place, value_of, words_of

KINDS = {"channel": "public", "private": "private", "im": "im", "mpim": "mpim"}
Entries = list[tuple[str, str]]


def select(place: Place, block: Json, given: Json, data: Json) -> Markup:
    """Return a menu of which one is chosen."""
    held = value_of(place.chosen(block, given))
    hint = place.hint(given)
    options: list[Markup] = [tag("option", hint, value="", selected=not held)]
    for label, entries in offered(place.look, given):
        drawn = [
            tag("option", text, value=value, selected=value == held) for value, text in entries
        ]
        options += [tag("optgroup", *drawn, label=label)] if label else drawn
    names = place.names(block, given)
    focus = bool(given.get("focus_on_load"))
    return tag("select", *options, id=place.id_of(block, given), data_focus=focus, **names, **data)


def many(place: Place, block: Json, given: Json, data: Json) -> Markup:
    """Return a menu of which several are chosen."""
    held = place.chosen(block, given)
    chosen = {value_of(one) for one in held} if isinstance(held, list) else set()
    groups = [
        tag(
            "div",
            tag("p", label, class_="group-label") if label else None,
            *(_box(place, block, given, data, entry, chosen) for entry in entries),
            role="group",
            aria_label=label or place.hint(given),
        )
        for label, entries in offered(place.look, given)
    ]
    picked = [
        text
        for _, entries in offered(place.look, given)
        for value, text in entries
        if value in chosen
    ]
    hint = place.hint(given)
    names = place.names(block, given)
    label = words_of(block.get("label")) or hint
    said = place.look.words["comma"].join(picked) or hint
    shown = tag("span", said, class_="picked", data_hint=hint)
    summary = tag(
        "summary",
        tag("span", f"{label}: ", class_="unseen") if label != hint else None,
        shown,
        class_="btn default select",
        id=place.id_of(block, given),
        aria_describedby=names.get("aria_describedby"),
    )
    most = given.get("max_selected_items")
    return tag(
        "details",
        summary,
        tag("div", *groups, class_="menu choices"),
        class_="drop many",
        id=place.id_of(block, given, "box"),
        data_most=most,
    )


def _box(
    place: Place, block: Json, given: Json, data: Json, entry: tuple[str, str], chosen: set[str]
) -> Markup:
    value, text = entry
    box = tag(
        "input",
        type="checkbox",
        id=place.id_of(block, given, value),
        value=value,
        checked=value in chosen,
        **data,
    )
    return tag("label", box, tag("span", text), class_="choice")


def external(place: Place, block: Json, given: Json, data: Json) -> Markup:
    """Return a box in which the app's options are searched; the chosen ones are kept beside it."""
    chosen = _held(place, block, given)
    multiple = str(given["type"]).startswith("multi_")
    ident, words = place.id_of(block, given), place.look.words
    box = tag(
        "input",
        type="text",
        role="combobox",
        id=ident,
        class_="lookup-text",
        autocomplete="off",
        placeholder=place.hint(given),
        value="" if multiple or not chosen else words_of(chosen[0].get("text")),
        aria_expanded="false",
        aria_controls=f"{ident}-list",
        aria_autocomplete="list",
        data_focus=bool(given.get("focus_on_load")),
        **place.names(block, given),
    )
    listed = tag(
        "ul",
        role="listbox",
        id=f"{ident}-list",
        class_="lookup-list",
        aria_label=words["completions"],
        hidden=True,
    )
    value = json.dumps(chosen if multiple else chosen[0] if chosen else None)
    kept = tag("input", type="hidden", value=value, **data)
    chips = tag("span", class_="chips") if multiple else None
    return tag(
        "div",
        chips,
        box,
        kept,
        listed,
        class_="lookup",
        data_many=multiple,
        data_least=given.get("min_query_length", 3),
        data_most=given.get("max_selected_items"),
        hx_morph_skip="true",
    )


def _held(place: Place, block: Json, given: Json) -> list[Json]:
    held = place.chosen(block, given)
    found = held if isinstance(held, list) else [held]
    return [one for one in found if isinstance(one, dict)]


def offered(look: Look, given: Json) -> list[tuple[str, Entries]]:
    """Return what can be chosen, in groups: a label (or none) and pairs of value and text."""
    kind = str(given["type"]).removeprefix("multi_")
    workspace = look.workspace
    if kind == "users_select":
        people = [user for user in workspace.users.values() if not user.deleted]
        return [("", [(user.id, user.real_name) for user in people if not user.is_bot])]
    if kind in {"channels_select", "conversations_select"}:
        wanted = _wanted(given) if kind == "conversations_select" else {"public"}
        rooms = [one for one in workspace.channels.values() if _shown(look, one, wanted)]
        return [("", [(room.id, conversation_name(look, room)) for room in rooms])]
    groups = given.get("option_groups") or [given]
    return [
        (
            words_of(group.get("label")),
            [(one["value"], words_of(one["text"])) for one in group["options"]],
        )
        for group in groups
        if group.get("options")
    ]


def _wanted(given: Json) -> set[str]:
    return set((given.get("filter") or {}).get("include") or ["public", "private"])


def _shown(look: Look, channel: Channel, wanted: set[str]) -> bool:
    own = channel.kind == "channel" or look.viewer.id in channel.members
    return KINDS[channel.kind] in wanted and own and not channel.is_archived


def conversation_name(look: Look, channel: Channel) -> str:
    """Return how a conversation is called: a channel by its name, others by who is in it."""
    if channel.kind in {"channel", "private"}:
        return f"# {channel.name}"
    others = [look.name(one) for one in channel.members if one != look.viewer.id]
    return look.words["comma"].join(others) or look.name(look.viewer.id)
