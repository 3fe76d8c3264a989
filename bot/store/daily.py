"""What a daily report reads besides the tickets opened on its days."""

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import BigInteger, or_, type_coerce
from sqlalchemy import select as columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.clocks import Micros
from bot.metrics.figures import Cohort
from bot.metrics.tickets import TicketFacts
from bot.models import Delivery, Ticket
from bot.store.tickets import many_between, tickets

_SOLVED = type_coerce(col(Ticket.solved_at), BigInteger)
_RESOLUTION = attrgetter("reopened", "csat", "excluded", "resolution_told")
_RESOLUTIONS = columns(
    tickets.OPENED,
    _SOLVED,
    col(Ticket.reopened),
    col(Ticket.csat),
    col(Ticket.excluded),
    col(Ticket.resolution_told),
)


async def posted_before(
    session: AsyncSession, channel_id: str, day: date, as_of: Micros
) -> tuple[date, Micros] | None:
    """Return the latest date before `day` whose report had been posted by an instant, and when."""
    query = (
        columns(col(Delivery.slot), type_coerce(col(Delivery.settled_at), BigInteger))
        .where(
            col(Delivery.kind) == "daily",
            col(Delivery.channel_id) == channel_id,
            col(Delivery.status) == "posted",
            col(Delivery.slot) < day.isoformat(),
            type_coerce(col(Delivery.settled_at), BigInteger) <= as_of,
        )
        .order_by(col(Delivery.slot).desc())
        .limit(1)
    )
    connection = await session.connection()
    row = (await connection.execute(query)).first()
    return (date.fromisoformat(row[0]), row[1]) if row else None


async def posted_as(session: AsyncSession, channel_id: str, message_ts: str) -> Delivery | None:
    """Return the row of a daily report by where it stands."""
    query = select(Delivery).where(
        col(Delivery.kind) == "daily",
        col(Delivery.channel_id) == channel_id,
        col(Delivery.message_ts) == message_ts,
    )
    return (await session.exec(query)).first()


async def solved_between(
    session: AsyncSession, team_id: int, start: Micros, end: Micros, opened: Cohort
) -> Cohort:
    """Return a team's tickets last solved from `start` up to but not including `end`, in order.

    With the opening, the resolution, the rating and the exclusion; only in columns with more.
    `opened` are those opened in the same span: where they are objects, only others are read.
    """
    many = await many_between(session, team_id, (start, end), "solving")
    if many is not None:
        return many
    query, found = _RESOLUTIONS, list[TicketFacts]()
    if isinstance(opened, Sequence):
        query = query.where(or_(start > tickets.OPENED, end <= tickets.OPENED))
        found = [
            _solved(one.opened_at, one.solved_at, *_RESOLUTION(one))
            for one in opened
            if one.solved_at is not None and start <= one.solved_at < end
        ]
    query = query.where(col(Ticket.team_id) == team_id, start <= _SOLVED, end > _SOLVED)
    connection = await session.connection()
    found += [_solved(*row) for row in await connection.execute(query)]
    return sorted(found, key=lambda one: one.solved_at or 0)


def _solved(opened: Micros, solved: Micros, *resolution: Any) -> TicketFacts:  # noqa: ANN401
    """Return what is counted of a resolution, by its own day."""
    reopened, csat, excluded, told = resolution
    return TicketFacts(
        "",
        "",
        opened,
        None,
        solved_at=solved,
        reopened=reopened,
        csat=csat,
        excluded=excluded,
        resolution_told=told,
    )
