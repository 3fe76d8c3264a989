"""What somebody's App Home shows, as values."""

from dataclasses import dataclass
from datetime import datetime

from bot.metrics.actions import ActionFacts
from bot.metrics.plans import OwnItem, PlanProgress
from bot.metrics.report import Reader, Report
from bot.metrics.warning_report import WatchLine


@dataclass(frozen=True, slots=True)
class HomeTeam:
    """A team's figures today and the reader's own; `own` is None without a helpdesk name.

    `warnings` are the watched metrics and where each stands, `plan` how the current plan does.
    """

    team: Report
    own: Report | None
    role: str | None
    manages: bool
    warnings: tuple[WatchLine, ...] = ()
    plan: PlanProgress | None = None


@dataclass(frozen=True, slots=True)
class HomePage:
    """The whole tab. `chosen` is the language the reader chose, None as their Slack.

    `actions` are the reader's own open ones by due date, `action_count` how many there are in all;
    `items` and `item_count` are the same of their checklist items that are not met; `more_teams`
    those that there is no room for.
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
