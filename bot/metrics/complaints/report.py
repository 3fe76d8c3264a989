"""What is said of complaints about delay, as values: services fill these in, views draw them."""

from dataclasses import dataclass
from datetime import datetime

from bot.metrics.complaints.complaints import ComplaintFacts, Progress
from bot.metrics.team import Reader, TeamView
from bot.metrics.tickets import TicketKey


@dataclass(frozen=True, slots=True)
class Clocks:
    """What a message tells: complaints about delay of a team as they stand at an instant.

    `is_breach` for the post in the team's channel, which mentions `told`; else it is a reminder to
    one person. `language` is the reader's. `open_problems` are those that a complaint's
    analysis can be part of, number and words. `resumes` is when work next begins, where the 24
    hours of one of them end before that while nobody works.
    """

    team: TeamView
    language: str
    as_of: datetime
    complaints: tuple[ComplaintFacts, ...]
    is_breach: bool
    told: tuple[str, ...] = ()
    open_problems: tuple[tuple[int, str], ...] = ()
    resumes: datetime | None = None


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    """A page of a team's complaints about delay of the last 30 days, and who reads it.

    `unmarked` when no ticket of the team was ever marked as a complaint. `ticket` is the one
    that was asked for, `other` its source and id when it is a complaint, not about delay so far.
    """

    team: TeamView
    reader: Reader
    as_of: datetime
    progress: Progress
    complaints: tuple[ComplaintFacts, ...] = ()
    page: int = 1
    pages: int = 1
    unmarked: bool = False
    ticket: str | None = None
    other: TicketKey | None = None
    open_problems: tuple[tuple[int, str], ...] = ()
