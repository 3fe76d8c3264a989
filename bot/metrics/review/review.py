"""What a weekly review says, as values: services fill these in, views draw them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

from bot.metrics.actions import ActionFacts
from bot.metrics.clocks import Period, from_micros, previous, to_micros
from bot.metrics.figures import Figures, Target, TicketLine, mean
from bot.metrics.plans import PlanProgress
from bot.metrics.review.learning import Kind, Reason
from bot.metrics.team import Reader, TeamView
from bot.metrics.tickets import UNDATED, Freshness

WEEKS_BEFORE = 4
LONGEST_DECISION = 3_000
LONGEST_NOTE = 3_000
LONGEST_LEARNED = 500
MOST_NOTES = 200


Outcome = Literal["verified", "done", "not_effective", "overdue", "open", "dropped"]
OUTCOMES: tuple[Outcome, ...] = (
    "verified",
    "done",
    "not_effective",
    "overdue",
    "open",
    "dropped",
)


class Week(NamedTuple):
    """A week from its Monday up to a moment, and what was opened in it as it stood then.

    `frt_seconds` is the team's headline statistic; it and `attainment` are None without a value.
    """

    period: Period
    tickets: int
    frt_seconds: float | None
    attainment: float | None


class DecisionFacts(NamedTuple):
    """A decision as it was recorded; `number` counts up within its review."""

    number: int
    text: str
    recorded_by: str
    recorded_at: datetime


class NoteFacts(NamedTuple):
    """What somebody wrote in the thread of a review; `ts` is the message."""

    ts: str
    text: str
    said_by: str


@dataclass(frozen=True, slots=True)
class LearningCase:
    """A ticket that a review learns from, and why it; `line` is None when it is not there any more.

    `rating` is on the 1–5 scale, `handling_seconds` from opening to last resolution. `learned` is
    what somebody wrote of it. Nobody is named in `line`. `ticket_address` is where such
    tickets are found.
    """

    kind: Kind
    reason: Reason
    external_id: str
    line: TicketLine | None
    ticket_kind: str | None = None
    rating: float | None = None
    replies: int | None = None
    complexity: str | None = None
    handling_seconds: float | None = None
    learned: str | None = None
    learned_by: str | None = None
    chosen_by: str | None = None
    version: int = 0
    ticket_address: str = ""


class CauseCounts(NamedTuple):
    """Tickets not met since an instant: how many, without a cause, and by cause, most first.

    `before` is as of when the review before was, if that is what they are counted from.
    """

    total: int
    unnamed: int
    named: tuple[tuple[str, int], ...]
    since: datetime
    before: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewState:
    """A review as it stands: `week` is its Monday; `finished_*` are None while it is open."""

    team_id: int
    week: date
    opened_at: datetime
    finished_at: datetime | None = None
    finished_by: str | None = None

    @property
    def is_finished(self) -> bool:
        """Whether somebody finished it."""
        return self.finished_at is not None


@dataclass(frozen=True, slots=True)
class Promises:
    """The team's actions as a review sees them.

    `promised` were made from the review before or are due in the week, `measures` were made from
    this one. `made` and `done` count those of the week, `overdue` are all that are late and not
    among `promised`. `moves` is how often a due date was moved, by the action's number.
    """

    promised: tuple[ActionFacts, ...]
    measures: tuple[ActionFacts, ...]
    overdue: tuple[ActionFacts, ...]
    made: int
    done: int
    moves: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Review:
    """A weekly review: figures as of `as_of`, everything else as it stands at `now`.

    `figures` are of `period`, the week so far; `before` of the same part of the week before, and
    `weeks` of the same part of the four weeks before, oldest first. `frt_target` is in seconds,
    None when the team has set none, `attainment_target` of shares of 1. `last` is the review before
    this one. `plan` is how the current checklist stands, None without a plan. `learning` has the
    cases that were found, `notes` what was written in the thread; it is None when the thread could
    not be read.
    """

    team: TeamView
    state: ReviewState
    as_of: datetime
    now: datetime
    clock: str
    period: Period
    figures: Figures
    before_period: Period
    before: Figures
    weeks: tuple[Week, ...]
    frt_target: float | None
    attainment_target: Target
    cases: CauseCounts
    last: ReviewState | None
    last_decisions: tuple[DecisionFacts, ...]
    decisions: tuple[DecisionFacts, ...]
    actions: Promises
    unknown_years: tuple[int, ...]
    covered_until: datetime | None
    plan: PlanProgress | None = None
    learning: tuple[LearningCase, ...] = ()
    notes: tuple[NoteFacts, ...] | None = ()
    data: Freshness = UNDATED

    @property
    def judged_at(self) -> datetime:
        """When the tickets were judged: as of the report, or where the data end before it."""
        return from_micros(self.data.judged(to_micros(self.as_of)))

    @property
    def is_past(self) -> bool:
        """Whether its figures are of then: it was finished, or another day has come since."""
        zone = self.team.zone
        same_day = self.now.astimezone(zone).date() == self.as_of.astimezone(zone).date()
        return self.state.is_finished or not same_day

    @property
    def hidden_groups(self) -> int:
        """Nobody's figures are in it, so nobody's are hidden."""
        return 0

    @property
    def known_weeks(self) -> tuple[Week, ...]:
        """The weeks before that have a headline value."""
        return tuple(week for week in self.weeks if week.frt_seconds is not None)

    @property
    def usual_frt(self) -> float | None:
        """The mean of the weeks before that have a headline value, every week weighing the same."""
        return _mean(week.frt_seconds for week in self.weeks)

    @property
    def usual_attainment(self) -> float | None:
        """The mean attainment of the weeks before that have one, every week weighing the same."""
        return _mean(week.attainment for week in self.weeks)


@dataclass(frozen=True, slots=True)
class Found:
    """A review and where it can be read: its message, and its minutes once it is finished."""

    state: ReviewState
    channel_id: str | None
    message_ts: str | None
    minutes_ts: str | None
    decisions: int
    measures: int


@dataclass(frozen=True, slots=True)
class Present:
    """The review of the present week for one person; `week` is its Monday.

    `review` is None before it is opened, `due_at` None in a week without a working day.
    `unfinished` is the review before, if nobody has finished it. `failed` is why its post did not
    go out for certain. `may_open` is whether the reader may open it now.
    """

    team: TeamView
    reader: Reader
    week: date
    due_at: datetime | None
    review: Found | None
    unfinished: Found | None
    failed: str | None
    may_open: bool


def outcome_of(action: ActionFacts, now: datetime) -> Outcome:
    """Return what became of a promise: one of `OUTCOMES`.

    Not effective is what was reopened and is not late yet, and what is done but the data found not
    met.
    """
    if action.status in {"verified", "dropped"}:
        return "verified" if action.status == "verified" else "dropped"
    if action.is_done:
        return "not_effective" if action.verdict == "not_met" else "done"
    if action.days_late(now):
        return "overdue"
    return "not_effective" if action.settled_at else "open"


def weeks_before(week: Period, count: int = WEEKS_BEFORE) -> list[Period]:
    """Return the same part of the weeks before a week so far, oldest first."""
    found: list[Period] = []
    for _ in range(count):
        week = previous(week, week.end)
        found.append(week)
    return found[::-1]


def _mean(values: Iterable[float | None]) -> float | None:
    return mean([value for value in values if value is not None])
