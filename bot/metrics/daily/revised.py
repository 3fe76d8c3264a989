"""Tickets that later files changed since the report before, as values."""

from dataclasses import dataclass
from datetime import datetime

from bot.metrics.team import TeamView
from bot.metrics.tickets import Change, Revised


@dataclass(frozen=True, slots=True)
class RevisedTicket:
    """A ticket with what became of its fields, and the file of the last change."""

    revised: Revised
    changes: tuple[Change, ...]
    file: str


@dataclass(frozen=True, slots=True)
class RevisedList:
    """One page of the changed tickets that matter: what was missed and is met now comes first.

    They were opened by `before`, when the report before was posted, and changed after it and up to
    `as_of`. `page` counts from 1 to `pages`.
    """

    team: TeamView
    before: datetime
    as_of: datetime
    clock: str
    total: int
    page: int
    pages: int
    tickets: tuple[RevisedTicket, ...]
