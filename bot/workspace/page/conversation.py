"""The messages of a conversation and its threads, as one person reads them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.workspace import messages
from bot.workspace.entities import Channel, Message
from bot.workspace.page.look import Look
from bot.workspace.page.unread import in_channel, new_replies

SHOWN = 100
FACES = 3


@dataclass(frozen=True)
class Thread:
    """What a message says of its thread: the replies, whose they are, whether any is new."""

    replies: list[Message]
    users: list[str]
    is_new: bool

    @property
    def last(self) -> str:
        """The timestamp of the latest reply."""
        return self.replies[-1].ts


@dataclass(frozen=True)
class Conversation:
    """A channel or direct conversation for one reader.

    ``drawn`` is the number of the last change that the reader's page has drawn already.
    """

    look: Look
    channel: Channel
    since: str = ""
    whole: bool = False
    drawn: int = 0

    @cached_property
    def _seen(self) -> list[Message]:
        return messages.visible(self.look.workspace, self.channel.id, self.look.viewer.id)

    @cached_property
    def _top(self) -> list[Message]:
        known = {one.ts for one in self._seen}
        return [one for one in self._seen if in_channel(one) or one.thread_ts not in known]

    @property
    def messages(self) -> list[Message]:
        """What stands in the conversation itself, oldest first; the latest unless ``whole``."""
        return self._top if self.whole else self._top[-SHOWN:]

    @property
    def hidden(self) -> int:
        """How many older messages are not shown."""
        return len(self._top) - len(self.messages)

    @cached_property
    def first_new(self) -> str:
        """The timestamp of the first message since the page was opened; empty if none."""
        viewer = self.look.viewer.id
        if not self.since:
            return ""
        new = (one.ts for one in self._top if one.ts > self.since and one.user != viewer)
        return next(new, "")

    @cached_property
    def _replies(self) -> dict[str, list[Message]]:
        found: dict[str, list[Message]] = {}
        for one in self._seen:
            if one.thread_ts and one.thread_ts != one.ts:
                found.setdefault(one.thread_ts, []).append(one)
        return found

    @cached_property
    def _names_changed(self) -> bool:
        journal = self.look.workspace.journal
        changes = journal.since(self.drawn)
        known = changes[0]["seq"] == self.drawn + 1 if changes else self.drawn == journal.seq
        return not known or any(one["kind"] == "channel" for one in changes)

    def same(self, message: Message) -> bool:
        """Return whether the reader's page shows a message and its thread as they are."""
        if not self.drawn or self._names_changed:
            return False
        replies = self._replies.get(message.ts, [])
        return all(one.changed <= self.drawn for one in [message, *replies])

    def thread(self, message: Message) -> Thread | None:
        """Return the thread under a message, or None when nobody has replied."""
        replies = self._replies.get(message.ts)
        if not replies:
            return None
        users = list(dict.fromkeys(one.user for one in replies))[:FACES]
        return Thread(replies, users, new_replies(self.look, message, replies))

    def replies(self, ts: str) -> list[Message]:
        """Return the replies under a message, oldest first."""
        return self._replies.get(ts, [])

    def parent(self, ts: str) -> Message | None:
        """Return the message that a thread hangs on, or None when it is gone."""
        return next((one for one in self._seen if one.ts == ts), None)

    @property
    def last(self) -> str:
        """The timestamp of the latest message that stands here; empty when there is none."""
        return self._top[-1].ts if self._top else ""
