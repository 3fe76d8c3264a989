"""chat.*: posting, changing and removing messages."""

from __future__ import annotations

import time

from bot.workspace import events, limits, messages
from bot.workspace.entities import Json, Message
from bot.workspace.errors import SlackError
from bot.workspace.web_api import files, posting
from bot.workspace.web_api.call import Call, method

TRUNCATED = {
    "warning": "message_truncated",
    "response_metadata": {
        "messages": [
            f"[WARN] Your message was truncated to {limits.MESSAGE_TEXT:,} characters and posted."
        ],
        "warnings": ["message_truncated"],
    },
}


@method("chat.postMessage", "chat:write", tier=None)
async def post_message(call: Call) -> Json:
    """Post a message as the bot; a text that is too long is cut off with a warning."""
    workspace = call.workspace
    channel = posting.target(call)
    workspace.rates.post(channel.id)
    message = Message(
        ts="",
        channel=channel.id,
        user=workspace.app.bot_user,
        thread_ts=posting.thread(call, channel),
        metadata=posting.metadata(call),
        username=call.text("username"),
        **posting.content(call, longest=None),
    )
    if message.thread_ts and call.flag("reply_broadcast"):
        message.reply_broadcast, message.subtype = True, "thread_broadcast"
    message.ts = workspace.new_ts()
    message.files = files.linked(workspace, channel, message.text)
    messages.post(workspace, message)
    events.message_posted(workspace, call.courier, message)
    written = messages.wire(workspace, message, metadata=True)
    posted = {"channel": channel.id, "ts": message.ts, "message": written}
    return posted | TRUNCATED if len(call.text("text")) > len(message.text) else posted


@method("chat.postEphemeral", "chat:write", tier=4)
async def post_ephemeral(call: Call) -> Json:
    """Post a message that one member of the channel sees."""
    workspace = call.workspace
    user = call.required("user")
    channel = posting.target(call)
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = Message(
        ts=workspace.new_ts(),
        channel=channel.id,
        user=workspace.app.bot_user,
        thread_ts=posting.thread(call, channel),
        only_for=user,
        username=call.text("username"),
        **posting.content(call),
    )
    messages.post(workspace, message)
    return {"message_ts": message.ts}


def _own(call: Call, refusal: str) -> Message:
    workspace = call.workspace
    channel = workspace.channel(call.required("channel"))
    if channel.kind != "channel" and workspace.app.bot_user not in channel.members:
        raise SlackError("channel_not_found")
    message = workspace.message(channel.id, call.required("ts"))
    if message is None or message.only_for is not None:
        raise SlackError("message_not_found")
    if message.user != workspace.app.bot_user:
        raise SlackError(refusal)
    return message


@method("chat.update", "chat:write", tier=3)
async def update(call: Call) -> Json:
    """Change a message of the bot; its metadata stays unless another is given, or ``{}``."""
    workspace = call.workspace
    message = _own(call, "cant_update_message")
    if workspace.channel(message.channel).is_archived:
        raise SlackError("is_inactive")
    window = workspace.team.edit_window
    if window is not None and time.time() - float(message.ts) > window:
        raise SlackError("edit_window_closed")
    if call.flag("reply_broadcast"):
        content = _broadcast(call, message)
    else:
        content = posting.content(call, longest=limits.UPDATED_TEXT)
    if "metadata" in call.args:
        content["metadata"] = posting.metadata(call)
    previous = messages.wire(workspace, message)
    messages.change(workspace, message, content)
    events.message_changed(workspace, call.courier, message, previous)
    written = messages.wire(workspace, message, metadata=True)
    whole = {"channel": message.channel, "ts": message.ts, "text": message.text}
    return {**whole, "message": written}


def _broadcast(call: Call, message: Message) -> Json:
    if message.thread_ts in {None, message.ts} or message.reply_broadcast:
        raise SlackError("cant_broadcast_message")
    if any(call.args.get(part) for part in ("text", "blocks", "attachments", "markdown_text")):
        raise SlackError("no_dual_broadcast_content_update")
    message.reply_broadcast, message.subtype = True, "thread_broadcast"
    return {name: getattr(message, name) for name in ("text", "blocks", "attachments")}


@method("chat.delete", "chat:write", tier=3)
async def delete(call: Call) -> Json:
    """Remove a message of the bot."""
    message = _own(call, "cant_delete_message")
    if call.workspace.channel(message.channel).is_archived:
        raise SlackError("cant_delete_message")
    messages.remove(call.workspace, message)
    events.message_deleted(call.workspace, call.courier, message)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.getPermalink", tier=5, json_body=False)
async def permalink(call: Call) -> Json:
    """Give the address of a message."""
    workspace = call.workspace
    channel = workspace.channel(call.required("channel"))
    ts = call.required("message_ts")
    message = workspace.message(channel.id, ts)
    if message is None or message.only_for is not None:
        raise SlackError("message_not_found")
    address = f"{workspace.base_url}/archives/{channel.id}/p{ts.replace('.', '')}"
    if message.thread_ts and message.thread_ts != ts:
        address += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": address}
