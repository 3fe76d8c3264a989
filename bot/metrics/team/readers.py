"""Who reads an answer, and what it needs to say of a team, as values."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.metrics.tickets import NOWHERE, Addresses


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: their Slack user ID, language (`en`, `zh`), zone, and role in the team asked for.

    `role` is None for somebody outside the team, `admin` for an admin of the bot.
    """

    user_id: str
    language: str
    zone: ZoneInfo
    role: str | None

    @property
    def leads(self) -> bool:
        """Whether they may see individual figures of everyone in the team."""
        return self.role in {"lead", "operations", "quality", "admin"}


@dataclass(frozen=True, slots=True)
class TeamView:
    """What an answer needs to say of a team. `frt_limit_seconds` is its default standard.

    FRT counts from `frt_start`: `opened`, or `handoff` from a bot to people. `addresses` say
    where its tickets are found.
    """

    id: int
    name: str
    channel_id: str | None
    zone: ZoneInfo
    language: str
    statistic: str
    attainment_target: float
    frt_limit_seconds: int
    leaderboard_open: bool
    has_hours: bool
    frt_start: str = "opened"
    addresses: Addresses = NOWHERE
