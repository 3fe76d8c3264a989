"""What one person has not read yet."""

from __future__ import annotations

from dataclasses import dataclass

from bot.workspace import messages
from bot.workspace.entities import Channel, Message
from bot.workspace.page.look import Look
from bot.workspace.people.reading import mark_of

CALLS = ("<!here", "<!channel", "<!everyone")


@dataclass(frozen=True)
class Unread:
    """How many messages are new in a conversation, and how many of them call the reader."""

    count: int
    calls: int


def unread(look: Look, channel: Channel) -> Unread:
    """Return what is new for the viewer in a conversation; nothing where they are no member."""
    viewer = look.viewer.id
    if viewer not in channel.members:
        return Unread(0, 0)
    seen = read_up_to(look, channel.id)
    new = [
        one
        for one in messages.lasting(look.workspace, channel.id)
        if one.ts > seen and one.user != viewer and in_channel(one)
    ]
    direct = channel.kind in {"im", "mpim"}
    return Unread(len(new), len(new) if direct else sum(_calls(viewer, one) for one in new))


def new_replies(look: Look, message: Message, replies: list[Message]) -> bool:
    """Return whether a thread has replies by others that the viewer has not read."""
    seen = read_up_to(look, message.channel, message.ts)
    return any(one.ts > seen and one.user != look.viewer.id for one in replies)


def read_up_to(look: Look, channel_id: str, thread_ts: str | None = None) -> str:
    """Return the timestamp up to which the viewer has read; empty when never."""
    marks = look.workspace.read_marks.get(look.viewer.id, {})
    return marks.get(mark_of(channel_id, thread_ts), "")


def in_channel(message: Message) -> bool:
    """Return whether a message stands in the channel itself rather than only in a thread."""
    return message.thread_ts in {None, message.ts} or message.reply_broadcast


def _calls(viewer: str, message: Message) -> bool:
    said = message.text + str(message.blocks)
    return f"<@{viewer}" in said or f"'{viewer}'" in said or any(one in said for one in CALLS)
