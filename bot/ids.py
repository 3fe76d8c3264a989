"""Every command, action and callback id, and the versioned value that a button carries."""

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

COMMAND = "/frt"

HELP_RUN = "help.run"
REPORT_SHARE = "report.share"
REPORT_WHY = "report.why"
REPORT_WHY_FILTER = "report.why.filter"
REPORT_WHY_PREVIOUS = "report.why.previous"
REPORT_WHY_NEXT = "report.why.next"
REPORT_CLOCK = "report.clock"
TEAM_CHOOSE = "team.choose"


class Value(BaseModel):
    """Base of what a button's `value` holds: JSON of at most 2,000 characters with its version."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    v: Literal[1] = 1

    def dump(self) -> str:
        """Return the JSON that goes into a button."""
        return self.model_dump_json(exclude_none=True)


class AskValue(Value):
    """A request for figures in the *Share*, *Why?* and *Other clock* buttons of its answer.

    `as_of` is the instant of the answer, so that a later click means the same period.
    """

    period: str = "today"
    by: str | None = None
    person: str | None = None
    team: str | None = None
    clock: str | None = None
    as_of: AwareDatetime | None = None


class WhyValue(AskValue):
    """A page of the tickets behind a figure: in the page buttons and the modal's metadata."""

    outcome: str = "all"
    page: int = 1


class TeamValue(Value):
    """A request and the team chosen for it, within the 150 characters of an option's value."""

    team_id: int
    period: str = "today"
    by: str | None = None
    person: str | None = None
    clock: str | None = None


class RunValue(Value):
    """The words after `/frt` that a help or suggestion button runs."""

    text: str
