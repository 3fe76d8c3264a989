"""The blocks and views that both sample apps show."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(action_id: str) -> Json:
    return {"type": "button", "action_id": action_id, "value": "42", "text": plain(action_id)}


def buttons(*action_ids: str) -> list[Json]:
    elements = [button(action_id) for action_id in action_ids]
    return [{"type": "actions", "block_id": "row", "elements": elements}]


REASON = {
    "type": "input",
    "block_id": "reason",
    "label": plain("Reason"),
    "element": {"type": "plain_text_input", "action_id": "text"},
}

SEARCH = {
    "type": "section",
    "block_id": "search",
    "text": plain("City"),
    "accessory": {
        "type": "external_select",
        "action_id": "city",
        "placeholder": plain("Search"),
        "min_query_length": 1,
    },
}

CITIES = ["Lisbon", "London", "Lima", "Oslo"]


def options(query: str) -> list[Json]:
    return [{"text": plain(city), "value": city} for city in CITIES if city.startswith(query)]


def modal(title: str, blocks: list[Json] | None = None, **more: object) -> Json:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain(title),
        "submit": plain("Send"),
        "blocks": blocks or [REASON],
        **more,
    }


def home(text: str) -> Json:
    return {"type": "home", "blocks": [{"type": "section", "text": plain(text)}]}


RESPONSES = {
    "errors": {"response_action": "errors", "errors": {"reason": "Not that"}},
    "update": {"response_action": "update", "view": modal("Updated")},
    "push": {
        "response_action": "push",
        "view": modal("Pushed", [*buttons("deeper"), REASON]),
    },
    "clear": {"response_action": "clear"},
}
"""What the app answers to a submitted form, by what was typed."""

METADATA = {"event_type": "delivery", "event_payload": {"delivery_id": "7", "parts": [1, 2]}}
