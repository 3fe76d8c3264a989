"""What somebody's App Home shows, as values."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.metrics.actions import ActionFacts
from bot.metrics.feeds import Connected
from bot.metrics.figures import Report
from bot.metrics.plans import ItemFacts, OwnItem, PlanFacts, Sighting
from bot.metrics.problems import ProblemFacts
from bot.metrics.registers import AnyEntry
from bot.metrics.team import LEADING, Duty, Reader, TeamView
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

    `warnings` are the watched metrics and where each stands, `review` where the weekly review does,
    `feeds` the helpdesks that tickets come in from, which are not counted.
    """

    team: Report
    own: Report | None
    role: str | None
    manages: bool
    warnings: tuple[WatchLine, ...] = ()
    review: ReviewLine | None = None
    feeds: tuple[Connected, ...] = ()


@dataclass(frozen=True, slots=True)
class Raised:
    """A warning that nobody has taken on, of a team whose reader may."""

    team: TeamView
    line: WatchLine
    since: date


@dataclass(frozen=True, slots=True)
class HomePage:
    """The whole tab. `chosen` is the language the reader chose, None as their Slack.

    `actions` are the reader's own open ones by due date, `action_count` how many there are in all;
    `items` and `item_count` are the same of their checklist items that are not met, `problems` and
    `problem_count` of the problems they are to solve, `entries` and `entry_count` of their open
    entries in registers; `more_teams` those that there is no room for. `waiting` is what waits for
    the reader as a lead, `reminders` whether they are reminded of what is due, `duty` what they
    come for.
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
    duty: Duty = "agent"

    @property
    def raised(self) -> tuple[Raised, ...]:
        """The warnings that wait for somebody to take them on, where the reader may."""
        return tuple(
            Raised(one.team.team, line, line.raised_on)
            for one in self.teams
            if self.is_admin or one.role in LEADING
            for line in one.warnings
            if line.state == "warning" and line.raised_on is not None
        )

    @property
    def count(self) -> int:
        """How many things wait for the reader in all."""
        own = (self.action_count, self.item_count, self.problem_count, self.entry_count)
        return self.waiting.count + len(self.raised) + sum(own)
