"""Tickets that were not met, and what they come from, as values."""

from dataclasses import dataclass
from datetime import datetime

from bot.metrics.periods import Period
from bot.metrics.report import TeamView, TicketLine

CAUSES = ("staffing", "system", "process", "skill", "other")


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket that was not met; `cause` is the latest one named.

    `earlier`: opened before the days of the report, and within its limit in the report before.
    """

    line: TicketLine
    cause: str | None
    earlier: bool


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of the tickets behind a report that were not met, without a cause first.

    `page` counts from 1 to `pages`; `may_name` is whether the reader may name causes. The order is
    that of when it was `opened`.
    """

    team: TeamView
    period: Period
    as_of: datetime
    before: datetime | None
    clock: str
    total: int
    unnamed: int
    page: int
    pages: int
    cases: tuple[Case, ...]
    may_name: bool
    since: datetime | None = None
    opened: datetime | None = None
