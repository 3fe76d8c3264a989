"""Actions as values: services fill these in, views draw them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.metrics.actions.verification import Standard
from bot.metrics.clocks import BusinessClock
from bot.metrics.records import Record
from bot.metrics.team import TeamView

State = Literal["done", "verified", "dropped", "overdue", "today", "tomorrow", "open"]
Scope = Literal["open", "mine", "overdue", "all"]
Level = Literal["high", "low"]

SCOPES: tuple[Scope, ...] = ("open", "mine", "overdue", "all")
LEVELS: tuple[Level, ...] = ("high", "low")
DEFAULT_DAYS = 7
REMIND_EVERY = 3
"""After how many working days an owner is reminded again of what is overdue."""


@dataclass(frozen=True, slots=True)
class ActionFacts(Record):
    """An action as it stands: instants in UTC, `due_on` a local date of its team."""

    measure: str
    owner_id: str
    due_on: date
    created_by: str
    created_at: datetime
    department: str | None = None
    resources: str | None = None
    verification: str | None = None
    standard: Standard | None = None
    verify_from: date | None = None
    verdict: str | None = None
    impact: str | None = None
    ease: str | None = None
    status: str = "open"
    progress: str | None = None
    progress_by: str | None = None
    progress_at: datetime | None = None
    result: str | None = None
    drop_why: str | None = None
    origin: str = "command"
    origin_ref: str | None = None
    done_by: str | None = None
    done_at: datetime | None = None
    settled_by: str | None = None
    settled_at: datetime | None = None
    settled_why: str | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.status == "open"

    @property
    def is_done(self) -> bool:
        """Whether it was marked done, and maybe verified since."""
        return self.status in {"done", "verified"}

    @property
    def measured_on(self) -> date | None:
        """The first local date on which the data can judge it, None while nothing is to judge."""
        if self.standard is None or self.verify_from is None:
            return None
        return self.verify_from + timedelta(days=self.standard.days)

    def state(self, now: datetime) -> State:
        """Return how it stands against its due date on the team's local date."""
        if not self.is_open:
            return _SETTLED.get(self.status, "done")
        left = (self.due_on - self.today(now)).days
        if left < 0:
            return "overdue"
        return "today" if left == 0 else "tomorrow" if left == 1 else "open"

    def days_late(self, now: datetime) -> int:
        """Return by how many days it is overdue, 0 if it is not."""
        return max((self.today(now) - self.due_on).days, 0) if self.is_open else 0


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


@dataclass(frozen=True, slots=True)
class Matrix:
    """A team's open actions by impact and ease; `fields` has each pair of levels.

    `rest` are those that nobody has judged so.
    """

    team: TeamView
    fields: Mapping[tuple[Level, Level], tuple[ActionFacts, ...]]
    rest: tuple[ActionFacts, ...]


def matrix(team: TeamView, actions: Sequence[ActionFacts]) -> Matrix:
    """Return open actions by impact and ease, high before low."""
    pairs = [(impact, ease) for impact in LEVELS for ease in LEVELS]
    fields = {
        pair: tuple(one for one in actions if (one.impact, one.ease) == pair) for pair in pairs
    }
    rest = tuple(one for one in actions if (one.impact, one.ease) not in fields)
    return Matrix(team, fields, rest)


def default_due(today: date, clock: BusinessClock) -> date:
    """Return the date a week from today, or the next working day when the team is off then."""
    day = today + timedelta(days=DEFAULT_DAYS)
    return day if clock.is_working_day(day) else clock.next_working_day(day)


def is_reminded(due_on: date, day: date, clock: BusinessClock) -> bool:
    """Return whether an owner is reminded on a local date of an open action.

    On the last working day before it is due, on the day, and every third working day after; never
    on a day off.
    """
    if not clock.is_working_day(day):
        return False
    if due_on >= day:
        return due_on <= clock.next_working_day(day)
    late = 0
    while due_on < day:
        due_on += timedelta(days=1)
        late += clock.is_working_day(due_on)
    return late % REMIND_EVERY == 0


_SETTLED: Mapping[str, State] = {"verified": "verified", "dropped": "dropped"}
