"""Writing in a channel: messages and slash commands."""

from __future__ import annotations

from bot.workspace import events, messages, payloads
from bot.workspace.answers import command_answered, tell
from bot.workspace.delivery.envelope import Envelope
from bot.workspace.entities import Command, Json, Message
from bot.workspace.escaping import escape_typed
from bot.workspace.people.desk import Desk, ack
from bot.workspace.words import say as sentence


def say(desk: Desk, given: Json) -> Json:
    """Post a message as a user: ``user``, ``channel``, ``text``, optional ``thread_ts``.

    With ``reply_broadcast`` a reply stands in the channel as well.
    """
    workspace = desk.workspace
    user = desk.person(given.get("user"))
    channel = desk.writing_place(user, given.get("channel"))
    text = escape_typed(workspace, str(given.get("text") or ""), labels=False)
    content = messages.checked_content({"text": text})
    thread = given.get("thread_ts")
    message = Message(workspace.new_ts(), channel.id, user.id, thread_ts=thread, **content)
    message.reply_broadcast = bool(thread and given.get("reply_broadcast"))
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


def _known(desk: Desk, name: str) -> Command | None:
    found = (one for one in desk.workspace.app.commands if one.command == name)
    return next(found, None)
