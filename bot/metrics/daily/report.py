"""What a daily report says, as values, and the mean it is held against."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.metrics.clocks import BusinessClock, Period, from_micros, to_micros
from bot.metrics.daily.cases import Case
from bot.metrics.figures import METRICS, Figures, Target, mean, rows
from bot.metrics.team import TeamView
from bot.metrics.tickets import UNDATED, Freshness, TicketKey

USUAL_DAYS = 28
MOST_DAYS_BACK = 7

_ONE_DAY = timedelta(days=1)


class Span(NamedTuple):
    """The local dates a report speaks of, both included, and why it starts where it does.

    `reason` is regular (the working day before and the days off after it), caught_up (earlier
    reports were not posted), cut (as before, but the oldest days are left out) or continued (a
    report posted by hand has spoken of some of the days already).
    """

    first_day: date
    last_day: date
    reason: str


def span_of(day: date, clock: BusinessClock, last_posted: date | None) -> Span:
    """Return what the report of a local date speaks of: everything since the last one posted.

    `last_posted` is the date of the last report that was posted before. At most seven days back,
    unless the days off before `day` alone are more.
    """
    regular, last_day = clock.previous_working_day(day), day - _ONE_DAY
    if last_posted is None or last_posted == regular:
        return Span(regular, last_day, "regular")
    if last_posted > regular:
        return Span(min(last_posted, last_day), last_day, "continued")
    earliest = min(regular, day - timedelta(days=MOST_DAYS_BACK))
    if last_posted < earliest:
        return Span(earliest, last_day, "cut")
    return Span(last_posted, last_day, "caught_up")


def usual_spans(first_day: date, clock: BusinessClock) -> list[tuple[date, date]]:
    """Return the working days of the four weeks before a date, each with the days off after it.

    Each is (first, last) local date, oldest first; what the regular reports of those weeks spoke
    of. Days off at the very start of the four weeks belong to no span.
    """
    days = [first_day - timedelta(days=back) for back in range(USUAL_DAYS, 0, -1)]
    working = [day for day in days if clock.is_working_day(day)]
    ends = [day - _ONE_DAY for day in [*working[1:], first_day]]
    return list(zip(working, ends, strict=True))


OPENED, EVENTS = rows("opened"), rows("event")
ROWS = ("tickets", "frt", *OPENED, "solved", "resolution", *EVENTS)
"""The measures of a column in their order: `frt` is the team's headline statistic."""


@dataclass(frozen=True, slots=True)
class Measures:
    """One column of the report: a value for each of `ROWS`, None where there is none.

    Durations are seconds on the team's clock. `tickets` were opened on the days, `solved` and
    EVENTS are by the date of the event; `samples` counts what those are of.
    """

    values: Mapping[str, float | None]
    samples: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, row: str) -> float | None:
        """Return the value of a row."""
        return self.values.get(row)


def measures(cohort: Figures, events: Figures, statistic: str) -> Measures:
    """Return a column: `cohort` are tickets opened on the days, `events` those solved on them."""
    values = {
        "tickets": cohort.tickets,
        "frt": METRICS[f"frt_{statistic}"].value(cohort),
        "solved": events.resolved,
        "resolution": events.resolution_median_seconds,
        **{key: METRICS[key].value(cohort) for key in OPENED},
        **{key: METRICS[key].value(events) for key in EVENTS},
    }
    return Measures(values, {key: METRICS[key].n(events) for key in EVENTS})


class Usual(NamedTuple):
    """The mean of the four weeks before: `days` working days from `first_day` to `last_day`."""

    mean: Measures
    days: int
    first_day: date
    last_day: date


def usual(columns: Iterable[tuple[tuple[date, date], Measures]]) -> Usual | None:
    """Return the mean of each statistic over the working days of the four weeks before.

    One value per working day (with the days off after it), every day with the same weight; a day
    on which no ticket was opened is left out, and so is a value that a day does not have. None
    without any such day.
    """
    known = [(span, column) for span, column in columns if column["tickets"]]
    if not known:
        return None
    made = Measures({row: _mean(column[row] for _, column in known) for row in ROWS})
    return Usual(made, len(known), known[0][0][0], known[-1][0][1])


class DayBefore(NamedTuple):
    """The working day before a report's days, with its days off, as long after it as now."""

    column: Measures
    first_day: date
    last_day: date


def _mean(values: Iterable[float | None]) -> float | None:
    return mean([value for value in values if value is not None])


class Share(NamedTuple):
    """A channel or an hour with tickets that were not met; `judged` counts met and not met."""

    key: str | int | None
    missed: int
    judged: int


def shares(groups: Iterable[tuple[str | int | None, Figures]]) -> tuple[Share, ...]:
    """Return the groups that have tickets met or not met, in their order."""
    found = [Share(key, made.missed, made.met + made.missed) for key, made in groups]
    return tuple(share for share in found if share.judged)


def worst(found: Iterable[Share]) -> list[Share]:
    """Return the groups with tickets not met: the most first, of equals the greatest share."""
    missing = [share for share in found if share.missed]
    return sorted(missing, key=lambda one: (-one.missed, one.judged, str(one.key)))


@dataclass(frozen=True, slots=True)
class DailyReport:
    """A daily report: `day` is its local date, `period` the days it speaks of.

    `figures` are of the tickets opened in `period`, with the waits of this moment; `now`, `month`
    (from the first of the month of the last day through that day), `day_before` and `usual` are its
    columns. `targets` are by metric. `before` is when the report before was posted. `not_met` are
    all tickets that were late, the latest first; `earlier` of them were opened before these days,
    `unnamed` have no cause. `cases` are those that hurt most. `channels` and `hours` (of opening)
    are all with judged tickets. `revised` counts tickets of earlier reports that files changed
    since the one before, as far as it matters.
    """

    team: TeamView
    day: date
    span: Span
    period: Period
    month_period: Period
    as_of: datetime
    before: datetime | None
    clock: str
    figures: Figures
    now: Measures
    month: Measures
    usual: Usual | None
    day_before: DayBefore | None
    targets: Mapping[str, Target]
    not_met: tuple[TicketKey, ...]
    earlier: int
    unnamed: int
    cases: tuple[Case, ...]
    channels: tuple[Share, ...]
    hours: tuple[Share, ...]
    unknown_years: tuple[int, ...]
    covered_until: datetime | None
    data: Freshness = UNDATED
    revised: int = 0

    @property
    def judged_at(self) -> datetime:
        """When the tickets were judged: as of the report, or where the data end before it."""
        return from_micros(self.data.judged(to_micros(self.as_of)))

    @property
    def hidden_groups(self) -> int:
        """Nobody's figures are in it, so nobody's are hidden."""
        return 0


class PostState(NamedTuple):
    """What became of the post of a report: the `status` of its row (None: no row), since when."""

    status: str | None
    since: datetime | None
