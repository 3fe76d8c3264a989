"""conversations.*: making, naming, joining, leaving and archiving channels."""

from __future__ import annotations

import re
import time

from bot.workspace import events, limits
from bot.workspace.entities import Channel, Json
from bot.workspace.errors import SlackError
from bot.workspace.web_api.call import Call, method
from bot.workspace.web_api.conversations import WRITE, channel_json

MANAGE = {"channel": "channels:manage", "private": "groups:write"}
PUNCTUATION = re.compile(r"[-_]+")
ALREADY_IN = {
    "warning": "already_in_channel",
    "response_metadata": {"warnings": ["already_in_channel"]},
}


def _managed(call: Call) -> Channel:
    """Return the channel of a call, which must be one and which the bot may change."""
    channel = call.workspace.channel(call.required("channel"))
    if channel.kind not in MANAGE:
        raise SlackError("method_not_supported_for_channel_type")
    inside = call.workspace.app.bot_user in channel.members
    if channel.kind == "private" and not inside:
        raise SlackError("channel_not_found")
    call.needs(MANAGE[channel.kind])
    return channel


def _refuse_outsider(call: Call, channel: Channel) -> None:
    if call.workspace.app.bot_user not in channel.members:
        raise SlackError("not_in_channel")


def _changed(call: Call, channel: Channel) -> None:
    call.workspace.journal.changed("channel", channel=channel.id)


@method("conversations.join", "channels:join", tier=3)
async def join(call: Call) -> Json:
    """Let the bot join a public channel."""
    workspace = call.workspace
    bot = workspace.app.bot_user
    channel = workspace.channel(call.required("channel"))
    if channel.kind == "private" and bot not in channel.members:
        raise SlackError("channel_not_found")
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if bot in channel.members:
        return {"channel": channel_json(workspace, channel), **ALREADY_IN}
    channel.members.append(bot)
    _changed(call, channel)
    events.member_joined(workspace, call.courier, channel, bot)
    return {"channel": channel_json(workspace, channel)}


@method("conversations.leave", *WRITE, tier=3)
async def leave(call: Call) -> Json:
    """Let the bot leave a channel."""
    channel = _managed(call)
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.is_general:
        raise SlackError("cant_leave_general")
    bot = call.workspace.app.bot_user
    if bot not in channel.members:
        return {"not_in_channel": True}
    if channel.members == [bot]:
        raise SlackError("last_member")
    channel.members.remove(bot)
    _changed(call, channel)
    events.member_left(call.workspace, call.courier, channel, bot)
    return {}


@method("conversations.create", *WRITE, tier=2)
async def create(call: Call) -> Json:
    """Make a channel, public or private, with the bot as its only member."""
    workspace = call.workspace
    private = call.flag("is_private")
    call.needs(MANAGE["private" if private else "channel"])
    bot = workspace.app.bot_user
    channel = Channel(
        id=workspace.new_id("C"),
        name=_free_name(call),
        members=[bot],
        kind="private" if private else "channel",
        creator=bot,
        created=int(time.time()),
    )
    workspace.channels[channel.id] = channel
    _changed(call, channel)
    return {"channel": channel_json(workspace, channel)}


@method("conversations.rename", *WRITE, tier=2)
async def rename(call: Call) -> Json:
    """Give another name to a channel that the bot made."""
    channel = _managed(call)
    _refuse_outsider(call, channel)
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.creator != call.workspace.app.bot_user:
        raise SlackError("not_authorized")
    channel.name = _free_name(call)
    _changed(call, channel)
    events.channel_renamed(call.workspace, call.courier, channel)
    return {"channel": channel_json(call.workspace, channel)}


def _free_name(call: Call) -> str:
    name = call.text("name").removeprefix("#")
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > limits.CHANNEL_NAME:
        raise SlackError("invalid_name_maxlength")
    if PUNCTUATION.fullmatch(name):
        raise SlackError("invalid_name_punctuation")
    if name != name.lower() or not re.fullmatch(r"[\w-]+", name):
        raise SlackError("invalid_name_specials")
    if call.workspace.channel_named(name) is not None:
        raise SlackError("name_taken")
    return name


@method("conversations.archive", *WRITE, tier=2)
async def archive(call: Call) -> Json:
    """Archive a channel that the bot is in."""
    channel = _managed(call)
    if channel.is_archived:
        raise SlackError("already_archived")
    if channel.is_general:
        raise SlackError("cant_archive_general")
    _refuse_outsider(call, channel)
    return _archived(call, channel, archived=True)


@method("conversations.unarchive", *WRITE, tier=2)
async def unarchive(call: Call) -> Json:
    """Bring an archived channel back."""
    channel = _managed(call)
    if not channel.is_archived:
        raise SlackError("not_archived")
    return _archived(call, channel, archived=False)


def _archived(call: Call, channel: Channel, *, archived: bool) -> Json:
    channel.is_archived = archived
    _changed(call, channel)
    bot = call.workspace.app.bot_user
    events.channel_archived(call.workspace, call.courier, channel, bot)
    return {}
