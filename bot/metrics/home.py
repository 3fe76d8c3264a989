"""What somebody's App Home shows, as values."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.metrics.actions import ActionFacts
from bot.metrics.figures import Report
from bot.metrics.plans import ItemFacts, OwnItem, PlanFacts, PlanProgress, Sighting
from bot.metrics.problems import ProblemFacts
from bot.metrics.registers import AnyEntry
from bot.metrics.team import Reader
from bot.metrics.warnings import WatchLine


@dataclass(frozen=True, slots=True)
class Proposal:
    """A checklist item that the bot sees met, to be confirmed."""

    plan: PlanFacts
    item: ItemFacts
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a lead: actions done or to be dropped, items to confirm; `more` unshown."""

    actions: tuple[ActionFacts, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    more: int = 0

    @property
    def count(self) -> int:
        """How many there are in all."""
        return len(self.actions) + len(self.proposals) + self.more


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A team's latest weekly review by its Monday, and when the next one opens, if known."""

    week: date | None
    finished: bool
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class HomeTeam:
    """A team's figures today and the reader's own; `own` is None without a helpdesk name.

    `warnings` are the watched metrics and where each stands, `plan` how the current plan does,
    `review` where the weekly review stands.
    """

    team: Report
    own: Report | None
    role: str | None
    manages: bool
    warnings: tuple[WatchLine, ...] = ()
    plan: PlanProgress | None = None
    review: ReviewLine | None = None


@dataclass(frozen=True, slots=True)
class HomePage:
    """The whole tab. `chosen` is the language the reader chose, None as their Slack.

    `actions` are the reader's own open ones by due date, `action_count` how many there are in all;
    `items` and `item_count` are the same of their checklist items that are not met, `problems` and
    `problem_count` of the problems they are to solve, `entries` and `entry_count` of their open
    entries in registers; `more_teams` those that there is no room for. `waiting` is what waits for
    the reader as a lead, `reminders` whether they are reminded of what is due.
    """

    reader: Reader
    chosen: str | None
    slack_language: str
    as_of: datetime
    teams: tuple[HomeTeam, ...]
    more_teams: int
    actions: tuple[ActionFacts, ...]
    action_count: int
    is_admin: bool
    made_admin: bool = False
    any_team: bool = True
    items: tuple[OwnItem, ...] = ()
    item_count: int = 0
    problems: tuple[ProblemFacts, ...] = ()
    problem_count: int = 0
    entries: tuple[AnyEntry, ...] = ()
    entry_count: int = 0
    waiting: Waiting = Waiting()
    reminders: bool = True
