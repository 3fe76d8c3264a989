"""What is told of posts that the bot makes by itself, as values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class PostLine:
    """A delivery: `status` as its row has it, `reason` why it is not simply posted.

    `channel_id` is a channel, or the person whose direct message it is. Instants are aware.
    """

    id: str
    kind: str
    channel_id: str
    slot: str
    status: str
    reason: str | None
    due_at: datetime
    settled_at: datetime | None
    message_ts: str | None


@dataclass(frozen=True, slots=True)
class Notice:
    """What a lead or admin is told about a post that needs a person.

    `what` is paused (a channel, or `*`, is on hold since `since`), skipped or ambiguous (then
    `about` is the post).
    """

    what: Literal["paused", "skipped", "ambiguous"]
    team_name: str
    zone: ZoneInfo
    language: str
    channel_id: str
    reason: str
    since: datetime
    about: PostLine | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """The slots that were left out before a post, in order, and the reason of the latest."""

    slots: tuple[str, ...]
    reason: str
