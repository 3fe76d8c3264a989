"""Complaints about delay: which they are, and the 24 hours to the start of their analysis.

A complaint is about delay when somebody says so, or its own category says so, or its own first
reply is over its limit. Not its subject: that is a customer's prose, and "my parcel is late" blames
a carrier. Who disagrees says so with one click, which counts before everything else; a clock too
many is taken away, a complaint that nobody looked at is the one that hurts.

The clock is the customer's: 24 hours of elapsed time from the opening, through nights, holidays
and changes of the clock, also when the ticket is solved meanwhile. What was opened longer than
seven days before it became known, or whose 24 hours were over before the team existed here, is
history and never gets a clock.

Who is told of it is told in working time: of a stage that is reached at night when work begins, or
before they leave if there would be too little time left by then. The clock does not wait.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias

from bot.metrics.clocks import BusinessClock, from_micros, to_micros, when_may_reach
from bot.metrics.tickets import ANALYSIS, TicketFacts, TicketKey, Verdict

KIND = "complaint"
"""The kind of ticket that a complaint is."""

LIMIT = timedelta(microseconds=ANALYSIS)
Stage: TypeAlias = Literal["half", "late", "breach"]
STAGES: dict[Stage, timedelta] = {
    "half": timedelta(hours=12),
    "late": timedelta(hours=22),
    "breach": LIMIT,
}
OLDEST = timedelta(days=7)
"""What was opened longer ago than this when it became known never gets a clock."""

LISTED = timedelta(days=30)
REASON_LENGTH = 300
"""The most characters of why a complaint is not about delay."""
TOGETHER = timedelta(minutes=10)
"""What reaches a stage in the same ten minutes of the hour is told of in one message."""

NEEDED = timedelta(hours=1)
"""The time that is left at the least when people are told that an analysis is due to start."""

_SETTLES = timedelta(minutes=1)
"""How long after it became known a complaint is told of at the earliest, so that all replicas
have seen it by then."""

Reason: TypeAlias = Literal["said", "category", "answered_late", "still_waiting"]
State: TypeAlias = Literal["running", "over", "in_time", "too_late", "set_aside", "void"]
OPEN: tuple[State, ...] = ("over", "running")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SAYS_DELAY = re.compile(
    r"\b(?:delay(?:s|ed)?|slow(?:ness)?|overdue|timeliness|response (?:time|speed)|unanswered"
    r"|wait(?:ing)?(?: times?| too long)?|no (?:reply|response|answer)"
    r"|(?:too|very) late|late (?:reply|replies|response|answer))\b"
    r"|延迟|延误|拖延|拖沓|迟缓|迟迟|超时|不及时|时效|等待|太慢|很慢|缓慢|慢回复"
    r"|(?:回复|答复|响应|处理|服务)(?:慢|速度|时长|时间长)"
    r"|(?:未|不|没有?|没人|无人)(?:回复|答复|响应|回应|应答)"
)


@dataclass(frozen=True, slots=True)
class Analysis:
    """Who started the analysis of a complaint, when, and in which problem of the team."""

    who: str
    at: datetime
    problem: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """Who said that a complaint is not about delay, when and why."""

    who: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class ComplaintFacts:
    """A complaint about delay and what became of it.

    `noticed_at` is when it became known to be one, `reason` why it is one, `said_by` who said so if
    somebody did. `is_void` when its ticket is no complaint any more: merged, spam, a test, another
    kind. `has_history` tells whether people did something with it. `told_at` is when each stage is
    told of, as it was worked out when it became known; without it, when it is reached. Instants are
    in UTC.
    """

    team_id: int
    source: str
    external_id: str
    opened_at: datetime
    noticed_at: datetime
    reason: Reason
    subject: str | None = None
    category: str | None = None
    said_by: str | None = None
    analysis: Analysis | None = None
    set_aside: SetAside | None = None
    is_void: bool = False
    has_history: bool = False
    told_at: Mapping[Stage, datetime] | None = None

    @property
    def key(self) -> TicketKey:
        """Its ticket's source and id."""
        return TicketKey(self.source, self.external_id)

    @property
    def due_at(self) -> datetime:
        """When its analysis is due to start at the latest."""
        return self.opened_at + LIMIT

    def state(self, now: datetime) -> State:
        """Return how it stands; begun at 24 hours to the second is still in time."""
        if self.is_void:
            return "void"
        if self.analysis is not None:
            return "in_time" if self.analysis.at <= self.due_at else "too_late"
        if self.set_aside is not None:
            return "set_aside"
        return "running" if now < self.due_at else "over"

    def left(self, now: datetime) -> timedelta:
        """Return the time that is left to start its analysis, negative when it is over."""
        return self.due_at - now

    def moment(self, stage: Stage) -> datetime:
        """Return when a stage is told of."""
        if self.told_at is None:
            return _reached(stage, self.opened_at, self.noticed_at)
        return self.told_at[stage]


