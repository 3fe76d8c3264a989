"""Where a customer's identity stands, and how it is taken out."""

import json
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import Mapped
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import FeedEvent, QuarantinedRow, Ticket, TicketMessage, TicketRevision


class Erased(NamedTuple):
    """How many tickets, messages, rows set aside and former values no longer say who it was."""

    tickets: int
    messages: int
    set_aside: int
    revisions: int


async def erase(session: AsyncSession, customer: str) -> Erased:
    """Take a customer's name or ID out, whatever its case, with what stands beside it.

    Their tickets lose customer and subject, also those that they had before a later file; their own
    messages lose the author; a subject of other tickets or a row set aside that contains it is
    emptied. What a helpdesk sent of their opening says neither any more: a ticket is made anew from
    it. Times and ratings stay.
    """
    connection = await session.connection()
    if connection.dialect.name == "sqlite":
        await connection.exec_driver_sql("PRAGMA secure_delete=ON")
    theirs = _is(col(Ticket.customer), customer)
    own = tuple_(*_key(TicketMessage)).in_(select(*_key(Ticket)).where(theirs))
    messages = await connection.execute(
        update(TicketMessage)
        .where(
            col(TicketMessage.author).is_not(None),
            col(TicketMessage.kind) == "customer",
            or_(own, _is(col(TicketMessage.author), customer)),
        )
        .values(author=None)
    )
    revisions = await _revisions(connection, customer)
    await _events(connection, customer)
    tickets = await connection.execute(
        update(Ticket)
        .where(or_(theirs, _holds(col(Ticket.subject), customer)))
        .values(customer=case((theirs, None), else_=col(Ticket.customer)), subject=None)
    )
    rows = await connection.execute(
        update(QuarantinedRow).where(_holds(col(QuarantinedRow.value), customer)).values(value="")
    )
    return Erased(tickets.rowcount, messages.rowcount, rows.rowcount, revisions)


async def _revisions(connection: AsyncConnection, customer: str) -> int:
    """Empty what tickets were known by before: while their rows still say whose they are."""
    field, before, after = (
        col(TicketRevision.field),
        col(TicketRevision.before),
        col(TicketRevision.after),
    )
    named = or_(_is(before, customer), _is(after, customer))
    ticket = tuple_(*_key(TicketRevision))
    held = or_(
        ticket.in_(select(*_key(Ticket)).where(_is(col(Ticket.customer), customer))),
        ticket.in_(select(*_key(TicketRevision)).where(field == "customer", named)),
        _holds(before, customer),
        _holds(after, customer),
    )
    subjects = await connection.execute(
        update(TicketRevision)
        .where(field == "subject", held, or_(before != "", after != ""))
        .values(before="", after=None)
    )
    names = await connection.execute(
        update(TicketRevision)
        .where(field == "customer", named)
        .values(
            before=case((_is(before, customer), ""), else_=before),
            after=case((_is(after, customer), None), else_=after),
        )
    )
    return subjects.rowcount + names.rowcount


async def _events(connection: AsyncConnection, customer: str) -> None:
    """Take a customer out of what helpdesks sent."""
    key = [col(one) for one in (FeedEvent.team_id, FeedEvent.feed_number, FeedEvent.event_id)]
    written = json.dumps(customer, ensure_ascii=False)[1:-1]
    found = select(*key, col(FeedEvent.body)).where(
        col(FeedEvent.type) == "opened", _holds(col(FeedEvent.body), written)
    )
    for *values, body in (await connection.execute(found)).all():
        told, name = json.loads(body), customer.lower()
        is_theirs = (told.get("customer") or "").lower() == name
        if is_theirs or name in (told.get("subject") or "").lower():
            told.pop("subject", None)
        if is_theirs:
            del told["customer"]
        said = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        of = (column == value for column, value in zip(key, values, strict=True))
        await connection.execute(update(FeedEvent).where(*of).values(body=said))


def _key(
    table: type[Ticket] | type[TicketMessage] | type[TicketRevision],
) -> tuple[Mapped[int], Mapped[str], Mapped[str]]:
    return col(table.team_id), col(table.source), col(table.external_id)


def _is(column: Mapped[str | None] | Mapped[str], text: str) -> ColumnElement[bool]:
    return or_(column == text, func.lower(column) == text.lower())


def _holds(column: Mapped[str | None] | Mapped[str], text: str) -> ColumnElement[bool]:
    """Return whether a text has another one in it; `%` and `_` are characters like any other."""
    exact = column.contains(text, autoescape=True)
    return or_(exact, func.lower(column).contains(text.lower(), autoescape=True))
