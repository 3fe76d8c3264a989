"""What every record of a team's own has: actions, problems, plans."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Record:
    """A record by its number in its team, and what of the team it takes to show it.

    `ticket_address` is where its tickets are found, empty when nobody said.
    """

    team_id: int
    team_name: str
    channel_id: str | None
    zone: ZoneInfo
    language: str
    number: int
    ticket_address: str = field(default="", kw_only=True)

    def today(self, now: datetime) -> date:
        """Return the team's local date."""
        return now.astimezone(self.zone).date()
