"""Which messages of a channel are one ticket, and who of which kind wrote each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

Json = Mapping[str, Any]
Kind = Literal["customer", "agent", "bot"]

TOGETHER_SECONDS = 5 * 60
"""Messages of one person that follow within so long are one ticket."""
ANSWERS_SECONDS = 30 * 60
"""So long after a ticket a message of the team in the channel answers it, if none came between."""
SOLVED = frozenset({"white_check_mark", "heavy_check_mark", "ballot_box_with_check"})
_SAID = frozenset({None, "file_share", "me_message", "bot_message"})
_GONE = "tombstone"
_SUBJECT = 80


@dataclass(frozen=True, slots=True)
class Team:
    """Who answers in a channel: names by Slack user ID; and the bot's own user."""

    names: Mapping[str, str]
    bot: str = ""

    def kind(self, message: Json) -> Kind:
        """Return of which kind the sender of a message is."""
        if message.get("bot_id") or message.get("subtype") == "bot_message":
            return "bot"
        user = message.get("user")
        if user == self.bot:
            return "bot"
        return "agent" if user in self.names else "customer"

    def name(self, message: Json) -> str | None:
        """Return the name of whoever wrote a message, of the team or not."""
        user = message.get("user")
        return self.names.get(user, user) if isinstance(user, str) else None


@dataclass(slots=True)
class Talk:
    """What one customer asked in a channel: the messages there that belong to it, oldest first."""

    messages: list[Json] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Return the `ts` of the first message, by which Slack knows it."""
        return str(self.messages[0]["ts"])

    @property
    def customer(self) -> str:
        """Return the Slack user ID of whoever asked."""
        return str(self.messages[0].get("user"))

    @property
    def last_at(self) -> float:
        """Return when something was written in the channel that belongs to it, in seconds."""
        return seconds(self.messages[-1])

    @property
    def is_gone(self) -> bool:
        """Whether its first message was deleted, while others stand under it."""
        return self.messages[0].get("subtype") == _GONE

    @property
    def is_solved(self) -> bool:
        """Whether somebody marked one of its messages with a tick."""
        marks = (one.get("name") for each in self.messages for one in each.get("reactions") or ())
        return any(mark in SOLVED for mark in marks)

    @property
    def subject(self) -> str:
        """Return the beginning of what was asked."""
        text = " ".join(str(self.messages[0].get("text") or "").split())
        return text if len(text) <= _SUBJECT else text[: _SUBJECT - 1] + "…"


def talks(messages: Sequence[Json], team: Team) -> list[Talk]:
    """Return what was asked in a channel, oldest first.

    A message of somebody who is not of the team opens a ticket, or goes on with one of theirs in
    which something was written in the channel within five minutes. One of the team answers whoever
    it names, else the latest ticket, if that is at most half an hour old; else it belongs to none.
    """
    found: list[Talk] = []
    for message in sorted(messages, key=seconds):
        if not _is_said(message):
            continue
        kind = team.kind(message)
        if kind == "customer":
            talk = _going_on(found, message)
            if talk is None:
                talk = Talk()
                found.append(talk)
            talk.messages.append(message)
        elif kind == "agent" and (talk := _answered(found, message)) is not None:
            talk.messages.append(message)
    return found


def seconds(message: Json) -> float:
    """Return when a message was written, in seconds since 1970."""
    return float(message["ts"])


def instant(ts: str) -> str:
    """Return a Slack `ts` as an ISO instant in UTC."""
    return datetime.fromtimestamp(float(ts), tz=UTC).isoformat()


def _is_said(message: Json) -> bool:
    """Return whether somebody wrote a message in the channel: not a join, not within a thread."""
    is_top = message.get("thread_ts") in {None, message.get("ts")}
    return is_top and message.get("subtype") in {*_SAID, _GONE}


def _going_on(found: Sequence[Talk], message: Json) -> Talk | None:
    own = next((one for one in reversed(found) if one.customer == message.get("user")), None)
    if own is None or own.is_gone or seconds(message) - own.last_at > TOGETHER_SECONDS:
        return None
    return own


def _answered(found: Sequence[Talk], message: Json) -> Talk | None:
    recent = [one for one in found if seconds(message) - one.last_at <= ANSWERS_SECONDS]
    text = str(message.get("text") or "")
    named = [one for one in recent if f"<@{one.customer}" in text]
    return next(reversed(named or recent), None)
