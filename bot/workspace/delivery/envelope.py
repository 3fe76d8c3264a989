"""One thing sent to the app, and what came back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from bot.workspace.entities import Json


@dataclass(frozen=True)
class Envelope:
    """One payload for the app; ``kind`` is Socket Mode's envelope type.

    ``retry`` counts the tries before this one, ``retry_reason`` says why the last one failed.
    """

    kind: Literal["slash_commands", "interactive", "events_api"]
    payload: Json
    retry: int = 0
    retry_reason: str = ""

    @property
    def name(self) -> str:
        """What it is, for the log: the command, interaction type or event type."""
        if self.kind == "slash_commands":
            return str(self.payload["command"])
        if self.kind == "events_api":
            return str(self.payload["event"]["type"])
        return str(self.payload["type"])

    @property
    def channel(self) -> str | None:
        """The id of the conversation that it is about, if any."""
        if self.kind == "slash_commands":
            return str(self.payload["channel_id"])
        about = self.payload["event"] if self.kind == "events_api" else self.payload
        channel = about.get("channel")
        found = channel.get("id") if isinstance(channel, dict) else channel
        return None if found is None else str(found)

    def again(self, retry: int, reason: str) -> Envelope:
        """Return the same payload as a further try."""
        return replace(self, retry=retry, retry_reason=reason)


@dataclass(frozen=True)
class Answer:
    """How the app answered: ``ok`` with a body, ``timeout``, ``unreachable`` or ``refused``.

    ``reason`` is what Slack gives as the reason of a retry; ``final`` is true when the app asked
    for none.
    """

    status: Literal["ok", "timeout", "unreachable", "refused"]
    body: Json | str | None = None
    code: int | None = None
    reason: str = ""
    final: bool = False

    @property
    def json(self) -> Json:
        """The body when it is a JSON object, otherwise an empty one."""
        return self.body if isinstance(self.body, dict) else {}
