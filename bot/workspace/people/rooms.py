"""Opening the Home tab, joining and leaving channels, renaming and archiving them."""

from __future__ import annotations

from bot.workspace import events
from bot.workspace.entities import Channel, Json
from bot.workspace.errors import SlackError, invalid_arguments
from bot.workspace.people.desk import Desk


def open_home(desk: Desk, given: Json) -> Json:
    """Open the app's Home tab as ``user``, or its ``tab`` messages; the app is told."""
    user = desk.person(given.get("user"))
    tab = given.get("tab") or "home"
    if tab not in {"home", "messages"}:
        raise invalid_arguments("tab must be home or messages")
    events.home_opened(desk.workspace, desk.courier, user.id, tab)
    return {}


def join(desk: Desk, given: Json) -> Json:
    """Add ``user`` to ``channel``."""
    user = desk.person(given.get("user"))
    _enter(desk, desk.place(user, given.get("channel")), user.id)
    return {}


def leave(desk: Desk, given: Json) -> Json:
    """Take ``user`` out of ``channel``."""
    user = desk.person(given.get("user"))
    _exit(desk, desk.place(user, given.get("channel")), user.id)
    return {}


def invite_bot(desk: Desk, given: Json) -> Json:
    """Add the bot to ``channel``, also to a private one."""
    _enter(desk, desk.channel(given.get("channel")), desk.workspace.app.bot_user)
    return {}


def remove_bot(desk: Desk, given: Json) -> Json:
    """Take the bot out of ``channel``."""
    _exit(desk, desk.channel(given.get("channel")), desk.workspace.app.bot_user)
    return {}


def archive(desk: Desk, given: Json) -> Json:
    """Archive ``channel``, as ``user`` if given."""
    _archive(desk, given, archived=True)
    return {}


def unarchive(desk: Desk, given: Json) -> Json:
    """Bring an archived ``channel`` back, as ``user`` if given."""
    _archive(desk, given, archived=False)
    return {}


def rename(desk: Desk, given: Json) -> Json:
    """Rename ``channel`` to ``name``; raises SlackError ``name_taken``."""
    channel, name = desk.channel(given.get("channel")), str(given.get("name") or "")
    if not name:
        raise invalid_arguments("missing required field: name")
    if desk.workspace.channel_named(name) is not None:
        raise SlackError("name_taken")
    channel.name = name
    _changed(desk, channel)
    events.channel_renamed(desk.workspace, desk.courier, channel)
    return {}


def _enter(desk: Desk, channel: Channel, user_id: str) -> None:
    if user_id not in channel.members:
        channel.members.append(user_id)
        _changed(desk, channel)
        events.member_joined(desk.workspace, desk.courier, channel, user_id)


def _exit(desk: Desk, channel: Channel, user_id: str) -> None:
    if user_id not in channel.members:
        raise SlackError("not_in_channel")
    channel.members.remove(user_id)
    _changed(desk, channel)
    events.member_left(desk.workspace, desk.courier, channel, user_id)


def _archive(desk: Desk, given: Json, *, archived: bool) -> None:
    channel = desk.channel(given.get("channel"))
    people = [one.id for one in desk.workspace.users.values() if not one.is_bot]
    user = desk.person(given["user"]).id if given.get("user") else people[0]
    channel.is_archived = archived
    _changed(desk, channel)
    events.channel_archived(desk.workspace, desk.courier, channel, user)


def _changed(desk: Desk, channel: Channel) -> None:
    desk.workspace.journal.changed("channel", channel=channel.id)
