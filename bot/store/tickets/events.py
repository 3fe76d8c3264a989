"""The tickets to which something happened in a span, read once for many days of it."""

from sqlalchemy import BigInteger, ColumnElement, and_, or_, type_coerce
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.clocks import Micros, from_micros
from bot.metrics.tickets import (
    ANALYSIS,
    QUIET,
    Around,
    Event,
    TicketFacts,
    contacts_of,
    settled,
)
from bot.models import Ticket
from bot.store import complaints
from bot.store.tickets.tickets import opened_between, some, with_keys


async def around(
    session: AsyncSession, team_id: int, event: Event, span: tuple[Micros, Micros]
) -> Around:
    """Return a team's tickets to which an event happened in a span, or seemed to at an instant.

    A ticket that was solved twice has been solved at either time, as it was seen then.
    """
    start, end = span
    if event == "opening":
        return Around(event, await opened_between(session, team_id, start, end))
    if event == "solving":
        return Around(event, await some(session, team_id, _solved(start, end)))
    if event == "analysis":
        opened_in = (from_micros(start - ANALYSIS), from_micros(end - ANALYSIS))
        analysed = await complaints.analysed_between(session, team_id, *opened_in)
        found = await with_keys(session, team_id, list(analysed))
        return Around(event, found, analysed=analysed)
    start, last = start - QUIET, end - QUIET
    found = await some(session, team_id, or_(_solved(start, last), _left_open(start, last)))
    opened = await opened_between(session, team_id, start, end)
    return Around(event, found, contacts_of(opened, found))


async def with_returns(
    session: AsyncSession, team_id: int, tickets: list[TicketFacts], as_of: Micros
) -> list[TicketFacts]:
    """Return tickets, each with whether its customer came back, as far as known at an instant."""
    if not tickets:
        return tickets
    first = min(ticket.opened_at for ticket in tickets)
    opened = await opened_between(session, team_id, first, as_of + 1)
    return settled(tickets, contacts_of(opened, tickets), as_of)


def _solved(start: Micros, end: Micros) -> ColumnElement[bool]:
    """Return what holds of tickets last or first solved in a span: the index knows the last."""
    first, last = _at(Ticket.first_solved_at), _at(Ticket.solved_at)
    first_in_span = and_(start <= first, end > first)
    return or_(
        and_(start <= last, or_(end > last, first_in_span)),
        and_(last.is_(None), first_in_span),
    )


def _left_open(start: Micros, end: Micros) -> ColumnElement[bool]:
    """Return what holds of tickets unsolved a week after a last reply that may be in a span.

    When later replies were sent stands within a ticket, so all that have some are looked at.
    """
    answered, last = _at(Ticket.first_response_at), _at(Ticket.solved_at)
    return and_(
        or_(last.is_(None), start + QUIET <= last),
        end > answered,
        or_(start <= answered, col(Ticket.turns).is_not(None)),
    )


def _at(column: object) -> ColumnElement[int]:
    return type_coerce(col(column), BigInteger)
