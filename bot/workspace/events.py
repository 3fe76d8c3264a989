"""Events that the app subscribed to, sent in the background."""

from __future__ import annotations

from bot.workspace import messages, payloads, views
from bot.workspace.delivery.courier import Courier
from bot.workspace.delivery.envelope import Envelope
from bot.workspace.entities import Channel, Json, Message
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
    _send(workspace, courier, f"message.{KINDS[channel.kind]}", body)
    if f"<@{app.bot_user}>" in message.text and message.user != app.bot_user:
        _send(workspace, courier, "app_mention", {**body, "type": "app_mention"})


def member_joined(workspace: Workspace, courier: Courier, channel: Channel, user_id: str) -> None:
    """Tell the app that somebody joined a channel that the bot is in."""
    if workspace.app.bot_user in channel.members:
        body = _membership(workspace, "member_joined_channel", channel, user_id)
        _send(workspace, courier, "member_joined_channel", body)


def home_opened(workspace: Workspace, courier: Courier, user_id: str) -> None:
    """Tell the app that a user opened its Home tab."""
    body: Json = {
        "type": "app_home_opened",
        "user": user_id,
        "channel": workspace.app_direct(user_id).id,
        "tab": "home",
        "event_ts": workspace.new_ts(),
    }
    home = workspace.homes.get(user_id)
    if home is not None:
        body["view"] = views.wire(workspace, home)
    _send(workspace, courier, "app_home_opened", body)


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
    if subscription in workspace.app.events:
        courier.send(Envelope("events_api", payloads.event(workspace, body)))
