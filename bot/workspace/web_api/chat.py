"""chat.*: posting, changing and removing messages."""

from __future__ import annotations

from bot.workspace import events, messages
from bot.workspace.entities import Channel, Json, Message
from bot.workspace.errors import SlackError
from bot.workspace.web_api.call import Call, method


def _target(call: Call) -> Channel:
    workspace = call.workspace
    given = call.required("channel")
    if given in workspace.users:
        if workspace.users[given].deleted:
            raise SlackError("user_disabled")
        return workspace.app_direct(given)
    for channel in workspace.channels.values():
        named = channel.kind == "channel" and given.removeprefix("#") == channel.name
        if given == channel.id or named:
            _refuse_unless_writable(call, channel)
            return channel
    raise SlackError("channel_not_found")


def _refuse_unless_writable(call: Call, channel: Channel) -> None:
    app = call.workspace.app
    if channel.is_archived:
        raise SlackError("is_archived")
    if app.bot_user in channel.members:
        return
    if channel.kind != "channel":
        raise SlackError("channel_not_found")
    if "chat:write.public" not in app.scopes:
        raise SlackError("not_in_channel")


def _content(call: Call) -> Json:
    markdown = call.text("markdown_text")
    if markdown:
        if call.text("text") or call.args.get("blocks"):
            raise SlackError("markdown_text_conflict")
        return messages.checked_content({"blocks": [{"type": "markdown", "text": markdown}]})
    parts = {name: call.structure(name) for name in ("blocks", "attachments")}
    return messages.checked_content({"text": call.text("text"), **parts})


def _metadata(call: Call) -> Json | None:
    given = call.structure("metadata")
    if given is None:
        return None
    if not isinstance(given, dict) or not given.get("event_type"):
        raise SlackError("invalid_metadata_format")
    if not isinstance(given.get("event_payload", {}), dict):
        raise SlackError("invalid_metadata_schema")
    return given


def _thread(call: Call, channel: Channel) -> str | None:
    given = call.text("thread_ts")
    if not given:
        return None
    parent = call.workspace.message(channel.id, given)
    if parent is None:
        raise SlackError("thread_not_found")
    return parent.thread_ts or parent.ts


@method("chat.postMessage", "chat:write")
async def post_message(call: Call) -> Json:
    """Post a message as the bot."""
    workspace = call.workspace
    channel = _target(call)
    message = Message(
        ts="",
        channel=channel.id,
        user=workspace.app.bot_user,
        thread_ts=_thread(call, channel),
        reply_broadcast=call.flag("reply_broadcast"),
        metadata=_metadata(call),
        **_content(call),
    )
    message.ts = workspace.new_ts()
    messages.post(workspace, message)
    events.message_posted(workspace, call.courier, message)
    written = messages.wire(workspace, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": written}


@method("chat.postEphemeral", "chat:write")
async def post_ephemeral(call: Call) -> Json:
    """Post a message that one member of the channel sees."""
    workspace = call.workspace
    user = call.required("user")
    channel = _target(call)
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = Message(
        ts=workspace.new_ts(),
        channel=channel.id,
        user=workspace.app.bot_user,
        thread_ts=call.text("thread_ts") or None,
        only_for=user,
        **_content(call),
    )
    messages.post(workspace, message)
    return {"message_ts": message.ts}


def _own(call: Call, refusal: str) -> Message:
    workspace = call.workspace
    channel = workspace.channel(call.required("channel"))
    message = workspace.message(channel.id, call.required("ts"))
    if message is None or message.only_for is not None:
        raise SlackError("message_not_found")
    if message.user != workspace.app.bot_user:
        raise SlackError(refusal)
    if channel.is_archived:
        raise SlackError("is_archived")
    return message


@method("chat.update", "chat:write")
async def update(call: Call) -> Json:
    """Change a message of the bot."""
    message = _own(call, "cant_update_message")
    content = _content(call)
    if "metadata" in call.args:
        content["metadata"] = _metadata(call)
    messages.change(call.workspace, message, content)
    written = messages.wire(call.workspace, message, metadata=True)
    whole = {"channel": message.channel, "ts": message.ts, "text": message.text}
    return {**whole, "message": written}


@method("chat.delete", "chat:write")
async def delete(call: Call) -> Json:
    """Remove a message of the bot."""
    message = _own(call, "cant_delete_message")
    messages.remove(call.workspace, message)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.getPermalink")
async def permalink(call: Call) -> Json:
    """Give the address of a message."""
    channel = call.workspace.channel(call.required("channel"))
    ts = call.required("message_ts")
    if call.workspace.message(channel.id, ts) is None:
        raise SlackError("message_not_found")
    place = f"archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": f"{call.workspace.base_url}/{place}"}
