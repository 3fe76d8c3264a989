"""A report on a problem as it was when it was posted, with the times of its tickets."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Literal, TypeAlias

from bot.metrics.clocks import Micros, from_micros
from bot.metrics.tickets import TicketFacts, TicketKey, Verdict, impossibilities

EventKind: TypeAlias = Literal["opened", "first_response", "asked", "replied", "solved", "waiting"]
MOST_TICKETS = 10
MOST_EVENTS = 8
MOST_ACTIONS = 10
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TicketEvent:
    """Something that a ticket tells of itself at an instant.

    For a first response and an open wait `seconds` is how long it took on the team's clock and
    `limit` what was allowed, None where that is not known.
    """

    at: datetime
    kind: EventKind
    seconds: float | None = None
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class TicketTimes:
    """A ticket's timeline in order; `left` counts what is left out between the first and the last.

    No events: the ticket is not kept any more. `doubtful` are its impossible values, by name.
    """

    source: str
    external_id: str
    events: tuple[TicketEvent, ...] = ()
    left: int = 0
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportedAction:
    """An action as it stood when the report was posted."""

    number: int
    measure: str
    owner_id: str
    due_on: date
    status: str
    verdict: str | None = None


@dataclass(frozen=True, slots=True)
class ProblemReportFacts:
    """Everything that a report says; instants in UTC, `zone` is the team's.

    `ticket_address` is where the team's tickets were found when it was made, `desk_addresses` where
    those of helpdesks that it was connected with were, as (source, address).
    """

    team_name: str
    zone: str
    number: int
    kind: str
    seen: str
    metric: str | None
    status: str
    tickets: tuple[TicketTimes, ...]
    more_tickets: int
    whys: tuple[str, ...]
    cause: str | None
    root_cause: str | None
    direction: str | None
    owner_id: str | None
    due_on: date | None
    verification: str | None
    actions: tuple[ReportedAction, ...]
    more_actions: int
    made_by: str
    made_at: datetime
    ticket_address: str = ""
    desk_addresses: tuple[tuple[str, str], ...] = ()


def says_the_same(one: ProblemReportFacts, other: ProblemReportFacts) -> bool:
    """Return whether two reports differ in nothing but who made them when, and where tickets are.

    How long a ticket has been waiting by then is no difference.
    """
    return _timeless(one) == _timeless(other)


def times_of(
    key: TicketKey, ticket: TicketFacts | None, verdict: Verdict | None, as_of: Micros
) -> TicketTimes:
    """Return a ticket's timeline: opened, first response, further turns, solved, or still waiting.

    Of more than eight events the first five and the last three are kept.
    """
    if ticket is None or verdict is None:
        return TicketTimes(*key)
    events = sorted(_events(ticket, verdict, as_of), key=lambda one: one.at)
    left = max(len(events) - MOST_EVENTS, 0)
    if left:
        events = [*events[:5], *events[-3:]]
    return TicketTimes(*key, tuple(events), left, impossibilities(ticket))


def _timeless(report: ProblemReportFacts) -> ProblemReportFacts:
    tickets = tuple(
        replace(one, events=tuple(event for event in one.events if event.kind != "waiting"))
        for one in report.tickets
    )
    nowhere: dict[str, Any] = {"ticket_address": "", "desk_addresses": ()}
    return replace(report, tickets=tickets, made_by="", made_at=_ANY_TIME, **nowhere)


def _events(ticket: TicketFacts, verdict: Verdict, as_of: Micros) -> list[TicketEvent]:
    found = [TicketEvent(from_micros(ticket.opened_at), "opened")]
    first = ticket.first_response_at
    limit = verdict.limit_seconds
    if first is not None and first <= as_of:
        at = from_micros(first)
        found.append(TicketEvent(at, "first_response", verdict.frt_seconds, limit))
    for asked, replied in ticket.turns or ():
        if replied == first or replied > as_of:
            continue
        found += [TicketEvent(from_micros(asked), "asked")]
        found += [TicketEvent(from_micros(replied), "replied")]
    if ticket.solved_at is not None and ticket.solved_at <= as_of:
        found.append(TicketEvent(from_micros(ticket.solved_at), "solved"))
    if verdict.waited_seconds is not None:
        waited = TicketEvent(from_micros(as_of), "waiting", verdict.waited_seconds, limit)
        found.append(waited)
    return found
