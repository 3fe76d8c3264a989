"""One call of a method: its arguments, where it acts, and the registry of methods."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from bot.workspace import limits
from bot.workspace.delivery.courier import Courier
from bot.workspace.entities import Channel, Json
from bot.workspace.errors import SlackError, invalid_arguments
from bot.workspace.rates import Tier
from bot.workspace.state import Workspace

T = TypeVar("T")
SCOPE_FAMILIES = {"channel": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
MALFORMED = {
    "blocks": "invalid_blocks_format",
    "metadata": "invalid_metadata_format",
    "attachments": "invalid_attachments",
}


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

    def number(self, name: str, refusal: str, default: float) -> float:
        """Return an argument that is a number; raises SlackError ``refusal`` if it is not."""
        try:
            return float(self.text(name) or default)
        except ValueError:
            raise SlackError(refusal) from None

    def structure(self, name: str) -> object:
        """Return an argument that is JSON, also when it came as text in a form.

        Raises SlackError ``invalid_blocks_format``, ``invalid_metadata_format`` and the like.
        """
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            if name in MALFORMED:
                raise SlackError(MALFORMED[name]) from None
            raise invalid_arguments(f"invalid JSON: {name}") from None

    def size(self, default: int = limits.PAGE, most: int = limits.LONGEST_PAGE) -> int:
        """Return ``limit``, within bounds; raises SlackError ``invalid_limit``."""
        given = self.text("limit")
        if not given or given == "0":
            return default
        if not given.isdigit():
            raise SlackError("invalid_limit")
        return min(int(given), most)

    def page(self, everything: Sequence[T], default: int = limits.PAGE) -> tuple[list[T], str]:
        """Return this page of a list and the cursor of the next; empty at the end.

        Raises SlackError ``invalid_cursor`` or ``invalid_limit``.
        """
        start = _place(self.text("cursor"))
        end = start + self.size(default, max(default, limits.LONGEST_PAGE))
        cursor = "" if end >= len(everything) else _cursor(end)
        return list(everything[start:end]), cursor

    def needs(self, *scopes: str) -> None:
        """Raise SlackError ``missing_scope`` unless every one of these scopes is granted."""
        missing = [scope for scope in scopes if scope not in self.workspace.app.scopes]
        if missing:
            raise missing_scope(self.workspace, *missing)

    def visible_channel(self, right: str, name: str = "channel") -> Channel:
        """Return the conversation of an argument that the bot can see.

        ``right`` is what the scope for its kind ends in, such as ``read``. Raises SlackError
        ``channel_not_found`` or ``missing_scope``.
        """
        channel = self.workspace.channel(self.required(name))
        if channel.kind != "channel" and self.workspace.app.bot_user not in channel.members:
            raise SlackError("channel_not_found")
        self.needs(f"{SCOPE_FAMILIES[channel.kind]}:{right}")
        return channel

    def own_channel(self, right: str, name: str = "channel") -> Channel:
        """Return the conversation of an argument, which the bot must be in.

        Raises SlackError ``channel_not_found``, ``missing_scope`` or ``not_in_channel``.
        """
        channel = self.visible_channel(right, name)
        if self.workspace.app.bot_user not in channel.members:
            raise SlackError("not_in_channel")
        return channel


def _cursor(place: int) -> str:
    return base64.b64encode(f"next:{place}".encode()).decode()


def _place(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        name, _, place = base64.b64decode(cursor, validate=True).decode().partition(":")
    except ValueError:
        raise SlackError("invalid_cursor") from None
    if name != "next" or not place.isdigit():
        raise SlackError("invalid_cursor")
    return int(place)


def missing_scope(workspace: Workspace, *needed: str) -> SlackError:
    """Return Slack's ``missing_scope``, which names what is needed and what there is."""
    provided = ",".join(workspace.app.scopes)
    return SlackError("missing_scope", needed=",".join(needed), provided=provided)


Caller = Literal["bot", "app", "anyone"]
Handler = Callable[[Call], Awaitable[Json]]


@dataclass(frozen=True)
class Method:
    """A method: what runs, whose token it takes, and what it asks for first.

    Of ``scopes`` one is enough. ``tier`` is the rate limit that the method's page names (5 is
    "special"; None: the method counts for itself). Without ``json`` a JSON body is not read.
    """

    run: Handler
    tier: Tier | None
    caller: Caller
    scopes: tuple[str, ...]
    json: bool


METHODS: dict[str, Method] = {}


def method(
    name: str,
    *scopes: str,
    tier: Tier | None,
    caller: Caller = "bot",
    json_body: bool = True,
) -> Callable[[Handler], Handler]:
    """Register a handler as a method; any one of ``scopes`` is enough."""

    def register(run: Handler) -> Handler:
        METHODS[name] = Method(run, tier, caller, scopes, json_body)
        return run

    return register
