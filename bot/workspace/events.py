"""Events that the app subscribed to, sent in the background."""

from __future__ import annotations

from bot.workspace import messages, payloads, views
from bot.workspace.delivery.courier import Courier
from bot.workspace.delivery.envelope import Envelope
from bot.workspace.entities import Channel, Json, Message
from bot.workspace.seed import EVENT_SCOPES
from bot.workspace.state import Workspace

KINDS = {"channel": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
CHANNEL_TYPES = {"channel": "channel", "private": "group", "im": "im", "mpim": "mpim"}


def message_posted(workspace: Workspace, courier: Courier, message: Message) -> None:
    """Tell the app of a message in a conversation that the bot is in, and of a mention."""
    channel = workspace.channel(message.channel)
    app = workspace.app
    if app.bot_user not in channel.members:
        return
    body = messages.wire(workspace, message) | {
        "channel": channel.id,
        "event_ts": message.ts,
        "channel_type": CHANNEL_TYPES[channel.kind],
    }
    if message.client_msg_id:
        body["client_msg_id"] = message.client_msg_id
    _send(workspace, courier, f"message.{KINDS[channel.kind]}", body)
    mentioned = f"<@{app.bot_user}>" in message.text and message.user != app.bot_user
    if mentioned and channel.kind != "im":
        _send(workspace, courier, "app_mention", {**body, "type": "app_mention"})


def message_changed(
    workspace: Workspace, courier: Courier, message: Message, previous: Json
) -> None:
    """Tell the app that a message says something else than ``previous``, as it was written."""
    now = {"message": messages.wire(workspace, message), "previous_message": previous}
    _hidden(workspace, courier, message, {"subtype": "message_changed", **now})


def message_deleted(workspace: Workspace, courier: Courier, message: Message) -> None:
    """Tell the app that a message was taken away."""
    gone = {"deleted_ts": message.ts, "previous_message": messages.wire(workspace, message)}
    _hidden(workspace, courier, message, {"subtype": "message_deleted", **gone})


def _hidden(workspace: Workspace, courier: Courier, message: Message, told: Json) -> None:
    channel, ts = workspace.channel(message.channel), workspace.new_ts()
    if workspace.app.bot_user in channel.members:
        kind = CHANNEL_TYPES[channel.kind]
        place = {"type": "message", "channel": channel.id, "channel_type": kind, "hidden": True}
        body = {**place, **told, "ts": ts, "event_ts": ts}
        _send(workspace, courier, f"message.{KINDS[channel.kind]}", body)


def reaction_added(
    workspace: Workspace, courier: Courier, message: Message, user_id: str, name: str
) -> None:
    """Tell the app of a reaction to a message in a conversation that the bot is in."""
    if workspace.app.bot_user in workspace.channel(message.channel).members:
        body = {
            "type": "reaction_added",
            "user": user_id,
            "reaction": name,
            "item": {"type": "message", "channel": message.channel, "ts": message.ts},
            "item_user": message.user,
            "event_ts": workspace.new_ts(),
        }
        _send(workspace, courier, "reaction_added", body)


def member_joined(workspace: Workspace, courier: Courier, channel: Channel, user_id: str) -> None:
    """Tell the app that somebody joined a channel that the bot is in."""
    if workspace.app.bot_user in channel.members:
        body = _membership(workspace, "member_joined_channel", channel, user_id)
        _send(workspace, courier, "member_joined_channel", body)


def member_left(workspace: Workspace, courier: Courier, channel: Channel, user_id: str) -> None:
    """Tell the app that somebody left a channel that the bot is in, or that the bot itself did."""
    app = workspace.app
    if user_id == app.bot_user:
        kind = "channel_left" if channel.kind == "channel" else "group_left"
        _send(workspace, courier, kind, _about(workspace, kind, channel))
    elif app.bot_user in channel.members:
        body = _membership(workspace, "member_left_channel", channel, user_id)
        _send(workspace, courier, "member_left_channel", body)


def channel_archived(
    workspace: Workspace, courier: Courier, channel: Channel, user_id: str
) -> None:
    """Tell the app that somebody archived a channel or brought it back."""
    kind = f"{_prefix(channel)}_{'archive' if channel.is_archived else 'unarchive'}"
    if _known(workspace, channel):
        body = _about(workspace, kind, channel) | {"user": user_id, "is_moved": 0}
        _send(workspace, courier, kind, body)


def channel_renamed(workspace: Workspace, courier: Courier, channel: Channel) -> None:
    """Tell the app the new name of a channel."""
    kind = f"{_prefix(channel)}_rename"
    if _known(workspace, channel):
        named = {"id": channel.id, "name": channel.name, "created": channel.created}
        _send(workspace, courier, kind, _about(workspace, kind, channel) | {"channel": named})


def tokens_revoked(workspace: Workspace, courier: Courier) -> None:
    """Tell the app that its bot token is no longer good."""
    tokens = {"oauth": [], "bot": [workspace.app.bot_user]}
    body = {"type": "tokens_revoked", "tokens": tokens, "event_ts": workspace.new_ts()}
    _send(workspace, courier, "tokens_revoked", body)


def app_uninstalled(workspace: Workspace, courier: Courier) -> None:
    """Tell the app that it was removed from the workspace."""
    body = {"type": "app_uninstalled", "event_ts": workspace.new_ts()}
    _send(workspace, courier, "app_uninstalled", body)


def home_opened(workspace: Workspace, courier: Courier, user_id: str, tab: str) -> None:
    """Tell the app that a user opened its ``home`` or ``messages`` tab."""
    body: Json = {
        "type": "app_home_opened",
        "user": user_id,
        "channel": workspace.app_direct(user_id).id,
        "tab": tab,
        "event_ts": workspace.new_ts(),
    }
    home = workspace.homes.get(user_id)
    if home is not None and tab == "home":
        body["view"] = views.wire(workspace, home)
    _send(workspace, courier, "app_home_opened", body)


def _known(workspace: Workspace, channel: Channel) -> bool:
    return channel.kind == "channel" or workspace.app.bot_user in channel.members


def _prefix(channel: Channel) -> str:
    return "channel" if channel.kind == "channel" else "group"


def _about(workspace: Workspace, kind: str, channel: Channel) -> Json:
    return {"type": kind, "channel": channel.id, "event_ts": workspace.new_ts()}


def _membership(workspace: Workspace, kind: str, channel: Channel, user_id: str) -> Json:
    return {
        "type": kind,
        "user": user_id,
        "channel": channel.id,
        "channel_type": "C" if channel.kind == "channel" else "G",
        "team": workspace.team.id,
        "event_ts": workspace.new_ts(),
    }


def _send(workspace: Workspace, courier: Courier, subscription: str, body: Json) -> None:
    app, needed = workspace.app, EVENT_SCOPES.get(subscription)
    granted = needed is None or not needed.isdisjoint(app.scopes)
    if subscription in app.events and granted:
        courier.send(Envelope("events_api", payloads.event(workspace, body)))
