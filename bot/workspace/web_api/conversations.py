"""conversations.*: channels, their members and what was said in them."""

from __future__ import annotations

from bot.workspace import events, messages
from bot.workspace.entities import Channel, Json, Message
from bot.workspace.errors import SlackError
from bot.workspace.state import Workspace
from bot.workspace.web_api.call import Call, method

KINDS = {"channel": "public_channel", "private": "private_channel", "im": "im", "mpim": "mpim"}
READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
WRITE = ("channels:manage", "im:write", "mpim:write")


def channel_json(workspace: Workspace, channel: Channel) -> Json:
    """Return a conversation as Slack's API writes it."""
    bot = workspace.app.bot_user
    body: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "private",
        "is_im": channel.kind == "im",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "channel",
        "is_member": bot in channel.members,
        "context_team_id": workspace.team.id,
    }
    if channel.kind == "im":
        others = [member for member in channel.members if member != bot]
        return body | {"user": others[0] if others else bot}
    topic = {"value": channel.topic, "creator": "", "last_set": 0}
    named = {"name": channel.name, "name_normalized": channel.name, "topic": topic}
    return body | named | {"num_members": len(channel.members)}


def listed(call: Call, member: str | None) -> tuple[list[Channel], str]:
    """Return a page of the conversations of the types asked for, and the next cursor.

    With ``member`` only that user's; private ones only where the bot is in.
    """
    types = (call.text("types") or "public_channel").replace(" ", "").split(",")
    if not set(types) <= set(KINDS.values()):
        raise SlackError("invalid_types")
    bot = call.workspace.app.bot_user
    found = [
        channel
        for channel in call.workspace.channels.values()
        if KINDS[channel.kind] in types
        and (channel.kind == "channel" or bot in channel.members)
        and (member is None or member in channel.members)
        and not (channel.is_archived and call.flag("exclude_archived"))
    ]
    return call.page(found)


@method("conversations.list", *READ)
async def listing(call: Call) -> Json:
    """List conversations, a page at a time."""
    found, cursor = listed(call, None)
    written = [channel_json(call.workspace, channel) for channel in found]
    return {"channels": written, "response_metadata": {"next_cursor": cursor}}


@method("conversations.info", *READ)
async def info(call: Call) -> Json:
    """Describe one conversation; private ones only when the bot is in."""
    channel = call.workspace.channel(call.required("channel"))
    if channel.kind != "channel" and call.workspace.app.bot_user not in channel.members:
        raise SlackError("channel_not_found")
    return {"channel": channel_json(call.workspace, channel)}


@method("conversations.members", *READ)
async def members(call: Call) -> Json:
    """List the members of a conversation, a page at a time."""
    channel = call.workspace.channel(call.required("channel"))
    found, cursor = call.page(channel.members)
    return {"members": found, "response_metadata": {"next_cursor": cursor}}


@method("conversations.open", *WRITE)
async def opening(call: Call) -> Json:
    """Open the direct conversation of the bot with one or several users."""
    workspace = call.workspace
    if call.text("channel"):
        return {"channel": {"id": workspace.channel(call.text("channel")).id}}
    given = call.args.get("users")
    listed_users = given if isinstance(given, list) else call.required("users").split(",")
    users = [str(one).strip() for one in listed_users]
    if any(workspace.user(user).deleted for user in users):
        raise SlackError("user_disabled")
    channel = workspace.direct(*users, workspace.app.bot_user)
    whole = channel_json(workspace, channel) if call.flag("return_im") else {"id": channel.id}
    return {"channel": whole}


@method("conversations.join", "channels:join")
async def join(call: Call) -> Json:
    """Let the bot join a public channel."""
    workspace = call.workspace
    channel = workspace.channel(call.required("channel"))
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if workspace.app.bot_user not in channel.members:
        channel.members.append(workspace.app.bot_user)
        workspace.journal.changed("channel", channel=channel.id)
        events.member_joined(workspace, call.courier, channel, workspace.app.bot_user)
    return {"channel": channel_json(workspace, channel)}


@method("conversations.history", *HISTORY)
async def history(call: Call) -> Json:
    """List what was said in a conversation, newest first; replies in threads are left out."""
    channel = call.bot_channel()
    shown = [
        one
        for one in messages.lasting(call.workspace, channel.id)
        if one.thread_ts in {None, one.ts} or one.reply_broadcast
    ]
    found, cursor = call.page(_between(call, shown)[::-1])
    return _written(call, found, cursor)


@method("conversations.replies", *HISTORY)
async def replies(call: Call) -> Json:
    """List a thread: the parent, then the replies, oldest first."""
    channel = call.bot_channel()
    message = call.workspace.message(channel.id, call.required("ts"))
    if message is None or message.only_for is not None:
        raise SlackError("thread_not_found")
    parent = call.workspace.message(channel.id, message.thread_ts or message.ts) or message
    under = _between(call, messages.replies(call.workspace, parent))
    found, cursor = call.page([parent, *under])
    return _written(call, found, cursor)


def _between(call: Call, found: list[Message]) -> list[Message]:
    try:
        oldest = float(call.text("oldest") or 0)
        latest = float(call.text("latest") or "inf")
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None
    if call.flag("inclusive"):
        return [one for one in found if oldest <= float(one.ts) <= latest]
    return [one for one in found if oldest < float(one.ts) < latest]


def _written(call: Call, found: list[Message], cursor: str) -> Json:
    metadata = call.flag("include_all_metadata")
    body: Json = {
        "messages": [messages.wire(call.workspace, one, metadata=metadata) for one in found],
        "has_more": bool(cursor),
    }
    if cursor:
        body["response_metadata"] = {"next_cursor": cursor}
    return body
