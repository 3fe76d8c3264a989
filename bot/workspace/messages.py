"""Posting, changing and reading messages, and how Slack writes them down."""

from __future__ import annotations

from collections.abc import Mapping

from bot.workspace import limits
from bot.workspace.block_rules import check_blocks, elements_of, refuse_bad_blocks
from bot.workspace.checks import Report
from bot.workspace.copies import copied
from bot.workspace.entities import File, Json, Message
from bot.workspace.errors import SlackError
from bot.workspace.state import Workspace


def checked_content(content: Json, files: Mapping[str, File] | None = None) -> Json:
    """Return text, blocks and attachments of a posted body, checked as Slack does.

    ``files`` are those that image blocks may show. Raises SlackError ``no_text``,
    ``msg_too_long``, ``too_many_attachments``, ``invalid_attachments``, ``invalid_blocks_format``,
    ``invalid_blocks`` or ``msg_blocks_too_long``.
    """
    text = str(content.get("text") or "")
    blocks = content.get("blocks") or []
    attachments = content.get("attachments") or []
    if not text and not blocks and not attachments:
        raise SlackError("no_text")
    if len(text) > limits.MESSAGE_TEXT:
        raise SlackError("msg_too_long")
    return {
        "text": text,
        "blocks": refuse_bad_blocks(blocks, files),
        "attachments": _checked_attachments(attachments, files),
    }


def _checked_attachments(attachments: object, files: Mapping[str, File] | None) -> list[Json]:
    if not isinstance(attachments, list) or not all(isinstance(one, dict) for one in attachments):
        raise SlackError("invalid_attachments")
    if len(attachments) > limits.ATTACHMENTS:
        raise SlackError("too_many_attachments")
    report = Report(files)
    for index, one in enumerate(attachments):
        if one.get("blocks") is not None:
            check_blocks(report, f"/attachments/{index}/blocks", one["blocks"], "message")
    if report.faults:
        said = {"messages": report.messages()}
        raise SlackError("invalid_attachments", response_metadata=said)
    return [
        {"id": number, "fallback": "[no preview available]", **one}
        for number, one in enumerate(attachments, 1)
    ]


def post(workspace: Workspace, message: Message) -> Message:
    """Add a message to its channel and tell those who wait."""
    workspace.messages.setdefault(message.channel, []).append(message)
    _changed(workspace, message)
    return message


def change(workspace: Workspace, message: Message, content: Json, *, edited: bool = True) -> None:
    """Replace what a message says."""
    workspace.keep_former(message.ts, message.blocks)
    message.text = content["text"]
    message.blocks = content["blocks"]
    message.attachments = content["attachments"]
    message.states = {}
    if "metadata" in content:
        message.metadata = content["metadata"]
    if edited:
        message.edited_ts = workspace.new_ts()
    _changed(workspace, message)


def react(workspace: Workspace, message: Message, user_id: str, name: str) -> None:
    """Add somebody's reaction to a message."""
    message.reactions.setdefault(name, []).append(user_id)
    made_by = message.made_by
    _changed(workspace, message)
    message.made_by = made_by


def remove(workspace: Workspace, message: Message) -> None:
    """Take a message away."""
    workspace.messages[message.channel].remove(message)
    workspace.former.pop(message.ts, None)
    _changed(workspace, message)
    parent = workspace.message(message.channel, message.thread_ts or "")
    if parent is not None:
        parent.changed = message.changed


def _changed(workspace: Workspace, message: Message) -> None:
    message.made_by = workspace.journal.exchange
    workspace.journal.changed(
        "message", channel=message.channel, ts=message.ts, user=message.only_for
    )
    message.changed = workspace.journal.seq


def lasting(workspace: Workspace, channel_id: str) -> list[Message]:
    """Return the messages of a channel that everybody sees, oldest first."""
    return [one for one in workspace.messages.get(channel_id, []) if one.only_for is None]


def visible(workspace: Workspace, channel_id: str, user_id: str) -> list[Message]:
    """Return what one user sees in a channel, oldest first."""
    own = {None, user_id}
    return [one for one in workspace.messages.get(channel_id, []) if one.only_for in own]


def replies(workspace: Workspace, message: Message) -> list[Message]:
    """Return the lasting replies in a message's thread, oldest first."""
    found = lasting(workspace, message.channel)
    return [one for one in found if one.thread_ts == message.ts and one.ts != message.ts]


def wire(workspace: Workspace, message: Message, *, metadata: bool = False) -> Json:
    """Return a message as Slack's API writes it."""
    body: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": workspace.team.id,
    }
    user = workspace.users.get(message.user)
    if user is not None and user.bot_id:
        body |= {"bot_id": user.bot_id, "app_id": workspace.app.id}
        body["bot_profile"] = _bot_profile(workspace)
    for name in ("subtype", "blocks", "attachments", "files", "thread_ts", "username"):
        value = getattr(message, name)
        if value:
            body[name] = copied(value)
    if message.reactions:
        body["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in message.reactions.items()
        ]
    if message.edited_ts:
        body["edited"] = {"user": message.user, "ts": message.edited_ts}
    if metadata and message.metadata:
        body["metadata"] = copied(message.metadata)
    return body | _thread_facts(workspace, message)


def _bot_profile(workspace: Workspace) -> Json:
    app = workspace.app
    return {
        "id": app.bot_id,
        "app_id": app.id,
        "name": app.name,
        "icons": {},
        "deleted": False,
        "updated": workspace.started,
        "team_id": workspace.team.id,
    }


def _thread_facts(workspace: Workspace, message: Message) -> Json:
    if message.thread_ts and message.thread_ts != message.ts:
        parent = workspace.message(message.channel, message.thread_ts)
        return {"parent_user_id": parent.user} if parent else {}
    under = replies(workspace, message)
    if not under:
        return {}
    people = sorted({one.user for one in under})
    return {
        "thread_ts": message.ts,
        "reply_count": len(under),
        "reply_users": people,
        "reply_users_count": len(people),
        "latest_reply": under[-1].ts,
        "is_locked": False,
    }


def seen(workspace: Workspace, message: Message, user_id: str) -> Json:
    """Return a message as one user sees it, with ``ephemeral`` and the state of its elements."""
    body = wire(workspace, message, metadata=True)
    state = message.states.get(user_id, {})
    return {
        **body,
        "channel": message.channel,
        "ephemeral": message.only_for is not None,
        "state": {"values": state},
    }


def element_in(
    blocks: list[Json], action_id: str, block_id: str | None
) -> tuple[Json, Json] | None:
    """Return the block and element with this action id, or None."""
    for block in blocks:
        if block_id in {None, block.get("block_id")}:
            for element in elements_of(block):
                if element.get("action_id") == action_id:
                    return block, element
    return None
