"""What every record of a team's own takes from the row of its team."""

from typing import Any
from zoneinfo import ZoneInfo

from bot.metrics.tickets import read_addresses
from bot.models import Team


def of_team(team: Team) -> dict[str, Any]:
    """Return the fields of a `Record` that its team gives; its number is its own."""
    return {
        "team_id": team.id,
        "team_name": team.name,
        "channel_id": team.channel_id,
        "zone": ZoneInfo(team.zone),
        "language": team.locale,
        "addresses": read_addresses(team.ticket_address or "", team.desk_addresses or ""),
    }
