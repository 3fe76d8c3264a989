"""Tickets entered one by one, each in the tallies of those it is credited to."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from bot.metrics.clocks import Micros
from bot.metrics.complaints import KIND as COMPLAINT
from bot.metrics.figures.breakdowns import Key, key_of
from bot.metrics.figures.summed import Summed
from bot.metrics.figures.tally import SATISFIED, Rules, Tally
from bot.metrics.tickets import (
    BOT_BEFORE_OPENING,
    CLOSED_LATE,
    CSAT_OUT_OF_SCALE,
    HANDED_OFF_BEFORE_OPENING,
    RESOLVED_BEFORE_OPENING,
    TicketFacts,
    Verdict,
    as_seen,
    impossibilities,
    judge,
    judge_seen,
)

if TYPE_CHECKING:
    from bot.metrics.figures.columns import By, Columns

Entered: TypeAlias = "Iterable[TicketFacts] | Columns | Summed"


class Credit(NamedTuple):
    """Whose figures a ticket, its responses, its resolution and its single replies belong to."""

    ticket: Key
    response: Key
    resolution: Key
    replies: tuple[Key, ...] = ()


class Ledger:
    """Enters each ticket once, in the tallies it is credited to."""

    def __init__(self, rules: Rules, credit: Callable[[TicketFacts], Credit]) -> None:
        self.tallies: defaultdict[Key, Tally] = defaultdict(Tally)
        self._rules = rules
        self._as_of, self._clock, self._standards, _, self._is_headline = rules
        self._credit = credit

    def enter(self, tickets: Entered, by: "By") -> None:
        """Enter tickets one by one, or columns and sums at once by what groups them so."""
        if isinstance(tickets, Summed):
            self._add(tickets.tallies(by))
            for part in tickets.parts:
                self.enter(part, by)
            return
        if not isinstance(tickets, Iterable):
            self._add(tickets.tallies(by, self._rules))
            return
        for ticket in tickets:
            seen = as_seen(ticket, self._as_of)
            if seen is not None:
                self._enter_seen(seen)

    def _add(self, tallies: Mapping[Key, Tally]) -> None:
        for key, tally in tallies.items():
            self.tallies[key] += tally

    def owe(self, waiting: Iterable[TicketFacts]) -> None:
        """Enter who waits for a first reply, whenever they came."""
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
        if not self._is_headline:
            self._enter_all_else(ticket, issues, credit)

    def _enter_all_else(self, ticket: TicketFacts, issues: tuple[str, ...], credit: Credit) -> None:
        tally = self.tallies[credit.ticket]
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

    def _enter_first_response(self, verdict: Verdict, ticket: TicketFacts, credit: Credit) -> None:
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

    def _enter_bot(self, ticket: TicketFacts, issues: tuple[str, ...], credit: Credit) -> None:
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

    def _enter_turns(self, turns: tuple[tuple[Micros, Micros], ...], credit: Credit) -> None:
        for index, (asked, replied) in enumerate(turns):
            seconds = self._clock.seconds(asked, replied)
            if seconds is not None and asked <= replied:
                key = credit.replies[index] if credit.replies else credit.response
                self.tallies[key].responses.add(seconds)

    def _enter_solved(self, ticket: TicketFacts, credit: Credit) -> Tally:
        self.tallies[credit.ticket].solved_of_own += 1
        self.tallies[credit.ticket].complaints_solved += ticket.kind == COMPLAINT
        tally = self.tallies[credit.resolution]
        tally.resolved += 1
        return tally

    def _enter_resolution(self, ticket: TicketFacts, solved_at: Micros, credit: Credit) -> None:
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

    def _enter_quiet(self, ticket: TicketFacts, credit: Credit) -> None:
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


def to_everyone(_: TicketFacts) -> Credit:
    """Return to whom a ticket is credited where nothing groups them."""
    return Credit(None, None, None)


def crediting(by: str, zone: ZoneInfo) -> Callable[[TicketFacts], Credit]:
    """Return what tells to whom a ticket is credited by a breakdown."""
    if by == "agent":
        return _to_people
    key = key_of(by, zone)

    def credit(ticket: TicketFacts) -> Credit:
        value = key(ticket)
        return Credit(value, value, value)

    return credit


def _to_people(ticket: TicketFacts) -> Credit:
    return Credit(
        ticket.agent,
        ticket.responder or ticket.agent,
        ticket.resolver or ticket.agent,
        ticket.turn_authors,
    )
