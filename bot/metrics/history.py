"""What happened to something, as values: who, when, before, after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.metrics.actions import ActionFacts
from bot.metrics.plans import ItemFacts, PlanFacts
from bot.metrics.registers import AnyEntry
from bot.metrics.tickets import NOWHERE, Addresses

BOT = "frt"
"""Who did what the bot does by itself."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry of a history; `before` and `after` hold what differs.

    `subject` and `key` say what was changed, where entries of several things stand together.
    """

    event: str
    who: str
    at: datetime
    before: Mapping[str, object]
    after: Mapping[str, object]
    why: str | None
    subject: str = ""
    key: str = ""


About = AnyEntry | ActionFacts | PlanFacts | tuple[PlanFacts, ItemFacts] | None
"""What a history is of, where more is known than its subject and key."""


@dataclass(frozen=True, slots=True)
class Past:
    """A page of a history, latest first; without `key` it is of everything of its kind.

    `page` counts from 1 to `pages`. `addresses` say where the team's tickets are found.
    """

    team_id: int
    team_name: str
    subject: str
    key: str | None
    edits: tuple[Edit, ...]
    page: int
    pages: int
    about: About = None
    addresses: Addresses = NOWHERE
