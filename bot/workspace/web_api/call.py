"""One call of a method: its arguments, where it acts, and the registry of methods."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from bot.workspace.delivery.courier import Courier
from bot.workspace.entities import Channel, Json
from bot.workspace.errors import SlackError, invalid_arguments
from bot.workspace.state import Workspace

T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """A call of a method, with arguments from JSON, a form or the query."""

    workspace: Workspace
    courier: Courier
    args: Json

    def text(self, name: str) -> str:
        """Return an argument as text; empty when not given."""
        value = self.args.get(name)
        return "" if value is None else str(value)

    def required(self, name: str) -> str:
        """Return an argument that must be there; raises SlackError ``invalid_arguments``."""
        value = self.text(name)
        if not value:
            raise invalid_arguments(f"missing required field: {name}")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a yes-or-no argument."""
        if name not in self.args:
            return default
        return self.text(name).lower() in {"1", "true"}

    def structure(self, name: str) -> object:
        """Return an argument that is JSON, also when it came as text in a form."""
        value = self.args.get(name)
        if isinstance(value, str):
            try:
                return json.loads(value)
            except ValueError:
                raise SlackError(f"invalid_{name}_format") from None
        return value

    def size(self, default: int = 100, most: int = 999) -> int:
        """Return ``limit``, within bounds; raises SlackError ``invalid_limit``."""
        given = self.text("limit")
        if not given or given == "0":
            return default
        if not given.isdigit():
            raise SlackError("invalid_limit")
        return min(int(given), most)

    def page(self, everything: Sequence[T]) -> tuple[list[T], str]:
        """Return this page of a list and the cursor of the next; empty at the end."""
        start = _place(self.text("cursor"))
        end = start + self.size()
        cursor = "" if end >= len(everything) else _cursor(end)
        return list(everything[start:end]), cursor

    def bot_channel(self, name: str = "channel") -> Channel:
        """Return the channel of an argument, which the bot must be in.

        Raises SlackError ``channel_not_found`` or ``not_in_channel``.
        """
        channel = self.workspace.channel(self.required(name))
        if self.workspace.app.bot_user in channel.members:
            return channel
        raise SlackError("not_in_channel" if channel.kind == "channel" else "channel_not_found")


def _cursor(place: int) -> str:
    return base64.b64encode(f"next:{place}".encode()).decode()


def _place(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor).decode().removeprefix("next:"))
    except ValueError:
        raise SlackError("invalid_cursor") from None


Caller = Literal["bot", "app", "anyone"]
Handler = Callable[[Call], Awaitable[Json]]


@dataclass(frozen=True)
class Method:
    """A method: what runs, whose token it takes, and the scopes of which one is needed."""

    run: Handler
    caller: Caller
    scopes: tuple[str, ...]


METHODS: dict[str, Method] = {}


def method(name: str, *scopes: str, caller: Caller = "bot") -> Callable[[Handler], Handler]:
    """Register a handler as a method; any one of ``scopes`` is enough."""

    def register(run: Handler) -> Handler:
        METHODS[name] = Method(run, caller, scopes)
        return run

    return register
