"""What a workspace is made of: plain records without behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Json: TypeAlias = dict[str, Any]
Surface: TypeAlias = Literal["message", "modal", "home"]
Restriction: TypeAlias = Literal["", "admins", "read_only", "thread_only", "non_threadable"]


@dataclass(frozen=True)
class Team:
    """The workspace as Slack calls it: a team.

    ``edit_window`` is for how many seconds messages may be edited; None is for ever.
    """

    id: str
    name: str
    domain: str
    edit_window: float | None = None


@dataclass
class User:
    """A person or a bot; ``locale`` such as ``en-GB``, ``tz`` an IANA zone.

    Guests are ``is_restricted`` (several channels) or also ``is_ultra_restricted`` (one channel);
    people of another workspace, met through Slack Connect, have its ``team_id``.
    """

    id: str
    name: str
    real_name: str
    email: str = ""
    locale: str = "en-US"
    tz: str = "Etc/UTC"
    title: str = ""
    is_bot: bool = False
    deleted: bool = False
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    team_id: str = ""
    bot_id: str = ""


@dataclass
class Channel:
    """A channel or a direct conversation (``kind``), with its members in order of arrival.

    ``restricted`` is who or what may not be posted there: ``admins`` post only, it is
    ``read_only``, ``thread_only`` (replies only) or ``non_threadable`` (no replies).
    """

    id: str
    name: str
    members: list[str]
    kind: Literal["channel", "private", "im", "mpim"] = "channel"
    topic: str = ""
    is_archived: bool = False
    is_general: bool = False
    restricted: Restriction = ""
    creator: str = ""
    created: int = 0


@dataclass(frozen=True)
class Command:
    """A slash command of the app."""

    command: str
    hint: str = ""
    description: str = ""
    should_escape: bool = True


@dataclass(frozen=True)
class Shortcut:
    """A shortcut of the app, offered on messages or everywhere."""

    callback_id: str
    name: str
    kind: Literal["message", "global"] = "message"


@dataclass
class App:
    """The one app that is installed: its identity, secrets and manifest facts.

    ``name`` is the app's, ``handle`` its bot user's (made of the name when empty). With a
    ``request_url`` it is called by signed HTTP there, otherwise by Socket Mode.
    """

    id: str
    name: str
    bot_id: str
    bot_user: str
    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str
    scopes: list[str]
    events: list[str]
    commands: list[Command]
    shortcuts: list[Shortcut]
    description: str = ""
    handle: str = ""
    request_url: str = ""
    home_tab: bool = True
    messages_tab: bool = True


@dataclass
class Message:
    """A message; with ``only_for`` it is ephemeral and seen by that user alone.

    ``client_msg_id`` is the number that Slack gives to what somebody typed; bots' have none.
    """

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread_ts: str | None = None
    reply_broadcast: bool = False
    only_for: str | None = None
    edited_ts: str | None = None
    subtype: str | None = None
    files: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    username: str = ""
    states: dict[str, Json] = field(default_factory=dict)
    made_by: int | None = None
    changed: int = 0
    client_msg_id: str = ""
    offered: dict[str, Json] = field(default_factory=dict)


@dataclass
class Scheduled:
    """A message of ``chat.scheduleMessage`` that is not due yet; times are Unix seconds."""

    id: str
    message: Message
    post_at: int
    created: int


@dataclass
class View:
    """A modal or a Home tab as one user has it open."""

    id: str
    user: str
    kind: Literal["modal", "home"]
    payload: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Json = field(default_factory=dict)
    offered: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    notice: str = ""


@dataclass
class Trigger:
    """A ``trigger_id``: who acted, until when it is good, and the view it came from."""

    id: str
    user: str
    until: float
    view: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """A ``response_url``: where it posts and how often it may still be used."""

    token: str
    user: str
    channel: str
    until: float
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


@dataclass
class File:
    """An uploaded file, complete once ``shared`` is true.

    ``user`` is the person who uploaded it, empty for the app; ``given`` is whether they handed it
    to the app in a modal; ``channels`` are those in which a message shows it.
    """

    id: str
    name: str
    length: int
    content: bytes = b""
    title: str = ""
    content_type: str = "application/octet-stream"
    shared: bool = False
    user: str = ""
    given: bool = False
    channels: list[str] = field(default_factory=list)
