"""Where a customer's identity stands, and how it is taken out."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, or_, select, tuple_, update
from sqlalchemy.orm import Mapped
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import QuarantinedRow, Ticket, TicketMessage


class Erased(NamedTuple):
    """How many tickets, messages and rows set aside no longer say who the customer was."""

    tickets: int
    messages: int
    set_aside: int


async def erase(session: AsyncSession, customer: str) -> Erased:
    """Take a customer's name or ID out, whatever its case, with what stands beside it.

    Their tickets lose customer and subject; their own messages lose the author; a subject of
    other tickets or a row set aside that contains it is emptied. Times and ratings stay.
    """
    connection = await session.connection()
    if connection.dialect.name == "sqlite":
        await connection.exec_driver_sql("PRAGMA secure_delete=ON")
    key = (col(Ticket.team_id), col(Ticket.source), col(Ticket.external_id))
    of_message = (
        col(TicketMessage.team_id),
        col(TicketMessage.source),
        col(TicketMessage.external_id),
    )
    theirs = _is(col(Ticket.customer), customer)
    own = tuple_(*of_message).in_(select(*key).where(theirs))
    messages = await connection.execute(
        update(TicketMessage)
        .where(
            col(TicketMessage.author).is_not(None),
            col(TicketMessage.kind) == "customer",
            or_(own, _is(col(TicketMessage.author), customer)),
        )
        .values(author=None)
    )
    tickets = await connection.execute(
        update(Ticket)
        .where(or_(theirs, _holds(col(Ticket.subject), customer)))
        .values(customer=case((theirs, None), else_=col(Ticket.customer)), subject=None)
    )
    rows = await connection.execute(
        update(QuarantinedRow).where(_holds(col(QuarantinedRow.value), customer)).values(value="")
    )
    return Erased(tickets.rowcount, messages.rowcount, rows.rowcount)


def _is(column: Mapped[str | None] | Mapped[str], text: str) -> ColumnElement[bool]:
    return or_(column == text, func.lower(column) == text.lower())


def _holds(column: Mapped[str | None] | Mapped[str], text: str) -> ColumnElement[bool]:
    """Return whether a text has another one in it; `%` and `_` are characters like any other."""
    exact = column.contains(text, autoescape=True)
    return or_(exact, func.lower(column).contains(text.lower(), autoescape=True))
