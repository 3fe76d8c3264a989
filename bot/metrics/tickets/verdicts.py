"""What becomes of one ticket in the first-response figures, and why."""

from typing import Literal, NamedTuple, TypeAlias, get_args

from bot.metrics.clocks import SECOND, Clock, Micros
from bot.metrics.tickets.standards import Standards
from bot.metrics.tickets.tickets import IMPOSSIBLE_RESPONSE, TicketFacts, as_seen, impossibilities

Outcome: TypeAlias = Literal[
    "missed",
    "pending",
    "no_response",
    "met",
    "no_clock_start",
    "not_told",
    "no_working_hours",
    "impossible",
    "excluded",
]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
"""In the order in which they are listed: what is to be looked at first."""
CLOSED_LATE = "closed_late"


class Verdict(NamedTuple):
    """One ticket's outcome.

    `frt_seconds` is set when answered, `waited_seconds` while it is an open wait (calendar seconds
    when the clock has no hours), `late_by_seconds` when missed. `reasons` are named: what was found
    for "impossible" and "excluded", else one of answered_in_time, answered_late, still_waiting,
    within_limit, solved_without_reply, closed_late, customer_silent, not_opened_yet, not_told,
    no_working_hours.
    """

    outcome: Outcome
    frt_seconds: float | None
    waited_seconds: float | None
    limit_seconds: int | None
    late_by_seconds: float | None
    reasons: tuple[str, ...]

    @property
    def left_seconds(self) -> float | None:
        """How long an open wait has until its limit, on the clock; negative beyond it.

        None for what is no open wait, or where the clock can't tell.
        """
        if self.outcome not in {"pending", "missed"} or self.waited_seconds is None:
            return None
        return None if self.limit_seconds is None else self.limit_seconds - self.waited_seconds


def judge(ticket: TicketFacts, as_of: Micros, clock: Clock, standards: Standards) -> Verdict:
    """Return the ticket's one outcome as of an instant; seconds are on the clock.

    met: answered within the limit. missed: answered later, or waiting longer than it. pending:
    waiting, not yet over it. no_response: solved or closed without a reply; later than the limit,
    it is missed for the reason "closed_late", so that closing silently does not pay.
    no_clock_start: agent-initiated with a silent customer, or not opened yet. not_told: the source
    tells nothing of first responses. no_working_hours: the clock cannot tell.
    """
    seen = as_seen(ticket, as_of)
    if seen is None:
        return _unjudged("no_clock_start", "not_opened_yet")
    return judge_seen(seen, impossibilities(seen), as_of, clock, standards)


def judge_seen(
    ticket: TicketFacts, issues: tuple[str, ...], as_of: Micros, clock: Clock, standards: Standards
) -> Verdict:
    """Return the verdict on a ticket already clipped to `as_of`, its impossibilities known."""
    if ticket.excluded is not None:
        return _unjudged("excluded", ticket.excluded)
    if issues and not IMPOSSIBLE_RESPONSE.isdisjoint(issues):
        return _unjudged("impossible", *issues)
    if ticket.waits_from is None:
        return _unjudged("no_clock_start", "customer_silent")
    limit = standards.limit_for(ticket)
    if ticket.first_response_at is not None:
        return _answered(clock.seconds(ticket.waits_from, ticket.first_response_at), limit)
    return _unanswered(ticket, ticket.waits_from, as_of, clock, limit)


def _unanswered(
    ticket: TicketFacts, waits_from: Micros, as_of: Micros, clock: Clock, limit: int
) -> Verdict:
    if not ticket.response_told:
        return _unjudged("not_told", "not_told")
    if ticket.over_at is not None:
        return _closed(clock.seconds(waits_from, ticket.over_at), limit)
    return _waiting(waits_from, as_of, clock, limit)


def _answered(frt: float | None, limit: int) -> Verdict:
    if frt is None:
        return _unjudged("no_working_hours", "no_working_hours")
    if frt <= limit:
        return Verdict("met", frt, None, limit, None, ("answered_in_time",))
    return Verdict("missed", frt, None, limit, frt - limit, ("answered_late",))


def _closed(after: float | None, limit: int) -> Verdict:
    if after is None or after <= limit:
        return Verdict("no_response", None, None, limit, None, ("solved_without_reply",))
    return Verdict("missed", None, None, limit, after - limit, (CLOSED_LATE,))


def _waiting(waits_from: Micros, as_of: Micros, clock: Clock, limit: int) -> Verdict:
    waited = clock.seconds(waits_from, as_of)
    if waited is None:
        age = (as_of - waits_from) / SECOND
        return Verdict("no_working_hours", None, age, limit, None, ("no_working_hours",))
    if waited <= limit:
        return Verdict("pending", None, waited, limit, None, ("within_limit",))
    return Verdict("missed", None, waited, limit, waited - limit, ("still_waiting",))


def _unjudged(outcome: Outcome, *reasons: str) -> Verdict:
    return Verdict(outcome, None, None, None, None, reasons)
