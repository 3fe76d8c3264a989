"""Writing in a channel: messages and slash commands."""

from __future__ import annotations

import uuid

from bot.workspace import events, messages, payloads
from bot.workspace.answers import command_answered, tell
from bot.workspace.delivery.envelope import Envelope
from bot.workspace.entities import Command, Json, Message
from bot.workspace.errors import SlackError
from bot.workspace.escaping import escape_typed
from bot.workspace.people.desk import Desk, ack
from bot.workspace.web_api.files import file_json
from bot.workspace.words import say as sentence


def say(desk: Desk, given: Json) -> Json:
    """Post a message as a user: ``user``, ``channel``, ``text``, optional ``thread_ts``.

    With ``reply_broadcast`` a reply stands in the channel as well. ``files`` are what ``upload``
    returned, with or without a text. Raises SlackError ``file_not_found`` for those of others.
    """
    workspace = desk.workspace
    user = desk.person(given.get("user"))
    channel = desk.writing_place(user, given.get("channel"))
    text = escape_typed(workspace, str(given.get("text") or ""), labels=False)
    files = [_shared(desk, user.id, channel.id, one) for one in given.get("files") or []]
    content = {"text": text} if files else messages.checked_content({"text": text})
    thread = given.get("thread_ts")
    message = Message(workspace.new_ts(), channel.id, user.id, thread_ts=thread, **content)
    message.client_msg_id = str(uuid.uuid4())
    message.reply_broadcast = bool(thread and given.get("reply_broadcast"))
    if files:
        message.files, message.subtype = files, "file_share"
    elif message.reply_broadcast:
        message.subtype = "thread_broadcast"
    messages.post(workspace, message)
    events.message_posted(workspace, desk.courier, message)
    return {"message": messages.seen(workspace, message, user.id)}


async def command(desk: Desk, given: Json) -> Json:
    """Type a slash command as a user: ``user``, ``channel``, ``text`` such as ``/frt today``."""
    workspace = desk.workspace
    user = desk.person(given.get("user"))
    channel = desk.writing_place(user, given.get("channel"))
    name, _, rest = str(given.get("text") or "").strip().partition(" ")
    known = _known(desk, name)
    if known is None:
        tell(workspace, user.id, channel.id, sentence(user.locale, "unknown_command", command=name))
        return {"ack": None}
    rest = rest.strip()
    text = escape_typed(workspace, rest, labels=True) if known.should_escape else rest
    payload = payloads.slash_command(workspace, user.id, channel, known, text)
    answer = await desk.courier.deliver(Envelope("slash_commands", payload))
    command_answered(workspace, user.id, channel.id, name, answer)
    return ack(answer)


def _shared(desk: Desk, user_id: str, channel_id: str, given: object) -> Json:
    """Return a file that somebody uploaded, now shown in a conversation."""
    found = desk.workspace.files.get(str(given.get("id")) if isinstance(given, dict) else "")
    if found is None or found.user != user_id:
        raise SlackError("file_not_found")
    found.channels = list(dict.fromkeys([*found.channels, channel_id]))
    return file_json(desk.workspace, found)


def _known(desk: Desk, name: str) -> Command | None:
    found = (one for one in desk.workspace.app.commands if one.command == name)
    return next(found, None)
