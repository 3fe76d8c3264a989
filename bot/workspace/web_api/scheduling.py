"""chat.scheduleMessage and what belongs to it: messages that are posted when they are due."""

from __future__ import annotations

import asyncio
import time

from bot.workspace import events, limits, messages
from bot.workspace.delivery.courier import Courier
from bot.workspace.entities import Channel, Json, Message, Scheduled
from bot.workspace.errors import SlackError, invalid_arguments
from bot.workspace.state import Workspace
from bot.workspace.web_api import posting
from bot.workspace.web_api.call import Call, method


@method("chat.scheduleMessage", "chat:write", tier=3)
async def schedule_message(call: Call) -> Json:
    """Keep a message until it is due.

    Slack takes metadata here and then never posts the message; this workspace says so at once.
    """
    workspace = call.workspace
    channel = posting.target(call)
    if call.structure("metadata"):
        raise invalid_arguments("messages scheduled with metadata are never posted: metadata")
    post_at = _due(call, channel)
    message = Message(
        ts="",
        channel=channel.id,
        user=workspace.app.bot_user,
        thread_ts=posting.thread(call, channel),
        reply_broadcast=call.flag("reply_broadcast"),
        **posting.content(call),
    )
    scheduled = Scheduled(workspace.new_id("Q"), message, post_at, int(time.time()))
    workspace.scheduled[scheduled.id] = scheduled
    asyncio.get_running_loop().call_later(
        post_at - time.time(), _post, workspace, call.courier, scheduled.id
    )
    written = messages.wire(workspace, message) | {"type": "delayed_message"}
    del written["ts"]
    whole = {"channel": channel.id, "scheduled_message_id": scheduled.id, "post_at": post_at}
    return {**whole, "message": written}


def _due(call: Call, channel: Channel) -> int:
    given = call.required("post_at")
    if not given.isdigit():
        raise SlackError("invalid_time")
    post_at = int(given)
    if post_at <= time.time():
        raise SlackError("time_in_past")
    if post_at > time.time() + limits.SCHEDULE_DAYS * 86_400:
        raise SlackError("time_too_far")
    window = limits.SCHEDULE_WINDOW_SECONDS
    near = [
        one
        for one in call.workspace.scheduled.values()
        if one.message.channel == channel.id and one.post_at // window == post_at // window
    ]
    if len(near) >= limits.SCHEDULED_IN_WINDOW:
        raise SlackError("restricted_too_many")
    return post_at


def _post(workspace: Workspace, courier: Courier, scheduled_id: str) -> None:
    """Post what is due, unless it was deleted or can no longer be posted."""
    scheduled = workspace.scheduled.pop(scheduled_id, None)
    if scheduled is None or workspace.journal.closed:
        return
    message = scheduled.message
    channel = workspace.channel(message.channel)
    if channel.is_archived or workspace.app.bot_user not in channel.members:
        return
    message.ts = workspace.new_ts()
    if message.thread_ts and message.reply_broadcast:
        message.subtype = "thread_broadcast"
    messages.post(workspace, message)
    events.message_posted(workspace, courier, message)


@method("chat.deleteScheduledMessage", "chat:write", tier=3)
async def delete_scheduled_message(call: Call) -> Json:
    """Forget a message that is not due yet."""
    channel = call.workspace.channel(call.required("channel"))
    found = call.workspace.scheduled.get(call.required("scheduled_message_id"))
    if found is None or found.message.channel != channel.id:
        raise SlackError("invalid_scheduled_message_id")
    del call.workspace.scheduled[found.id]
    return {}


@method("chat.scheduledMessages.list", tier=3)
async def scheduled_messages(call: Call) -> Json:
    """List the messages that are not due yet, the next one first, a page at a time."""
    workspace = call.workspace
    wanted = call.text("channel")
    if wanted and wanted not in workspace.channels:
        raise SlackError("invalid_channel")
    oldest = call.number("oldest", "invalid_arguments", 0)
    latest = call.number("latest", "invalid_arguments", float("inf"))
    found = sorted(workspace.scheduled.values(), key=lambda one: one.post_at)
    page, cursor = call.page(
        [
            one
            for one in found
            if oldest <= one.post_at <= latest and wanted in {"", one.message.channel}
        ]
    )
    written = [
        {
            "id": one.id,
            "channel_id": one.message.channel,
            "post_at": one.post_at,
            "date_created": one.created,
            "text": one.message.text,
        }
        for one in page
    ]
    return {"scheduled_messages": written, "response_metadata": {"next_cursor": cursor}}
