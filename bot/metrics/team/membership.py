"""Members of a team, and names in its tickets that belong to nobody yet, as values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ROLES = ("agent", "lead", "operations", "it", "quality")
LEADING = ("lead", "operations")
"""Who runs a team from day to day."""
MAY_LEAD = frozenset({*LEADING, "admin"})
"""Who may do what those who run a team do; `admin` is an admin of the bot in any team."""
MAY_DECIDE = frozenset({"lead", "admin"})
"""Who has the last word in a team."""
Duty = Literal["agent", "operations", "lead", "admin"]
"""What somebody comes to the bot for: the most that they are in any team."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody in the Slack workspace, as far as matching names needs to know."""

    user_id: str
    name: str
    real_name: str
    handle: str
    email: str | None


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name in tickets and its short digest, which fits where the name would not."""

    name: str
    key: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member with the helpdesk names that are theirs."""

    user_id: str
    name: str
    role: str
    helpdesk_names: tuple[NameKey, ...]


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name that tickets use and nobody has; `proposed` are people with that name in Slack."""

    name: NameKey
    tickets: int
    last_opened: datetime
    proposed: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True)
class MembersPage:
    """One page of a team's members and one of the unknown names; pages count from 1.

    `looking_up` says that Slack is still being asked for people.
    """

    team_id: int
    team_name: str
    zone: str
    member_count: int
    members: tuple[MemberRow, ...]
    page: int
    pages: int
    unknown_count: int
    unknown: tuple[UnknownName, ...]
    names_page: int
    names_pages: int
    has_tickets: bool
    looking_up: bool = False
