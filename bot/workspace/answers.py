"""What becomes of an app's answer: the ack of a command, and posts to a ``response_url``."""

from __future__ import annotations

import time

from bot.workspace import limits, messages
from bot.workspace.delivery.envelope import Answer
from bot.workspace.entities import Json, Message, ResponseUrl
from bot.workspace.errors import SlackError
from bot.workspace.state import SLACKBOT, Workspace
from bot.workspace.words import say


def command_answered(
    workspace: Workspace, user_id: str, channel_id: str, command: str, answer: Answer
) -> None:
    """Post what a command's ack says, or tell the user that the app did not respond."""
    locale = workspace.user(user_id).locale
    if answer.status != "ok":
        key = "no_response" if answer.status == "timeout" else "dispatch_failed"
        tell(workspace, user_id, channel_id, say(locale, key, command=command))
        return
    content = answer.body if isinstance(answer.body, dict) else {"text": answer.body or ""}
    if not any(content.get(part) for part in ("text", "blocks", "attachments")):
        return
    try:
        _post(workspace, user_id, channel_id, content)
    except SlackError as error:
        tell(workspace, user_id, channel_id, say(locale, "bad_answer", error=error.code))


def tell(workspace: Workspace, user_id: str, channel_id: str, text: str) -> None:
    """Show one user an ephemeral message from the workspace itself."""
    note = Message(workspace.new_ts(), channel_id, SLACKBOT, text, only_for=user_id)
    messages.post(workspace, note)


def use_response_url(workspace: Workspace, token: str, content: Json) -> None:
    """Do what an app posts to a ``response_url``.

    Raises SlackError ``expired_url``, ``used_url`` or what is wrong with the content.
    """
    record = workspace.response_urls.get(token)
    if record is None or time.monotonic() > record.until:
        raise SlackError("expired_url")
    if record.uses >= limits.RESPONSE_URL_USES:
        raise SlackError("used_url")
    original = _original(workspace, record)
    if content.get("delete_original"):
        if original is not None:
            messages.remove(workspace, original)
    elif content.get("replace_original") and original is not None:
        kept = {"metadata": content["metadata"]} if "metadata" in content else {}
        lasting = original.only_for is None
        checked = messages.checked_content(content, workspace.files) | kept
        messages.change(workspace, original, checked, edited=lasting)
    else:
        _post(workspace, record.user, record.channel, content, record.thread_ts)
    record.uses += 1


def _original(workspace: Workspace, record: ResponseUrl) -> Message | None:
    if record.message_ts is None:
        return None
    return workspace.message(record.channel, record.message_ts)


def _post(
    workspace: Workspace,
    user_id: str,
    channel_id: str,
    content: Json,
    thread_ts: str | None = None,
) -> Message:
    checked = messages.checked_content(content, workspace.files)
    lasting = content.get("response_type") == "in_channel"
    message = Message(
        ts=workspace.new_ts(),
        channel=channel_id,
        user=workspace.app.bot_user,
        thread_ts=content.get("thread_ts") or thread_ts,
        only_for=None if lasting else user_id,
        metadata=content.get("metadata"),
        **checked,
    )
    return messages.post(workspace, message)
