"""Reacting to messages with an emoji."""

from __future__ import annotations

from bot.workspace import events, messages
from bot.workspace.entities import Json
from bot.workspace.errors import SlackError, invalid_arguments
from bot.workspace.people.desk import Desk


def react(desk: Desk, given: Json) -> Json:
    """React as ``user`` to the message ``channel`` + ``ts`` with the emoji ``name``.

    Raises SlackError ``already_reacted``, and ``message_not_found`` for ephemeral messages too.
    """
    user = desk.person(given.get("user"))
    channel = desk.writing_place(user, given.get("channel"))
    message = desk.message_of(user, channel, given.get("ts"))
    name = str(given.get("name") or "").strip(":")
    if not name:
        raise invalid_arguments("missing required field: name")
    if message.only_for is not None:
        raise SlackError("message_not_found")
    if user.id in message.reactions.get(name, []):
        raise SlackError("already_reacted")
    messages.react(desk.workspace, message, user.id, name)
    events.reaction_added(desk.workspace, desk.courier, message, user.id, name)
    return {"message": messages.seen(desk.workspace, message, user.id)}
