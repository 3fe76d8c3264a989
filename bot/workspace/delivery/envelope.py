"""One thing sent to the app, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.workspace.entities import Json


@dataclass(frozen=True)
class Envelope:
    """One payload for the app; ``kind`` is Socket Mode's envelope type."""

    kind: Literal["slash_commands", "interactive", "events_api"]
    payload: Json

    @property
    def name(self) -> str:
        """What it is, for the log: the command, interaction type or event type."""
        if self.kind == "slash_commands":
            return str(self.payload["command"])
        if self.kind == "events_api":
            return str(self.payload["event"]["type"])
        return str(self.payload["type"])


@dataclass(frozen=True)
class Answer:
    """How the app answered: ``ok`` with a body, ``timeout``, or ``unreachable``."""

    status: Literal["ok", "timeout", "unreachable", "refused"]
    body: Json | str | None = None
    code: int | None = None

    @property
    def json(self) -> Json:
        """The body when it is a JSON object, otherwise an empty one."""
        return self.body if isinstance(self.body, dict) else {}
