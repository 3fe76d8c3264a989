"""Tickets that were not met, and what they come from, as values."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.metrics.clocks import Period
from bot.metrics.daily.groups import Slice
from bot.metrics.figures import TicketLine
from bot.metrics.team import TeamView

CAUSES = ("staffing", "system", "process", "skill", "other")


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket that was not met; `cause` is the latest one named.

    `earlier`: opened before the days of the report, and within its limit in the report before.
    """

    line: TicketLine
    cause: str | None
    earlier: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page of what was not met behind a report; `unnamed` of the `total` have no cause.

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
    may_name: bool
    since: datetime | None = None
    opened: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList(Listed):
    """One page of tickets, without a cause first.

    `group` is the key of the group that they are of, `slice` what it has in common; without a
    slice they are the others, without a group all of them.
    """

    cases: tuple[Case, ...]
    group: str | None = None
    slice: Slice | None = None


class GroupLine(NamedTuple):
    """A group of tickets: how many have no cause, and how many have which, the most first."""

    slice: Slice
    total: int
    unnamed: int
    named: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupList(Listed):
    """Groups, those with unnamed causes first, then the largest.

    `others` are in no group, of which `others_unnamed` have no cause.
    """

    groups: tuple[GroupLine, ...]
    others: int
    others_unnamed: int


class AllNamed(NamedTuple):
    """What became of one click for several tickets.

    `changed` of them have the cause now; `kept` had another and keep it, `same` had it already,
    `gone` are here no more. `shown` are the keys of subjects to be drawn anew, one for each message
    that shows any of them.
    """

    cause: str
    changed: int
    kept: int
    same: int
    gone: int
    shown: tuple[str, ...]


class GroupNamed(NamedTuple):
    """What became of a click for a group of so many tickets, and what they have in common."""

    slice: Slice
    total: int
    done: AllNamed
