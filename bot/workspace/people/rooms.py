"""Opening the Home tab, joining and leaving channels, archiving them."""

from __future__ import annotations

from bot.workspace import events
from bot.workspace.entities import Json
from bot.workspace.errors import SlackError
from bot.workspace.people.desk import Desk


def open_home(desk: Desk, given: Json) -> Json:
    """Open the app's Home tab as ``user``; the app is told with ``app_home_opened``."""
    user = desk.person(given.get("user"))
    events.home_opened(desk.workspace, desk.courier, user.id)
    return {}


def join(desk: Desk, given: Json) -> Json:
    """Add ``user`` (a person or the bot) to ``channel``."""
    user = desk.person(given.get("user"))
    channel = desk.place(user, given.get("channel"))
    if user.id not in channel.members:
        channel.members.append(user.id)
        desk.workspace.journal.changed("channel", channel=channel.id)
        events.member_joined(desk.workspace, desk.courier, channel, user.id)
    return {}


def leave(desk: Desk, given: Json) -> Json:
    """Take ``user`` (a person or the bot) out of ``channel``."""
    user = desk.person(given.get("user"))
    channel = desk.place(user, given.get("channel"))
    if user.id not in channel.members:
        raise SlackError("not_in_channel")
    channel.members.remove(user.id)
    desk.workspace.journal.changed("channel", channel=channel.id)
    return {}


def archive(desk: Desk, given: Json) -> Json:
    """Archive ``channel``, or with ``archived`` false bring it back."""
    name = given.get("channel")
    for channel in desk.workspace.channels.values():
        if name in {channel.id, channel.name, f"#{channel.name}"}:
            channel.is_archived = bool(given.get("archived", True))
            desk.workspace.journal.changed("channel", channel=channel.id)
            return {}
    raise SlackError("channel_not_found")
