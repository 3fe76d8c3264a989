"""Help, figures, the tickets behind them, the daily report and the causes of its cases."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.ids.values import Day, Former, Instant, Number, Value

GroupKey = Annotated[str, Field(max_length=32)]
COMMAND = "/frt"
MESSAGE = "message"
MENTION = "app_mention"
HELP_RUN = "help.run"
HELP_ALL = "help.all"
MOST_DOORS = 4
HELP_DOORS: Mapping[str, str] = {
    "help": "help",
    "waiting": "waiting",
    "today": "today",
    "mine": "for me",
    "by": "by channel",
    "report": "report",
    "promised": "actions",
    "actions": "my actions",
    "problems": "problems",
    "plan": "plan",
    "checklist": "checklist mine",
    "review": "review",
    "setup": "setup",
    "members": "members",
}
"""What buttons in a row ask, by the name under which the help says it: words of any language."""
REPORT_SHARE = "report.share"
REPORT_WHY = "report.why"
REPORT_WHY_FILTER = "report.why.filter"
REPORT_WHY_PREVIOUS = f"{REPORT_WHY}.previous"
REPORT_WHY_NEXT = f"{REPORT_WHY}.next"
REPORT_CLOCK = "report.clock"
REPORT_CHART = "report.chart"
REPORT_WAITING = "report.waiting"
WAITS = "waits"
WAITS_MINE = f"{WAITS}.mine"
WAITS_UNASSIGNED = f"{WAITS}.unassigned"
WAITS_ALL = f"{WAITS}.all"
WAITS_PREVIOUS = f"{WAITS}.previous"
WAITS_NEXT = f"{WAITS}.next"
TEAM_CHOOSE = "team.choose"
CASE_CAUSE = "case.cause"
CASES_CAUSE = "cases.cause"
CASES_OPEN = "cases.open"
CASES_PREVIOUS = "cases.previous"
CASES_NEXT = "cases.next"
CASES_GROUPS = "cases.groups"
CASES_GROUP = "cases.group"
CASES_GROUP_CAUSE = "cases.group.cause"
REVISED_OPEN = "revised.open"
REVISED_PREVIOUS = "revised.previous"
REVISED_NEXT = "revised.next"
DAILY_POST = "daily.post"
DAILY_DETAILS = "daily.details"


def help_run(at: int) -> str:
    """Return the id of a button in a row of at most `MOST_DOORS` that each run words."""
    return f"{HELP_RUN}.{at}"


Where = tuple[tuple[str, str], ...]
"""What is asked of tickets: (column or `hours`, value) each; without a column it is looked for."""


class AskValue(Value):
    """A request for figures in the buttons of its answer.

    `as_of` is the instant of the answer, so that a later click means the same period. Who is
    waiting is asked without one: that is of now.
    """

    period: str = "today"
    by: str | None = None
    person: str | None = None
    team: str | None = None
    clock: str | None = None
    where: Where | None = None
    as_of: Instant | None = None


class WhyValue(AskValue):
    """A page of the tickets behind a figure: in the page buttons and the modal's metadata."""

    outcome: str = "all"
    page: Number = 1
    channel: Former = ""


class WaitsValue(Value):
    """Which open waits of a team are shown; whose `mine` are is decided by who clicks."""

    team: Number
    scope: Literal["mine", "unassigned", "all"] = "all"
    page: Number = 1
    person: str | None = None
    clock: str | None = None
    where: Where | None = None


class TeamValue(Value):
    """A request and the team chosen for it, within the 150 characters of an option's value."""

    team_id: Number
    period: str = "today"
    by: str | None = None
    person: str | None = None
    clock: str | None = None
    where: Where | None = None


class RunValue(Value):
    """The words after `/frt` that a help or suggestion button runs."""

    text: str


class CaseValue(Value):
    """A ticket: in the block id of the row that shows it, within 255 characters."""

    team: Number
    source: str
    id: str


class CauseValue(Value):
    """A cause in a select, within the 150 characters of an option's value.

    `day` and `as_of` are set in a preview of the report of that local date.
    """

    cause: str
    day: Day | None = None
    as_of: Instant | None = None


class GroupValue(Value):
    """A group of tickets by its key: in the block id of the row that shows it.

    `unnamed` is how many had no cause when it was drawn.
    """

    group: GroupKey
    unnamed: Number


class GroupCauseValue(Value):
    """A cause for a group in a select; `all`: also for those that have another."""

    cause: str
    all: bool = False


class CasesValue(Value):
    """A page of the not-met tickets behind a report.

    `first` and `last` are local dates, `before` is when the report before was posted. `since` is
    the instant that its days begin at, if not the start of `first`, `opened` when it was opened.
    `group` is the key of a group of them; None: all of them.
    """

    team: Number
    first: Day
    last: Day
    as_of: Instant
    before: Instant | None = None
    since: Instant | None = None
    opened: Instant | None = None
    channel: Former = ""
    page: Number = 1
    group: GroupKey | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """Refuse days that end before they begin."""
        if self.last < self.first:
            raise ValueError("the last day lies before the first")
        return self


class RevisedValue(Value):
    """A page of the tickets that files changed, from after `before` and up to `as_of`."""

    team: Number
    before: Instant
    as_of: Instant
    page: Number = 1


class DailyValue(Value):
    """The daily report of a local date, to be posted."""

    team: Number
    day: Day


class DailyDetailsValue(Value):
    """The daily report of a local date as of an instant."""

    team: Number
    day: Day
    as_of: Instant
