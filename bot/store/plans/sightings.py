"""What can be seen of an item in other rows."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import BigInteger, type_coerce
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.clocks import Micros
from bot.metrics.tickets import TicketKey
from bot.models import CaseCause, Delivery, Review, Ticket, WarningDay
from bot.registers import REGISTERS

_OPENED = type_coerce(col(Ticket.opened_at), BigInteger)


class Coverage(NamedTuple):
    """How many tickets were opened in a span, answered and solved, and when the first was."""

    tickets: int
    answered: int
    solved: int
    first: Micros | None


async def coverage(session: AsyncSession, team_id: int, start: Micros, end: Micros) -> Coverage:
    """Return what is known of the tickets opened from one instant up to another."""
    query = select(
        func.count(),
        func.count(col(Ticket.first_response_at)),
        func.count(col(Ticket.solved_at)),
        func.min(_OPENED),
    ).where(Ticket.team_id == team_id, start <= _OPENED, end > _OPENED)
    return Coverage(*(await session.exec(query)).one())


async def posted(
    session: AsyncSession, kind: str, channel_id: str, slots: Collection[str]
) -> set[str]:
    """Return those of some slots that were posted."""
    query = select(Delivery.slot).where(
        Delivery.kind == kind,
        Delivery.channel_id == channel_id,
        Delivery.status == "posted",
        col(Delivery.slot).in_(slots),
    )
    return set((await session.exec(query)).all())


async def finished(session: AsyncSession, team_id: int, weeks: Collection[date]) -> int:
    """Return how many reviews of some weeks were finished."""
    query = select(func.count()).where(
        Review.team_id == team_id, Review.status == "finished", col(Review.week).in_(weeks)
    )
    return (await session.exec(query)).one()


async def with_cause(session: AsyncSession, team_id: int, start: Micros) -> set[TicketKey]:
    """Return the tickets opened since an instant for which a cause was named."""
    query = (
        select(CaseCause.source, CaseCause.external_id)
        .join(
            Ticket,
            (col(Ticket.team_id) == col(CaseCause.team_id))
            & (col(Ticket.source) == col(CaseCause.source))
            & (col(Ticket.external_id) == col(CaseCause.external_id)),
        )
        .where(CaseCause.team_id == team_id, start <= _OPENED)
        .distinct()
    )
    return {TicketKey(*row) for row in (await session.exec(query)).all()}


async def resources(session: AsyncSession, team_id: int) -> dict[str, int]:
    """Return how many resources a team has asked for and not withdrawn, by state."""
    table = REGISTERS["resources"].model
    query = (
        select(col(table.status), func.count())
        .where(table.team_id == team_id, col(table.status) != "withdrawn")
        .group_by(col(table.status))
    )
    return dict((await session.exec(query)).all())


async def judged(session: AsyncSession, team_id: int, days: Collection[date]) -> int:
    """Return on how many of some days a watched metric was judged."""
    query = select(func.count(col(WarningDay.day).distinct())).where(
        WarningDay.team_id == team_id, col(WarningDay.day).in_(days)
    )
    return (await session.exec(query)).one()
