"""Where elements stand on the page, and what is chosen in them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from bot.workspace.element_values import FIELDS
from bot.workspace.entities import Json
from bot.workspace.page.look import Look
from bot.workspace.page.mrkdwn import unescape


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
        return element.get("initial_" + name.removeprefix("selected_").removeprefix("rich_text_"))

    def id_of(self, block: Json, element: Json, part: object = "") -> str:
        """Return the id of a control, or of one part of it."""
        named = f"{self.prefix}-{block.get('block_id')}-{element.get('action_id')}"
        return re.sub(r"\s", "_", f"{named}-{part}" if part != "" else named)

    def names(self, block: Json, element: Json) -> Json:
        """Return the attributes that name a control and tell what is wrong with it.

        In an input block the label names it, elsewhere its placeholder.
        """
        if block.get("type") != "input":
            return {"aria_label": self.hint(element)}
        ident = self.id_of(block, element)
        notes = []
        if self.errors.get(str(block.get("block_id"))):
            notes.append(f"{ident}-error")
        if block.get("hint"):
            notes.append(f"{ident}-hint")
        return {
            "aria_describedby": " ".join(notes) or None,
            "aria_invalid": "true" if notes and notes[0].endswith("-error") else None,
            "aria_required": None if block.get("optional") else "true",
        }

    def hint(self, element: Json) -> str:
        """Return what stands in an empty control."""
        kind = str(element.get("type")).removeprefix("multi_")
        fallback = {
            "users_select": "choose_user",
            "channels_select": "choose_channel",
            "conversations_select": "choose_channel",
            "datepicker": "choose_date",
            "datetimepicker": "choose_date",
            "timepicker": "choose_time",
        }.get(kind, "choose")
        return words_of(element.get("placeholder")) or self.look.words[fallback]


def words_of(text: object) -> str:
    """Return the words of a text object as they are read."""
    return unescape(str(text.get("text") or "")) if isinstance(text, dict) else ""


def value_of(held: object) -> str:
    """Return the value of an option, or of what was chosen, as text."""
    return str(held.get("value")) if isinstance(held, dict) else str(held or "")


def behaviour(block: Json, element: Json, *, live: bool) -> Json:
    """Return the attributes by which the page's script finds a control and uses it.

    ``live`` ones tell the app at once, others wait for the submission.
    """
    asked = confirmation(element)
    return {
        "data_block": block.get("block_id"),
        "data_action": element.get("action_id"),
        "data_kind": element.get("type"),
        "data_live": "1" if live else None,
        "data_confirm": asked,
        "hx_confirm": "ask" if asked and live else None,
        "hx_post": "/control/click" if live else None,
        "hx_swap": "none" if live else None,
        "hx_sync": "queue all" if live else None,
    }


def confirmation(element: Json) -> str | None:
    """Return what is asked before an element is used, as JSON, or None."""
    asked = element.get("confirm")
    if not isinstance(asked, dict):
        return None
    parts = {part: words_of(asked.get(part)) for part in ("title", "text", "confirm", "deny")}
    return json.dumps({**parts, "style": asked.get("style")})
