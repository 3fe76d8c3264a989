"""What every way of posting checks: where to, what, in which thread."""

from __future__ import annotations

import re

from bot.workspace import limits, messages
from bot.workspace.entities import Channel, Json
from bot.workspace.errors import SlackError
from bot.workspace.web_api.call import Call

STAMP = re.compile(r"\d{10}\.\d{6}")
DRESS = ("username", "icon_emoji", "icon_url")
RESTRICTED = {
    "admins": "restricted_action",
    "read_only": "restricted_action_read_only_channel",
}


def target(call: Call) -> Channel:
    """Return where to post: a channel by id or name, or a user's conversation with the app.

    Raises SlackError ``channel_not_found``, ``is_archived``, ``not_in_channel``,
    ``user_disabled``, ``messages_tab_disabled`` or ``restricted_action``.
    """
    workspace = call.workspace
    given = call.required("channel")
    if given in workspace.users:
        if workspace.users[given].deleted:
            raise SlackError("user_disabled")
        channel = workspace.app_direct(given)
    elif (found := workspace.channel_named(given)) is not None:
        channel = found
    else:
        raise SlackError("channel_not_found")
    _refuse_unless_writable(call, channel)
    return channel


def content(call: Call, *, longest: int | None = limits.MESSAGE_TEXT) -> Json:
    """Return checked text, blocks and attachments; the text is cut off where ``longest`` is None.

    Raises SlackError as ``messages.checked_content`` does, ``markdown_text_conflict`` and, when
    the name or picture of the bot is changed without it, ``missing_scope``.
    """
    dress = [name for name in DRESS if call.text(name)]
    if dress:
        call.needs("chat:write.customize")
    files = call.workspace.files
    markdown = call.text("markdown_text")
    if markdown:
        if call.text("text") or call.args.get("blocks"):
            raise SlackError("markdown_text_conflict")
        return messages.checked_content({"blocks": [{"type": "markdown", "text": markdown}]}, files)
    parts = {name: call.structure(name) for name in ("blocks", "attachments")}
    if longest is not None and len(call.text("text")) > longest:
        raise SlackError("msg_too_long")
    text = call.text("text")[: limits.MESSAGE_TEXT]
    return messages.checked_content({"text": text, **parts}, files)


def metadata(call: Call) -> Json | None:
    """Return the metadata of a message; None without, and for an empty object.

    Raises SlackError ``invalid_metadata_format`` or ``invalid_metadata_schema``.
    """
    given = call.structure("metadata")
    if given is None or given == {}:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if not given["event_type"] or not isinstance(given.get("event_payload"), dict):
        raise SlackError("invalid_metadata_schema")
    return given


def thread(call: Call, channel: Channel) -> str | None:
    """Return the ``ts`` of the thread to reply in, or None for the channel itself.

    Raises SlackError ``invalid_thread_ts``, ``thread_not_found``, ``cannot_reply_to_message`` or
    what the channel allows no posts or no replies with.
    """
    given = call.text("thread_ts")
    if not given:
        if channel.restricted == "thread_only":
            raise SlackError("restricted_action_thread_only_channel")
        return None
    if channel.restricted == "non_threadable":
        raise SlackError("restricted_action_non_threadable_channel")
    if not STAMP.fullmatch(given):
        said = {"messages": [f"[ERROR] {given} is not a valid thread_ts"]}
        raise SlackError("invalid_thread_ts", response_metadata=said)
    parent = call.workspace.message(channel.id, given)
    if parent is None:
        raise SlackError("thread_not_found")
    if parent.only_for is not None or parent.subtype in {"channel_join", "channel_leave"}:
        raise SlackError("cannot_reply_to_message")
    return parent.thread_ts or parent.ts


def _refuse_unless_writable(call: Call, channel: Channel) -> None:
    app = call.workspace.app
    inside = app.bot_user in channel.members
    if not inside and channel.kind != "channel":
        raise SlackError("channel_not_found")
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.kind == "im" and not app.messages_tab:
        raise SlackError("messages_tab_disabled")
    if not inside and "chat:write.public" not in app.scopes:
        raise SlackError("not_in_channel")
    if channel.restricted in RESTRICTED:
        raise SlackError(RESTRICTED[channel.restricted])
