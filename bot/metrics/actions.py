"""Actions as values: services fill these in, views draw them."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.metrics.business_clock import BusinessClock
from bot.metrics.report import TeamView

State = Literal["done", "overdue", "today", "tomorrow", "open"]
Scope = Literal["open", "mine", "overdue", "all"]
Kind = Literal["done", "reassign", "new_date"]

SCOPES: tuple[Scope, ...] = ("open", "mine", "overdue", "all")
LIMITS: Mapping[str, int] = {
    "measure": 500,
    "department": 80,
    "resources": 500,
    "verification": 500,
    "result": 500,
    "why": 500,
}
"""The most characters of each text."""
DEFAULT_DAYS = 7


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """An action as it stands: instants in UTC, `due_on` a local date of its team."""

    team_id: int
    team_name: str
    channel_id: str | None
    zone: ZoneInfo
    language: str
    number: int
    measure: str
    owner_id: str
    due_on: date
    created_by: str
    created_at: datetime
    department: str | None = None
    resources: str | None = None
    verification: str | None = None
    status: str = "open"
    result: str | None = None
    origin: str = "command"
    origin_ref: str | None = None
    done_by: str | None = None
    done_at: datetime | None = None
    version: int = 1

    @property
    def is_done(self) -> bool:
        """Whether it was marked done."""
        return self.status == "done"

    def today(self, now: datetime) -> date:
        """Return the team's local date."""
        return now.astimezone(self.zone).date()

    def state(self, now: datetime) -> State:
        """Return how it stands against its due date on the team's local date."""
        if self.is_done:
            return "done"
        left = (self.due_on - self.today(now)).days
        if left < 0:
            return "overdue"
        return "today" if left == 0 else "tomorrow" if left == 1 else "open"

    def days_late(self, now: datetime) -> int:
        """Return by how many days it is overdue, 0 if it is not."""
        return 0 if self.is_done else max((self.today(now) - self.due_on).days, 0)


@dataclass(frozen=True, slots=True)
class Draft:
    """An action that somebody is about to make."""

    team_id: int
    measure: str
    owner_id: str
    due_on: date | None
    department: str | None = None
    resources: str | None = None
    verification: str | None = None
    origin: str = "command"
    origin_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """An empty form for an action: the teams it may be for, and what is filled in already.

    `is_cut` says that the measure was longer than it may be.
    """

    teams: tuple[TeamView, ...]
    owner_id: str
    due_on: date
    measure: str
    is_cut: bool
    origin: Literal["report", "warning", "review", "command", "message"]
    origin_ref: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants to do to an action, as it stood in `version`."""

    kind: Kind
    team_id: int
    number: int
    version: int
    who: str
    text: str | None = None
    owner_id: str | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of an action's history."""

    event: str
    who: str
    at: datetime
    before: Mapping[str, object]
    after: Mapping[str, object]
    why: str | None


@dataclass(frozen=True, slots=True)
class ActionList:
    """One page of actions. `team` is None for the reader's own in every team.

    `counts` is how many there are in each scope, `may_change` the numbers by team that the reader
    may change; `page` counts from 1 to `pages`.
    """

    team: TeamView | None
    scope: Scope
    actions: tuple[ActionFacts, ...]
    counts: Mapping[Scope, int]
    page: int
    pages: int
    may_change: frozenset[tuple[int, int]]


def default_due(today: date, clock: BusinessClock) -> date:
    """Return the date a week from today, or the next working day when the team is off then."""
    day = today + timedelta(days=DEFAULT_DAYS)
    return day if clock.is_working_day(day) else clock.next_working_day(day)


def cleaned(text: str | None) -> str | None:
    """Return text without what no database keeps or nobody sees at its ends; None for nothing."""
    kept = "".join(c for c in text or "" if c in "\n\t" or unicodedata.category(c) not in _DROPPED)
    seen = any(unicodedata.category(c)[0] in "LNPS" for c in kept)
    return kept.strip() if seen else None


_DROPPED = {"Cc", "Cs"}
