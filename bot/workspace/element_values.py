"""What a person can put into each element, as it appears in actions and in view state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.workspace.block_rules import elements_of
from bot.workspace.entities import Json
from bot.workspace.errors import SlackError

FIELDS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "file_input": "files",
}
INITIAL = {
    "value": "initial_value",
    "rich_text_value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
}
LISTS = {"selected_options", "selected_users", "selected_conversations", "selected_channels"}
STATELESS = {"button", "workflow_button", "overflow", "feedback_buttons", "icon_button"}


def initial_state(element: Json) -> Json | None:
    """Return the state that an element starts with, or None if it keeps none."""
    kind = str(element.get("type"))
    field = FIELDS.get(kind)
    if field is None or kind in STATELESS:
        return None
    start = element.get(INITIAL.get(field, ""))
    if start is None and field in LISTS | {"files"}:
        start = []
    return {"type": kind, field: start}


def initial_values(blocks: list[Json]) -> Json:
    """Return the state of all elements of a message or view as nobody has touched them yet."""
    values: Json = {}
    for block in blocks:
        for element in elements_of(block):
            state = initial_state(element)
            if state is not None and "block_id" in block:
                values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def key_of(block: Json, element: Json) -> str:
    """Return what an element is known by among those of its message or view."""
    return f"{block['block_id']}/{element['action_id']}"


def fill_in(blocks: list[Json], values: Json, given: Json, offered: Json) -> None:
    """Put what was typed into the values of a message or view.

    ``given`` is ``{block_id: value}`` or ``{block_id: {action_id: value}}``, ``offered`` the
    options that the app gave for external menus, by ``key_of`` and value. Raises SlackError
    ``no_such_option`` or ``too_many_selected``.
    """
    for block in blocks:
        if block["block_id"] not in given:
            continue
        typed = given[block["block_id"]]
        for element in elements_of(block):
            if not isinstance(typed, dict):
                set_state(values, block, element, typed, offered)
            elif element["action_id"] in typed:
                set_state(values, block, element, typed[element["action_id"]], offered)


def set_state(values: Json, block: Json, element: Json, given: object, offered: Json) -> Json:
    """Put what was chosen in one element into the values; returns the element's state."""
    held = values.get(block["block_id"], {}).get(element["action_id"]) or {}
    known = [*offered.get(key_of(block, element), {}).values(), *_chosen_options(held)]
    state = chosen_state(element, given, known)
    if element["type"] not in STATELESS:
        values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return state


def chosen_state(element: Json, given: object, offered: Iterable[Json] = ()) -> Json:
    """Return the state of an element after a person chose or typed ``given``.

    For options the given value may be the option's ``value`` or the option itself; for lists a
    list of those. External menus take what the app ``offered``. Raises SlackError
    ``no_such_option`` or ``too_many_selected``.
    """
    kind = str(element.get("type"))
    field = FIELDS.get(kind)
    if field is None:
        raise SlackError("no_such_element", type=kind)
    if kind.endswith("external_select"):
        element = {**element, "options": [*offered, *_chosen_options(element)]}
    state = _value(element, field, given)
    most = element.get("max_selected_items")
    if most is not None and isinstance(state, list) and len(state) > most:
        raise SlackError("too_many_selected", max_selected_items=most)
    return {"type": kind, field: state}


def _chosen_options(held: Json) -> list[Json]:
    """Return the options that a state holds, or that an element has chosen at first."""
    found: list[Json] = []
    for name in ("selected_option", "initial_option"):
        found += [held[name]] if held.get(name) else []
        found += held.get(f"{name}s") or []
    return found


def _value(element: Json, field: str, given: object) -> object:
    if field == "selected_option":
        return None if given in (None, "") else _option(element, given)
    if field == "selected_options":
        return [_option(element, one) for one in _list(given)]
    if field in LISTS:
        return [str(one) for one in _list(given)]
    if field == "selected_date_time":
        return None if given in (None, "") else int(str(given))
    if field in {"rich_text_value", "files"}:
        return given
    return None if given in (None, "") else str(given)


def _list(given: object) -> list[object]:
    if given in (None, ""):
        return []
    return list(given) if isinstance(given, list) else [given]


def _option(element: Json, given: object) -> Json:
    wanted = given.get("value") if isinstance(given, dict) else given
    for option in options_of(element):
        if option.get("value") == wanted:
            return option
    raise SlackError("no_such_option", value=wanted)


def options_of(element: Json) -> Iterator[Json]:
    """Yield the options of an element, those in groups included."""
    yield from element.get("options") or []
    for group in element.get("option_groups") or []:
        yield from group.get("options") or []


def is_empty(state: Json | None) -> bool:
    """Return whether a state holds nothing, so that a required input is not filled in."""
    return not state or all(
        value in (None, "", []) for key, value in state.items() if key != "type"
    )