@dataclass(frozen=True, slots=True)
class Progress:
    """How the clocks of a team stand.

    `running` and `over` have no analysis yet. Of those decided, `in_time` were begun within 24
    hours; `too_late` after them.
    """

    running: int = 0
    over: int = 0
    in_time: int = 0
    too_late: int = 0
    set_aside: int = 0

    @property
    def share(self) -> float | None:
        """The share begun within 24 hours of those whose 24 hours are decided; None for none."""
        decided = self.in_time + self.too_late + self.over
        return self.in_time / decided if decided else None


def why_about_delay(ticket: TicketFacts, verdict: Verdict) -> Reason | None:
    """Return why a complaint is about delay, None when nothing says so or it is no complaint.

    `verdict` is what became of its first reply. What is excluded is no complaint.
    """
    if ticket.kind != KIND or ticket.excluded is not None:
        return None
    if says_delay(ticket.category):
        return "category"
    if verdict.outcome != "missed":
        return None
    return "answered_late" if verdict.frt_seconds is not None else "still_waiting"


def says_delay(text: str | None) -> bool:
    """Return whether a category names delay, in English or Chinese."""
    return bool(text) and bool(_SAYS_DELAY.search(_folded(text or "")))


def moments(
    opened_at: datetime, noticed_at: datetime, hours: BusinessClock
) -> dict[Stage, datetime]:
    """Return when each stage is told of: when it is reached, or became known after that.

    At the next tenth minute of the hour, so that those of the same moment are told together. When
    the team does not work then, as it begins to; what is left of the 24 hours is told before they
    leave when less than an hour would be left by then. None is told of before the one before it.
    """
    known = last = _together(noticed_at + _SETTLES)
    need = to_micros(opened_at + LIMIT - NEEDED)
    found: dict[Stage, datetime] = {}
    for stage in STAGES:
        at = to_micros(_reached(stage, opened_at, noticed_at))
        by = None if stage == "breach" else need
        told = _together(from_micros(when_may_reach(at, hours, by, to_micros(known))))
        found[stage] = last = max(last, told)
    return found


def may_begin(opened_at: datetime, now: datetime, team_since: datetime) -> bool:
    """Return whether a complaint that becomes known now still gets a clock."""
    return opened_at <= now < opened_at + OLDEST and team_since < opened_at + LIMIT


def progress(complaints: Iterable[ComplaintFacts], now: datetime) -> Progress:
    """Return how many stand how; void ones count for nothing."""
    states = [one.state(now) for one in complaints]
    return Progress(
        running=states.count("running"),
        over=states.count("over"),
        in_time=states.count("in_time"),
        too_late=states.count("too_late"),
        set_aside=states.count("set_aside"),
    )


def in_order(complaints: Iterable[ComplaintFacts], now: datetime) -> list[ComplaintFacts]:
    """Return what waits for its analysis, the longest first, then the others, the latest first.

    Void ones are left out.
    """
    known = [one for one in complaints if one.state(now) != "void"]
    waiting = [one for one in known if one.state(now) in OPEN]
    others = [one for one in known if one.state(now) not in OPEN]
    waiting.sort(key=lambda one: (one.opened_at, one.key))
    others.sort(key=lambda one: (one.opened_at, one.key), reverse=True)
    return waiting + others


def _reached(stage: Stage, opened_at: datetime, noticed_at: datetime) -> datetime:
    return _together(max(opened_at + STAGES[stage], noticed_at + _SETTLES))


def _together(at: datetime) -> datetime:
    return _EPOCH - (_EPOCH - at) // TOGETHER * TOGETHER


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_\-/]+", " ", folded)
