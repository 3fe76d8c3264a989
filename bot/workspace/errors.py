"""The one expected error: a refusal in Slack's own words."""

from __future__ import annotations

from typing import Any


class SlackError(Exception):
    """A refusal that the Web API answers as ``{"ok": false, "error": code, …}``."""

    def __init__(self, code: str, **extra: object) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra

    def body(self) -> dict[str, Any]:
        """Return the JSON body of the answer."""
        return {"ok": False, "error": self.code, **self.extra}


def invalid_arguments(*messages: str) -> SlackError:
    """Return Slack's ``invalid_arguments`` with its explanation for the developer."""
    listed = [f"[ERROR] {message}" for message in messages]
    return SlackError("invalid_arguments", response_metadata={"messages": listed})
