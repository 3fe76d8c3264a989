"""What every record of a team's own has: actions, problems, plans."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.metrics.tickets import NOWHERE, Addresses


@dataclass(frozen=True, slots=True)
class Record:
    """A record by its number in its team, and what of the team it takes to show it.

    `addresses` say where its tickets are found.
    """

    team_id: int
    team_name: str
    channel_id: str | None
    zone: ZoneInfo
    language: str
    number: int
    addresses: Addresses = field(default=NOWHERE, kw_only=True)

    def today(self, now: datetime) -> date:
        """Return the team's local date."""
        return now.astimezone(self.zone).date()
