"""A team's settings as the form shows them and as they are sent: texts by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

FIELDS = (
    *("name", "channel", "zone", "hours", "country", "days_off", "language"),
    *("limit", "limits", "target", "quick", "clock", "report_at", "review_weekday", "review_at"),
    *("ticket_address", "mentions", "direct", "not_replies"),
)

COMMON_ZONES = (
    *("America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York"),
    *("America/Mexico_City", "America/Bogota", "America/Sao_Paulo", "UTC", "Europe/London"),
    *("Europe/Lisbon", "Europe/Paris", "Europe/Berlin", "Europe/Madrid", "Europe/Rome"),
    *("Europe/Warsaw", "Europe/Athens", "Europe/Kyiv", "Europe/Istanbul", "Africa/Lagos"),
    *("Africa/Cairo", "Africa/Johannesburg", "Africa/Nairobi", "Asia/Riyadh", "Asia/Dubai"),
    *("Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok", "Asia/Ho_Chi_Minh"),
    *("Asia/Jakarta", "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore"),
    *("Asia/Kuala_Lumpur", "Asia/Manila", "Australia/Perth", "Asia/Tokyo", "Asia/Seoul"),
    *("Australia/Sydney", "Pacific/Auckland"),
)
"""Zones to pick from, west to east; any other can be typed."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A field that somebody else has changed meanwhile; `who` and `at` where that is known."""

    field: str
    value: str
    who: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class PhraseMet:
    """A phrase that is no reply: how many replies it was, and since when that is counted."""

    phrase: str
    met: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that was changed, from and to."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """What the form shows. `team_id` is None for a new team.

    `values` are the texts by field, `seen` a digest of each as stored when the form was drawn,
    `turn` how often it was drawn anew because of `moved`. `made_admin` tells the reader that they
    have just become the bot's admin. `phrases` are those that are no reply, with their counts.
    """

    team_id: int | None
    values: Mapping[str, str]
    seen: Mapping[str, str]
    turn: int = 0
    moved: tuple[Moved, ...] = ()
    made_admin: bool = False
    phrases: tuple[PhraseMet, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedSettings:
    """A team as it was saved, and what was changed; `changed` is empty when nothing differed."""

    team_id: int
    name: str
    channel_id: str | None
    is_new: bool
    has_tickets: bool
    changed: tuple[Changed, ...]
