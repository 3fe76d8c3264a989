"""Forms as Slack sends them: read and answered."""

from collections.abc import Mapping
from typing import Any

from bot.errors import BotError
from bot.text import t
from bot.views.blocks import INPUT, Payload, block_id_of, notice_modal

Body = dict[str, Any]
_SINGLE = ("value", "selected_user", "selected_date", "selected_conversation")


def texts_in(opened: Body) -> dict[str, str]:
    """Return what a form holds by field, nothing as the empty text."""
    values = opened["state"]["values"]
    return {
        block_id.partition(".")[0]: _text((field or {}).get(INPUT) or {})
        for block_id, field in values.items()
    }


def files_in(opened: Body, name: str) -> object:
    """Return what a form's file input holds, just as Slack sent it; None without one."""
    for block_id, field in opened["state"]["values"].items():
        if block_id.partition(".")[0] == name:
            return ((field or {}).get(INPUT) or {}).get("files")
    return None


def errors(found: Mapping[str, BotError], turn: int, language: str) -> Payload:
    """Return the ack of a form in which something is wrong."""
    told = {
        block_id_of(name, turn): t(language, error.key, **error.params)
        for name, error in found.items()
    }
    return {"response_action": "errors", "errors": told}


def update(modal: Payload) -> Payload:
    """Return the ack that puts a modal in the place of a form."""
    return {"response_action": "update", "view": modal}


def told(language: str, sentence: str) -> Payload:
    """Return the ack that puts a sentence in the place of a form."""
    return update(notice_modal(language, sentence))


def _text(held: Body) -> str:
    option = (held.get("selected_option") or {}).get("value")
    several = held.get("selected_users") or [
        one.get("value", "") for one in held.get("selected_options") or []
    ]
    return str(next(filter(None, (option, ",".join(several), *map(held.get, _SINGLE))), ""))
