"""Improvement plans and their checklists as values: services fill these in, views draw them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from bot.metrics.actions import Standard, Visible
from bot.metrics.figures import Goal
from bot.metrics.files import SlackFile
from bot.metrics.records import Record
from bot.metrics.registers import Sums
from bot.metrics.team import TeamView
from bot.text import t

Status: TypeAlias = Literal["open", "in_progress", "met", "not_met"]

SCOPES = ("all", "mine", "overdue", "not_met")
"""What a checklist can be cut down to, besides a phase."""
STATUSES: tuple[Status, ...] = ("open", "in_progress", "met", "not_met")
PHASES = ("prepare", "carry_out", "review")
"""The phases of the built-in template; a team's own template may name others."""
LIMITS: Mapping[str, int] = {
    "title": 200,
    "standard": 500,
    "phase": 40,
    "remark": 500,
    "evidence": 500,
    "duty": 120,
    "why": 500,
}
"""The most characters of each text."""
MOST_ITEMS = 100
MOST_MEMBERS = 20
_BAR = 10


@dataclass(frozen=True, slots=True)
class Reading:
    """A metric's value as it was, None without data."""

    metric: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Duty:
    """A member of a plan and what they do in it."""

    user_id: str
    duty: str | None = None


@dataclass(frozen=True, slots=True)
class PlanFacts(Record):
    """A plan as it stands: instants in UTC, `first_on` and `last_on` local dates of its team."""

    goal: Goal
    first_on: date
    last_on: date
    lead_id: str
    status: str
    template: str | None
    created_by: str
    created_at: datetime
    closed_by: str | None
    closed_at: datetime | None
    closed_why: str | None
    version: int
    members: tuple[Duty, ...] = ()

    @property
    def is_current(self) -> bool:
        """Whether it is the one that its team works by."""
        return self.status == "current"

    @property
    def standard(self) -> Standard:
        """Its goal over its days, as what verifies an action is entered."""
        return Standard(self.goal, (self.last_on - self.first_on).days + 1)


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item of a checklist as it stands.

    `title` and `standard` are None where the built-in template's words hold, which `key` names.
    `role` is whose work it is by default, `due_on` a local date of the team. `evidence` is a link.
    """

    team_id: int
    plan: int
    number: int
    phase: str
    key: str | None
    title: str | None
    standard: str | None
    role: str | None
    owner_id: str | None
    due_on: date | None
    status: str
    remark: str | None
    evidence: str | None
    file: SlackFile | None
    position: int
    is_retired: bool
    version: int

    def is_overdue(self, today: date) -> bool:
        """Whether its date has passed and it is not met."""
        return self.status != "met" and self.due_on is not None and self.due_on < today

    def texts(self, language: str) -> dict[str, str]:
        """Return what can be edited, each as text; nothing is the empty text."""
        return {
            "title": title_of(self, language),
            "standard": standard_of(self, language),
            "phase": self.phase,
            "owner": self.owner_id or "",
            "due": self.due_on.isoformat() if self.due_on else "",
            "status": self.status,
            "remark": self.remark or "",
            "evidence": self.evidence or "",
            "file": self.file.text if self.file else "",
        }


@dataclass(frozen=True, slots=True)
class TemplateItem:
    """An item that a plan starts with; `days` after the start is when it is due."""

    phase: str
    key: str | None = None
    title: str | None = None
    standard: str | None = None
    role: str | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many items stand how; `overdue` are those not met whose date has passed."""

    total: int = 0
    met: int = 0
    in_progress: int = 0
    not_met: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def bar(self) -> str:
        """The share that is met as ten squares: full only for all, empty only for none."""
        filled = max(self.met * _BAR // self.total, min(self.met, 1)) if self.total else 0
        return "■" * filled + "□" * (_BAR - filled)


@dataclass(frozen=True, slots=True)
class PhaseProgress:
    """A phase and how its items stand."""

    phase: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """A plan, how all its items stand, and each phase in order."""

    plan: PlanFacts
    whole: Progress
    phases: tuple[PhaseProgress, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """What the bot can see of an item.

    `holds` is whether everything that it can see speaks for *met*; `seen` names the sentence for
    it, such as `some` or `none`, with its parameters; `unseen` whether a part of the item is left
    that it can't see.
    """

    key: str
    holds: bool
    seen: str
    params: Mapping[str, object]
    unseen: bool


@dataclass(frozen=True, slots=True)
class PlanView:
    """The answer to `/frt plan`; `plan` is None while the team has none that is current.

    `earlier` are closed plans, the latest first; `may_edit` is the reader's right. `resources` is
    what those that the team asked for come to, by state and currency. `visible` is the smallest
    change that the plan's days would show of its goal's metric.
    """

    team: TeamView
    plan: PlanProgress | None
    earlier: tuple[PlanProgress, ...]
    may_edit: bool
    resources: Sums = field(default_factory=dict)
    visible: Visible | None = None


@dataclass(frozen=True, slots=True)
class Checklist:
    """A page of a checklist, by phase and position.

    `scope` is all, mine, overdue, not_met or `phase:NAME`; `counts` how many items the fixed ones
    hold. `movable` are the numbers of the items whose status the reader may change. `reader_id` is
    None for a posted checklist, which everybody sees the same.
    """

    progress: PlanProgress
    scope: str
    items: tuple[ItemFacts, ...]
    counts: Mapping[str, int]
    page: int
    pages: int
    reader_id: str | None
    may_edit: bool
    movable: frozenset[int]
    sightings: Mapping[int, Sighting]


@dataclass(frozen=True, slots=True)
class OwnItem:
    """An item of somebody's own, with the name of its team."""

    team_name: str
    zone: ZoneInfo
    item: ItemFacts


@dataclass(frozen=True, slots=True)
class NewDate:
    """A date that an item would get, and the one it has."""

    item: ItemFacts
    due_on: date


def title_of(item: ItemFacts | TemplateItem, language: str) -> str:
    """Return an item's title: its own, or the template's in a language."""
    return item.title or (t(language, f"template.{item.key}.title") if item.key else "")


def standard_of(item: ItemFacts | TemplateItem, language: str) -> str:
    """Return what counts as met: the item's own words, or the template's in a language."""
    return item.standard or (t(language, f"template.{item.key}.standard") if item.key else "")


def phase_name(phase: str, language: str) -> str:
    """Return what a phase is called."""
    return t(language, f"template.phase.{phase}") if phase in PHASES else phase


def counted(items: Sequence[ItemFacts], today: date) -> Progress:
    """Return how many items stand how on a local date."""
    of_status = {status: sum(item.status == status for item in items) for status in STATUSES}
    overdue = sum(item.is_overdue(today) for item in items)
    return Progress(total=len(items), overdue=overdue, **of_status)


def by_phase(items: Sequence[ItemFacts]) -> dict[str, list[ItemFacts]]:
    """Return the items of each phase, in the order in which the phases begin."""
    phases: dict[str, list[ItemFacts]] = {}
    for item in sorted(items, key=lambda one: (one.position, one.number)):
        phases.setdefault(item.phase, []).append(item)
    order = {phase: place for place, phase in enumerate(PHASES)}
    return dict(sorted(phases.items(), key=lambda pair: order.get(pair[0], len(order))))
