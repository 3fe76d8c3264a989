"""What an answer says, as values: services fill these in, views draw them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from bot.metrics.clocks import Period, from_micros, to_micros
from bot.metrics.figures.cohort import Figures, Verdict
from bot.metrics.figures.evidence import Told
from bot.metrics.figures.goals import Target
from bot.metrics.figures.selection import Filter
from bot.metrics.figures.tally import Headline
from bot.metrics.team import TeamView
from bot.metrics.tickets import UNDATED, Freshness

Whose: TypeAlias = Literal["mine", "unassigned", "others"]
"""Whom a ticket is assigned to, as its reader sees it, in the order in which waits are listed."""
Scope: TypeAlias = Literal["mine", "unassigned", "all"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A parsed request for figures, as it also travels in a button's value.

    `period` is the text of a period (`today`, `2026-11-01..2026-11-15`), `by` a breakdown,
    `person` a Slack user ID, `team` a team's name, `clock` the clock if not the team's headline,
    `where` what is asked of tickets, all of it.
    """

    period: str = "today"
    by: str | None = None
    person: str | None = None
    team: str | None = None
    clock: str | None = None
    where: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Trend:
    """The headline statistic by local date, oldest first, in seconds; `missing` has no answer.

    Days off with too few answers are left out, too: they are in `off`.
    """

    values: tuple[tuple[date, float], ...]
    missing: tuple[date, ...]
    off: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a breakdown; `key` is None for tickets without a value, agents' names may be."""

    key: str | None
    figures: Figures


@dataclass(frozen=True, slots=True)
class Report:
    """An answer to `/frt today` and its kin.

    `before` are the figures of `before_period`, the same elapsed part of the period before; `told`
    is what the change says, by metric, where whole working days are enough to tell.
    `clock` and `other_clock` are `business` or `calendar`; the other is None without hours.
    `trend` is there where a chart of days was asked for.
    `person` is the name that individual figures are for. `hidden_groups` counts the agents whose
    rows the reader may not see. `unknown_years` are calendar years whose make-up days are not
    published yet. `covered_until` is the opening of the last ticket ever taken in, if any, and
    `data` tells how far the data reach. `target` is what the share in time is to reach.
    `data_since` is the local date of the first ticket where the period before is not covered: then
    `before` is of nothing.
    """

    team: TeamView
    ask: Ask
    as_of: datetime
    period: Period
    figures: Figures
    before_period: Period
    before: Headline
    clock: str
    other_clock: str | None
    trend: Trend | None
    groups: tuple[Group, ...]
    hidden_groups: int
    person: str | None
    unknown_years: tuple[int, ...]
    covered_until: datetime | None
    target: Target
    data: Freshness = UNDATED
    told: Mapping[str, Told] = field(default_factory=dict)
    data_since: date | None = None

    @property
    def judged_at(self) -> datetime:
        """When the tickets were judged: the instant asked, or where the data end before it."""
        return from_micros(self.data.judged(to_micros(self.as_of)))

    @property
    def goes_on(self) -> bool:
        """Whether the period was not over yet."""
        return self.period.end >= self.as_of


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A ticket behind a figure. `agent` is None where the reader may not see who.

    `whose` is told of an open wait.
    """

    source: str
    external_id: str
    subject: str | None
    channel: str | None
    tier: str | None
    agent: str | None
    opened_at: datetime
    verdict: Verdict
    whose: Whose | None = None


@dataclass(frozen=True, slots=True)
class TicketList:
    """One page of the tickets behind a report (*Tickets*).

    `outcome` is the filter in force (a verdict's outcome or `all`), `counts` how many tickets each
    outcome has, latest first by how late they are; `page` counts from 1 to `pages`.
    """

    team: TeamView
    ask: Ask
    as_of: datetime
    period: Period
    clock: str
    outcome: str
    counts: tuple[tuple[str, int], ...]
    page: int
    pages: int
    lines: tuple[TicketLine, ...]


@dataclass(frozen=True, slots=True)
class WaitingList:
    """What the team owes a first reply now (`/frt waiting`), a page of it as it is to be answered.

    The reader's own come first, then those of nobody, then those of others; among these, the least
    time left to a ticket's own limit first, so that what is most over it stands above all.
    `scope` says which are listed: `total` of them, of which `over_limit`, and `uncounted` whose
    time left the clock can't tell. `counts` are how many each scope has, without `mine` where the
    reader's name in the helpdesk is not known; `shared_out` is whether the data name anybody whom
    a ticket is assigned to. `first` is the one to answer next of the scope. `person` (a Slack user
    ID, `shown` to people) is whose alone were asked for, `asked_clock` the clock if not the team's.
    With `untold` the data say nothing of the latest first responses: others may wait as well.
    It is as of when it was `asked` for, or of where the data end before that.
    """

    team: TeamView
    as_of: datetime
    clock: str
    total: int
    over_limit: int
    lines: tuple[TicketLine, ...]
    untold: bool = False
    data: Freshness = UNDATED
    asked: datetime | None = None
    scope: Scope = "all"
    counts: Mapping[Scope, int] = field(default_factory=dict)
    shared_out: bool = True
    uncounted: int = 0
    first: TicketLine | None = None
    page: int = 1
    pages: int = 1
    start: int = 0
    person: str | None = None
    shown: str | None = None
    asked_clock: str | None = None
    where: tuple[Filter, ...] = ()
