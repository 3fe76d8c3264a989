"""Every command, action and callback id, and the versioned value that a button carries."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

COMMAND = "/frt"

HELP_RUN = "help.run"
REPORT_SHARE = "report.share"
REPORT_WHY = "report.why"
REPORT_WHY_PAGE = "report.why.page"
REPORT_CLOCK = "report.clock"
TEAM_CHOOSE = "team.choose"


class Value(BaseModel):
    """Base of what a button's `value` holds: JSON of at most 2,000 characters with its version."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    v: Literal[1] = 1

    def dump(self) -> str:
        """Return the JSON that goes into a button."""
        return self.model_dump_json(exclude_none=True)
