"""The figures of a cohort: of all its tickets, by group, and day by day."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from bot.metrics.clocks import Clock, Micros, Period, local
from bot.metrics.figures.breakdowns import Key, in_order, sortable
from bot.metrics.figures.evidence import Block, Days, too_few
from bot.metrics.figures.ledger import Credit, Entered, Ledger, crediting, to_everyone
from bot.metrics.figures.many import COLUMNS
from bot.metrics.figures.metrics import METRICS, Metric
from bot.metrics.figures.summed import Summed
from bot.metrics.figures.tally import Figures, Headline, Rules, Tally
from bot.metrics.tickets import (
    Outcome,
    Standards,
    TicketFacts,
    Verdict,
    judge,
    when,
)

if TYPE_CHECKING:
    from bot.metrics.figures.columns import Columns

__all__ = [
    "DailySeries",
    "Figures",
    "Outcome",
    "Verdict",
    "daily_series",
    "days_of",
    "figures",
    "grouped",
    "in_columns",
    "judge",
]


Cohort: TypeAlias = "Sequence[TicketFacts] | Columns"
"""Tickets oldest first: objects, or where there are many columns."""
AnyCohort: TypeAlias = "Cohort | Summed"
"""The same, or the sums of whole days beside the tickets of others."""

_ANY_ZONE = ZoneInfo("UTC")


def in_columns(texts: Sequence[str] = ("[]",) * len(COLUMNS), by: str = "opened_at") -> "Columns":
    """Return tickets from a text for each of COLUMNS: its values as JSON, in order of an instant.

    Truths are numbers there, turns and names texts of their own.
    """
    from bot.metrics.figures.columns import Columns

    return Columns.of_json(texts, by)


class DailySeries(NamedTuple):
    """One value per local date of a period, None where there is none, and the dates without.

    Of the dates in `few` the value is of too few tickets.
    """

    values: list[tuple[date, float | None]]
    missing: list[date]
    few: frozenset[date] = frozenset()


def figures(
    tickets: Entered,
    *,
    as_of: Micros,
    clock: Clock,
    standards: Standards,
    waiting: Iterable[TicketFacts] = (),
) -> Figures:
    """Return the figures of a cohort as of an instant.

    `tickets` are those opened in the period. `waiting` are the team's unanswered tickets whenever
    opened, for `open_waits_now` and `oldest_wait_seconds`; any that owe no first reply at that
    instant are left out of it. One whose source tells nothing of first responses among them means
    that it is not known who waits.
    """
    ledger = Ledger(Rules(as_of, clock, standards, _ANY_ZONE), to_everyone)
    ledger.enter(tickets, None)
    ledger.owe(waiting)
    return ledger.tallies[None].figures()


def headline(tickets: Entered, *, as_of: Micros, clock: Clock, standards: Standards) -> Headline:
    """Return those figures of a cohort that its first responses alone say."""
    rules = Rules(as_of, clock, standards, _ANY_ZONE, is_headline=True)
    ledger = Ledger(rules, to_everyone)
    ledger.enter(tickets, None)
    return ledger.tallies[None].headline()


def grouped(  # noqa: PLR0913  all but two by keyword
    tickets: Entered,
    by: str,
    *,
    as_of: Micros,
    clock: Clock,
    standards: Standards,
    zone: ZoneInfo,
    waiting: Iterable[TicketFacts] = (),
) -> list[tuple[Key, Figures]]:
    """Return the figures of each group; the key of tickets that lack one is None.

    By agent, tickets, waits and ratings belong to the assignee, responses to who sent them,
    resolutions to who solved; `resolution_rate` is of the tickets assigned. Groups that stand in
    their own order come in it, and without those that only wait.
    Other groups come by number of tickets, then key.
    """
    return _by(tickets, by, Rules(as_of, clock, standards, zone), waiting)[1]


def with_groups(
    tickets: Entered, by: str, rules: Rules, waiting: Iterable[TicketFacts] = ()
) -> tuple[Figures, list[tuple[Key, Figures]]]:
    """Return the figures of all tickets and of each group, each ticket looked at once."""
    ledger, groups = _by(tickets, by, rules, waiting)
    everything = Tally()
    for tally in ledger.tallies.values():
        everything += tally
    return everything.figures(), groups


def _by(
    tickets: Entered, by: str, rules: Rules, waiting: Iterable[TicketFacts]
) -> tuple[Ledger, list[tuple[Key, Figures]]]:
    ledger = Ledger(rules, crediting(by, rules.zone))
    ledger.enter(tickets, by)
    ordered = in_order(by)
    opened_in = set(ledger.tallies)
    ledger.owe(waiting)
    groups = [
        (key, tally.figures())
        for key, tally in ledger.tallies.items()
        if not ordered or key in opened_in
    ]
    groups.sort(key=lambda group: (0 if ordered else -group[1].tickets, sortable(group[0])))
    return ledger, groups


def daily_series(
    tickets: Entered,
    period: Period,
    metric: str,
    *,
    as_of: Micros,
    clock: Clock,
    standards: Standards,
) -> DailySeries:
    """Return a metric of the tickets opened on each local date of a period, up to `as_of`.

    A date without a value is None and listed as missing, never 0; dates yet to come are left out.
    """
    today = local(as_of, period.zone).date()
    measured = METRICS[metric]
    rules = Rules(as_of, clock, standards, period.zone, measured.is_headline)
    ledger = Ledger(rules, crediting("day", period.zone))
    ledger.enter(tickets, "day")
    groups = [(key, measured.made_of(tally)) for key, tally in ledger.tallies.items()]
    by_day: dict[Key, float | None] = {key: measured.value(made) for key, made in groups}
    values = [(day, by_day.get(day.isoformat())) for day in period.dates() if day <= today]
    few = {key for key, made in groups if too_few(measured.n(made))}
    return DailySeries(
        values,
        [day for day, value in values if value is None],
        frozenset(day for day, value in values if value is not None and day.isoformat() in few),
    )


def days_of(  # noqa: PLR0913  all but three by keyword
    tickets: Entered,
    metrics: Sequence[str],
    spans: Sequence[tuple[date, date]],
    *,
    as_of: Micros,
    clock: Clock,
    standards: Standards,
    zone: ZoneInfo,
) -> dict[str, Days]:
    """Return what each working day of some, with the days off after it, adds to metrics.

    `spans` are (first, last) local dates in order. What puts a ticket on one is what the metrics,
    all of the same event, are `of`; tickets on none of them are left out. Columns are put there by
    their opening.
    """
    (event,) = {METRICS[metric].of for metric in metrics}
    starts = [first for first, _ in spans]

    def credit(ticket: TicketFacts) -> Credit:
        at = when(ticket, event)
        day = local(at, zone).date() if at is not None else None
        place = bisect_right(starts, day) - 1 if day is not None and starts else -1
        on = place if place >= 0 and day is not None and day <= spans[place][1] else None
        return Credit(on, on, on)

    is_headline = all(METRICS[metric].is_headline for metric in metrics)
    ledger = Ledger(Rules(as_of, clock, standards, zone, is_headline), credit)
    ledger.enter(tickets, spans)
    empty = Tally()
    tallies = [ledger.tallies.get(place, empty) for place in range(len(starts))]
    return {
        metric: Days(
            tuple(_block(METRICS[metric], tally) for tally in tallies), METRICS[metric].quantile
        )
        for metric in metrics
    }


def _block(measured: Metric, tally: Tally) -> Block:
    made = measured.made_of(tally)
    n, value = measured.n(made), measured.value(made)
    ordered = measured.samples(tally).ordered().all if measured.samples else ()
    return Block(n, n * (value or 0.0), ordered)
