"""The figures of a cohort: of all its tickets, by group, and day by day."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from bot.metrics.clocks import Clock, Micros, Period, local
from bot.metrics.complaints import KIND as COMPLAINT
from bot.metrics.figures.breakdowns import Key, in_order, key_of, sortable
from bot.metrics.figures.evidence import Block, Days
from bot.metrics.figures.many import COLUMNS
from bot.metrics.figures.metrics import METRICS, Metric
from bot.metrics.figures.summed import Summed
from bot.metrics.figures.tally import SATISFIED, Figures, Rules, Tally
from bot.metrics.tickets import (
    BOT_BEFORE_OPENING,
    CLOSED_LATE,
    CSAT_OUT_OF_SCALE,
    HANDED_OFF_BEFORE_OPENING,
    RESOLVED_BEFORE_OPENING,
    Outcome,
    Standards,
    TicketFacts,
    Verdict,
    as_seen,
    impossibilities,
    judge,
    judge_seen,
    when,
)

if TYPE_CHECKING:
    from bot.metrics.figures.columns import By, Columns

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
_Entered: TypeAlias = "Iterable[TicketFacts] | Columns | Summed"

_ANY_ZONE = ZoneInfo("UTC")

FEWEST = 5
"""Of fewer tickets than this a figure says little: no day off is drawn."""


def in_columns(texts: Sequence[str] = ("[]",) * len(COLUMNS), by: str = "opened_at") -> "Columns":
    """Return tickets from a text for each of COLUMNS: its values as JSON, in order of an instant.

    Truths are numbers there, turns and names texts of their own.
    """
    from bot.metrics.figures.columns import Columns

    return Columns.of_json(texts, by)


class DailySeries(NamedTuple):
    """One value per local date of a period, None where there is none, and the dates without.

    Of the dates in `few` the value is of less than FEWEST tickets.
    """

    values: list[tuple[date, float | None]]
    missing: list[date]
    few: frozenset[date] = frozenset()


class _Credit(NamedTuple):
    """Whose figures a ticket, its responses, its resolution and its single replies belong to."""

    ticket: Key
    response: Key
    resolution: Key
    replies: tuple[Key, ...] = ()


def figures(
    tickets: _Entered,
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
    everyone = _Credit(None, None, None)
    ledger = _Ledger(as_of, clock, standards, lambda _: everyone)
    ledger.enter(tickets, None, _ANY_ZONE)
    ledger.owe(waiting)
    return ledger.tallies[None].figures()


def grouped(  # noqa: PLR0913  all but two by keyword
    tickets: _Entered,
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
    return with_groups(
        tickets,
        by,
        as_of=as_of,
        clock=clock,
        standards=standards,
        zone=zone,
        waiting=waiting,
    )[1]


def with_groups(  # noqa: PLR0913  all but two by keyword
    tickets: _Entered,
    by: str,
    *,
    as_of: Micros,
    clock: Clock,
    standards: Standards,
    zone: ZoneInfo,
    waiting: Iterable[TicketFacts] = (),
) -> tuple[Figures, list[tuple[Key, Figures]]]:
    """Return the figures of all tickets and of each group, each ticket looked at once."""
    ledger = _Ledger(as_of, clock, standards, _crediting(by, zone))
    ledger.enter(tickets, by, zone)
    ordered = in_order(by)
    opened_in = set(ledger.tallies)
    ledger.owe(waiting)
    groups = [
        (key, tally.figures())
        for key, tally in ledger.tallies.items()
        if not ordered or key in opened_in
    ]
    groups.sort(key=lambda group: (0 if ordered else -group[1].tickets, sortable(group[0])))
    everything = Tally()
    for tally in ledger.tallies.values():
        everything += tally
    return everything.figures(), groups


def daily_series(
    tickets: _Entered,
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
    groups = grouped(
        tickets, "day", as_of=as_of, clock=clock, standards=standards, zone=period.zone
    )
    measured = METRICS[metric]
    by_day: dict[Key, float | None] = {key: measured.value(made) for key, made in groups}
    values = [(day, by_day.get(day.isoformat())) for day in period.dates() if day <= today]
    few = {key for key, made in groups if measured.n(made) < FEWEST}
    return DailySeries(
        values,
        [day for day, value in values if value is None],
        frozenset(day for day, value in values if value is not None and day.isoformat() in few),
    )


def days_of(  # noqa: PLR0913  all but three by keyword
    tickets: _Entered,
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

    def credit(ticket: TicketFacts) -> _Credit:
        at = when(ticket, event)
        day = local(at, zone).date() if at is not None else None
        place = bisect_right(starts, day) - 1 if day is not None and starts else -1
        on = place if place >= 0 and day is not None and day <= spans[place][1] else None
        return _Credit(on, on, on)

    ledger = _Ledger(as_of, clock, standards, credit)
    ledger.enter(tickets, spans, zone)
    empty = Tally()
    tallies = [ledger.tallies.get(place, empty) for place in range(len(starts))]
    made = [(tally, tally.figures()) for tally in tallies]
    return {
        metric: Days(tuple(_block(METRICS[metric], *one) for one in made), METRICS[metric].quantile)
        for metric in metrics
    }


def _block(measured: Metric, tally: Tally, made: Figures) -> Block:
    n, value = measured.n(made), measured.value(made)
    ordered = sorted(measured.samples(tally)) if measured.samples else ()
    return Block(n, n * (value or 0.0), ordered)


class _Ledger:
    """Enters each ticket once, in the tallies it is credited to."""

    def __init__(
        self,
        as_of: Micros,
        clock: Clock,
        standards: Standards,
        credit: Callable[[TicketFacts], _Credit],
    ) -> None:
        self.tallies: defaultdict[Key, Tally] = defaultdict(Tally)
        self._as_of = as_of
        self._clock = clock
        self._standards = standards
        self._credit = credit

    def enter(self, tickets: _Entered, by: "By", zone: ZoneInfo) -> None:
        """Enter tickets one by one, or columns and sums at once by what groups them so."""
        if isinstance(tickets, Summed):
            self._add(tickets.tallies(by))
            for part in tickets.parts:
                self.enter(part, by, zone)
            return
        if not isinstance(tickets, Iterable):
            rules = Rules(self._as_of, self._clock, self._standards, zone)
            self._add(tickets.tallies(by, rules))
            return
        for ticket in tickets:
            seen = as_seen(ticket, self._as_of)
            if seen is not None:
                self._enter_seen(seen)

    def _add(self, tallies: Mapping[Key, Tally]) -> None:
        for key, tally in tallies.items():
            self.tallies[key] += tally

    def owe(self, waiting: Iterable[TicketFacts]) -> None:
        for ticket in waiting:
            verdict = judge(ticket, self._as_of, self._clock, self._standards)
            if verdict.outcome == "not_told":
                self.tallies[self._credit(ticket).ticket].waits_untold += 1
            if verdict.waited_seconds is not None:
                key = self._credit(ticket).ticket
                self.tallies[key].waits_now.append(verdict.waited_seconds)

    def _enter_seen(self, ticket: TicketFacts) -> None:
        credit = self._credit(ticket)
        tally = self.tallies[credit.ticket]
        if ticket.excluded is not None:
            tally.excluded[ticket.excluded] += 1
            return
        issues = impossibilities(ticket)
        tally.tickets += 1
        tally.data_issues += bool(issues)
        verdict = judge_seen(ticket, issues, self._as_of, self._clock, self._standards)
        self._enter_first_response(verdict, ticket, credit)
        self._enter_bot(ticket, issues, credit)
        if ticket.turns:
            self._enter_turns(ticket.turns, credit)
        is_complaint = ticket.kind == COMPLAINT
        tally.kinds_known += ticket.kind is not None
        tally.complaints += is_complaint
        resolvable = ticket.resolution_told and RESOLVED_BEFORE_OPENING not in issues
        tally.complaints_resolvable += is_complaint and resolvable
        if not resolvable:
            tally.unresolvable += 1
        elif ticket.solved_at is not None:
            self._enter_resolution(ticket, ticket.solved_at, credit)
        elif ticket.ended_as == "solved":
            self._enter_solved(ticket, credit)
        if ticket.came_back is not None:
            self._enter_quiet(ticket, credit)
        tally.complaints_due += ticket.analysed is not None
        tally.complaints_started += bool(ticket.analysed)
        if ticket.csat is not None and CSAT_OUT_OF_SCALE not in issues:
            tally.ratings.add(ticket.csat)
            tally.satisfied += ticket.csat >= SATISFIED

    def _enter_first_response(self, verdict: Verdict, ticket: TicketFacts, credit: _Credit) -> None:
        outcome = verdict.outcome
        if outcome == "not_told":
            self.tallies[credit.ticket].untold += 1
        if outcome in {"impossible", "no_clock_start", "not_told"}:
            return
        answered = ticket.first_response_at is not None
        tally = self.tallies[credit.response if answered else credit.ticket]
        tally.answered += answered
        tally.open_waits += verdict.waited_seconds is not None
        tally.met += outcome == "met"
        tally.missed += outcome == "missed"
        tally.pending += outcome == "pending"
        closed_late = CLOSED_LATE in verdict.reasons
        tally.no_response += outcome == "no_response" or closed_late
        tally.closed_late += closed_late
        quick = self._standards.quick
        if verdict.frt_seconds is not None:
            tally.first_responses.append(verdict.frt_seconds)
            tally.answered_quickly += verdict.frt_seconds <= quick
            tally.answered_slowly += verdict.frt_seconds > quick
        elif verdict.waited_seconds is not None:
            tally.answered_slowly += verdict.waited_seconds > quick
        if not answered and (waited := self._waited(ticket)) is not None:
            tally.waited.append(waited)

    def _enter_bot(self, ticket: TicketFacts, issues: tuple[str, ...], credit: _Credit) -> None:
        """Enter how soon a bot replied, and how soon a person after it."""
        replied, handed_off = ticket.bot_first_response_at, ticket.handed_off_at
        if replied is not None and BOT_BEFORE_OPENING not in issues:
            seconds = self._clock.seconds(ticket.opened_at, replied)
            if seconds is not None:
                self.tallies[credit.ticket].bot_responses.append(seconds)
        answered = ticket.first_response_at
        if answered is None or handed_off is None or HANDED_OFF_BEFORE_OPENING in issues:
            return
        seconds = self._clock.seconds(handed_off, answered) if handed_off <= answered else None
        if seconds is not None:
            self.tallies[credit.response].handovers.append(seconds)

    def _waited(self, ticket: TicketFacts) -> float | None:
        """Return for how long it was not answered: up to now, or to where it was over."""
        until = self._as_of if ticket.over_at is None else ticket.over_at
        if ticket.waits_from is None or until < ticket.waits_from:
            return None
        return self._clock.seconds(ticket.waits_from, until)

    def _enter_turns(self, turns: tuple[tuple[Micros, Micros], ...], credit: _Credit) -> None:
        for index, (asked, replied) in enumerate(turns):
            seconds = self._clock.seconds(asked, replied)
            if seconds is not None and asked <= replied:
                key = credit.replies[index] if credit.replies else credit.response
                self.tallies[key].responses.add(seconds)

    def _enter_solved(self, ticket: TicketFacts, credit: _Credit) -> Tally:
        self.tallies[credit.ticket].solved_of_own += 1
        self.tallies[credit.ticket].complaints_solved += ticket.kind == COMPLAINT
        tally = self.tallies[credit.resolution]
        tally.resolved += 1
        return tally

    def _enter_resolution(self, ticket: TicketFacts, solved_at: Micros, credit: _Credit) -> None:
        is_complaint, began = ticket.kind == COMPLAINT, ticket.first_response_at
        tally = self._enter_solved(ticket, credit)
        tally.reopened += ticket.reopened
        has_messages = ticket.turns is not None
        tally.reopenings_known += has_messages
        tally.known_reopened += has_messages and ticket.reopened
        tally.counted_replies += ticket.replies is not None
        tally.one_touch += ticket.replies == 1
        seconds = self._clock.seconds(ticket.opened_at, solved_at)
        if seconds is not None:
            tally.resolutions.append(seconds)
        if seconds is not None and is_complaint:
            tally.complaint_resolutions.append(seconds)
        if began is not None and ticket.opened_at <= began <= solved_at:
            handling = self._clock.seconds(began, solved_at)
            if handling is not None:
                tally.handlings.add(handling)

    def _enter_quiet(self, ticket: TicketFacts, credit: _Credit) -> None:
        tally = self.tallies[credit.resolution]
        tally.settled += 1
        came_back, solved_now = bool(ticket.came_back), ticket.solved_at is not None
        tally.came_back += came_back
        was_solved = solved_now or ticket.first_solved_at is not None
        tally.settled_solved += was_solved
        tally.durable += solved_now and not came_back
        if was_solved and ticket.turns is not None:
            tally.fcr_known += 1
            tally.first_contact += solved_now and not came_back and not ticket.reopened


def _crediting(by: str, zone: ZoneInfo) -> Callable[[TicketFacts], _Credit]:
    if by == "agent":
        return _to_people
    key = key_of(by, zone)

    def credit(ticket: TicketFacts) -> _Credit:
        value = key(ticket)
        return _Credit(value, value, value)

    return credit


def _to_people(ticket: TicketFacts) -> _Credit:
    return _Credit(
        ticket.agent,
        ticket.responder or ticket.agent,
        ticket.resolver or ticket.agent,
        ticket.turn_authors,
    )
