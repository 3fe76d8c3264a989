"""When something happened to a ticket, and whether its customer came back after it."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bot.metrics.clocks import SECOND, Micros
from bot.metrics.tickets.tickets import TicketFacts, TicketKey, as_seen

Event: TypeAlias = Literal["opening", "solving", "quiet", "analysis"]
"""What puts a ticket on a day: its opening, its last solving, the end of its week of quiet, or that
of the 24 hours in which the analysis of a complaint about delay is to begin."""

Contacts: TypeAlias = Mapping[tuple[str, ...], Sequence[Micros]]

QUIET: Micros = 7 * 24 * 3600 * SECOND
"""How long after a ticket was solved, or answered last, its customer may come back with it."""
ANALYSIS: Micros = 24 * 3600 * SECOND
"""How long after its opening the analysis of a complaint about delay is to begin."""

_BY_OPENING: Mapping[Event, Micros] = {"opening": 0, "analysis": ANALYSIS}
_AGAIN = re.compile(r"^(?:(?:re|fwd?|aw|wg|回复|答复|转发)\s*[:：]\s*)+", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def when(ticket: TicketFacts, event: Event) -> Micros | None:
    """Return the instant of an event of a ticket, None where it did not happen.

    Of a ticket that is open still, or again, the week of quiet begins with the last reply by a
    person or the first solving, whichever is later.
    """
    if event in _BY_OPENING:
        return ticket.opened_at + _BY_OPENING[event]
    if event == "solving" or ticket.solved_at is not None:
        done = ticket.solved_at
    else:
        replies = [replied for _, replied in ticket.turns or ()]
        known = [ticket.first_solved_at, ticket.first_response_at, *replies]
        done = max((at for at in known if at is not None), default=None)
    return done if done is None or event == "solving" else done + QUIET


def instants_of(ticket: TicketFacts, event: Event) -> list[Micros]:
    """Return every instant at which an event of a ticket may be seen to have happened."""
    if event in _BY_OPENING:
        return [ticket.opened_at + _BY_OPENING[event]]
    known = [ticket.first_solved_at, ticket.solved_at]
    if event == "solving":
        return [at for at in known if at is not None]
    known += [ticket.first_response_at, *(replied for _, replied in ticket.turns or ())]
    return [at + QUIET for at in known if at is not None]


def contacts_of(opened: Iterable[TicketFacts], tickets: Iterable[TicketFacts]) -> Contacts:
    """Return when those who opened some tickets opened any about each matter, in order.

    The same matter is one of the same category or, where there is none, with the same words in the
    subject. Excluded tickets are no contacts.
    """
    theirs = {_customer(ticket) for ticket in tickets} - {""}
    found: defaultdict[tuple[str, ...], list[Micros]] = defaultdict(list)
    for ticket in opened:
        if ticket.excluded is None and _customer(ticket) in theirs:
            found[_matter(ticket)].append(ticket.opened_at)
    for openings in found.values():
        openings.sort()
    return found


def happened(
    found: Iterable[TicketFacts],
    event: Event,
    span: tuple[Micros, Micros],
    as_of: Micros,
    contacts: Contacts | None = None,
) -> list[TicketFacts]:
    """Return tickets to which an event happened in a span and by an instant, as seen then.

    The span is from its first instant up to its second. `contacts` are those of its customers in
    the span and in the week before; with the end of the week of quiet, each ticket tells whether
    its customer came back.
    """
    start, end = span
    seen = (ticket for each in found if (ticket := as_seen(each, as_of)) is not None)
    theirs = [
        ticket
        for ticket in seen
        if (at := when(ticket, event)) is not None and start <= at < end and at <= as_of
    ]
    return settled(theirs, contacts or {}, as_of) if event == "quiet" else theirs


@dataclass(frozen=True, slots=True)
class Around:
    """Tickets to which an event may have happened in a span, and what else is known of them.

    `contacts` are those of their customers; `analysed` whether the analysis of a complaint about
    delay began within its 24 hours: with that event, only those that are known there count.
    """

    event: Event
    tickets: list[TicketFacts]
    contacts: Contacts = field(default_factory=dict)
    analysed: Mapping[TicketKey, bool] = field(default_factory=dict)
    marks: list[tuple[Micros, int]] = field(init=False)
    """When it may have happened, in order, to the ticket at which place: looked up once a day."""

    def __post_init__(self) -> None:
        """Put the instants in order."""
        places = enumerate(self.tickets)
        marks = [(at, place) for place, one in places for at in instants_of(one, self.event)]
        object.__setattr__(self, "marks", sorted(marks))

    def between(self, span: tuple[Micros, Micros], as_of: Micros) -> list[TicketFacts]:
        """Return those to which it happened within a part of the span, as seen at an instant."""
        first, last = (bisect_left(self.marks, (at, 0)) for at in span)
        places = sorted({place for _, place in self.marks[first:last]})
        found = [self.tickets[place] for place in places]
        theirs = happened(found, self.event, span, as_of, self.contacts)
        return self._analysed(theirs) if self.event == "analysis" else theirs

    def _analysed(self, tickets: Iterable[TicketFacts]) -> list[TicketFacts]:
        keys = ((ticket, TicketKey(ticket.source, ticket.external_id)) for ticket in tickets)
        known = self.analysed
        return [ticket._replace(analysed=known[key]) for ticket, key in keys if key in known]


def settled(tickets: Iterable[TicketFacts], contacts: Contacts, as_of: Micros) -> list[TicketFacts]:
    """Return tickets, each with whether its customer came back within the week of quiet.

    None where the week is not over at an instant, and where the customer is not known.
    """
    return [
        ticket._replace(came_back=_came_back(ticket, contacts.get(_matter(ticket), ()), as_of))
        for ticket in tickets
    ]


def _came_back(ticket: TicketFacts, openings: Sequence[Micros], as_of: Micros) -> bool | None:
    seen = as_seen(ticket, as_of)
    over = when(seen, "quiet") if seen else None
    if over is None or over > as_of or over - QUIET < ticket.opened_at or not _customer(ticket):
        return None
    after = bisect_right(openings, over - QUIET)
    return after < len(openings) and openings[after] <= over


def _customer(ticket: TicketFacts) -> str:
    return (ticket.customer or "").strip().casefold()


def _matter(ticket: TicketFacts) -> tuple[str, ...]:
    customer = _customer(ticket)
    if ticket.category:
        return customer, "category", ticket.category.strip().casefold()
    subject = _AGAIN.sub("", (ticket.subject or "").strip().casefold())
    return customer, "subject", *sorted(set(_WORD.findall(subject)))
