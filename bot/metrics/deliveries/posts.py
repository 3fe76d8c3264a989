"""What is told of posts that the bot makes by itself, as values."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class PostLine:
    """A delivery: `status` as its row has it, `reason` why it is not simply posted.

    `channel_id` is a channel, or the person whose direct message it is. `sent` is whether Slack
    was asked to post it the last time that it was tried. Instants are aware.
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
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """What a lead or admin is told about a post that needs a person.

    `what` is paused (a channel, or `*`, is on hold since `since`), unplanned (when posts of `kind`
    fall due after `since` can't be computed), skipped or ambiguous (then `about` is the post).
    """

    what: Literal["paused", "unplanned", "skipped", "ambiguous"]
    team_name: str
    zone: ZoneInfo
    language: str
    channel_id: str
    reason: str
    since: datetime
    about: PostLine | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """The slots that were left out before a post, in order, and the reason of the latest."""

    slots: tuple[str, ...]
    reason: str


PostState = Literal[
    "late",
    "held",
    "unsure",
    "ambiguous",
    "failed",
    "overtaken",
    "planned",
    "sending",
    "posted",
    "quiet",
]
Deed = Literal["post", "mark"]
TROUBLED: tuple[PostState, ...] = ("ambiguous", "failed", "held", "late", "unsure")
"""What needs a person, or may: in the order in which they are counted."""

LATE_AFTER = timedelta(minutes=5)
_BY_ITSELF = frozenset({"daily", "weekly", "minutes", "problem", "warning", "complaint"})
_WAITS_OUT = "ratelimited"


@dataclass(frozen=True, slots=True)
class PostRow:
    """A delivery as a list shows it.

    `deeds` is what may be done with it by hand. `asked` counts what people did with it so far, the
    last of them `by`: what is asked of a row that somebody has asked something of since is void.
    """

    line: PostLine
    state: PostState
    deeds: tuple[Deed, ...] = ()
    asked: int = 0
    by: str | None = None


@dataclass(frozen=True, slots=True)
class PostHold:
    """A channel, or `*` for all, that nothing is posted to since an instant."""

    channel_id: str
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class PostPage:
    """A page of a team's deliveries of so many days, troubled ones first, then newest first.

    `counts` is over all of them, also those that had nothing to say, which are on no page.
    """

    team_id: int
    team_name: str
    zone: ZoneInfo
    days: int
    rows: tuple[PostRow, ...]
    holds: tuple[PostHold, ...]
    counts: dict[PostState, int]
    page: int = 1
    pages: int = 1


def state_of(line: PostLine, held: str | None, now: datetime) -> PostState:
    """Return how a post stands at `now`; `held` is why its channel takes none, None when it does.

    A channel that Slack asks to leave alone for a moment makes nothing but late.
    """
    if line.status == "skipped":
        return _skipped(line)
    if line.status == "planned":
        if held is not None and held != _WAITS_OUT:
            return "held"
        return "late" if now - line.due_at > LATE_AFTER else "planned"
    found: dict[str, PostState] = {
        "sending": "sending",
        "unsure": "unsure",
        "ambiguous": "ambiguous",
        "posted": "posted",
    }
    return found[line.status]


def deeds_of(line: PostLine, state: PostState, today: date) -> tuple[Deed, ...]:
    """Return what a person may do with a post on the local date `today`.

    A reminder speaks of its own day only, and a notice of what still is; neither is posted later.
    What a later post took the place of may be posted where it stands for itself.
    """
    able = line.kind in _BY_ITSELF or (line.kind == "reminder" and today.isoformat() in line.slot)
    if state == "overtaken":
        return ("post",) if line.kind in {"daily", "weekly"} else ()
    post: tuple[Deed, ...] = ("post",) if able and state in TROUBLED and state != "unsure" else ()
    mark: tuple[Deed, ...] = ("mark",) if state in {"ambiguous", "unsure"} else ()
    return post + mark


def _skipped(line: PostLine) -> PostState:
    reason = line.reason or ""
    if reason.startswith("overtaken"):
        return "overtaken"
    troubled = line.sent or reason.startswith(("build_failed", "restored"))
    return "failed" if troubled else "quiet"
