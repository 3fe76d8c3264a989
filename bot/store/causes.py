"""The causes that people named for not-met tickets; only ever added to, the latest counts."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from sqlalchemy import and_, func, insert, true, tuple_
from sqlalchemy import select as columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.tickets import TicketKey
from bot.models import CaseCause, Team, Ticket

_AT_ONCE = 500
"""So many tickets are asked for in one query."""


class Latest(NamedTuple):
    """The latest cause of a ticket, and how many were named for it so far."""

    number: int
    cause: str


async def lock(
    session: AsyncSession, team_id: int, cases: Collection[TicketKey]
) -> list[TicketKey]:
    """Return those of some tickets that are there, in order; none goes before the transaction ends.

    Nobody else names a cause in the team until then. Files may change the tickets meanwhile.
    """
    connection = await session.connection()
    team = columns(col(Team.id)).where(col(Team.id) == team_id)
    await connection.execute(team.with_for_update(key_share=True))
    there = []
    for some in _parts(sorted(cases)):
        query = (
            columns(col(Ticket.source), col(Ticket.external_id))
            .where(
                col(Ticket.team_id) == team_id,
                tuple_(col(Ticket.source), col(Ticket.external_id)).in_(some),
            )
            .order_by(col(Ticket.source), col(Ticket.external_id))
            .with_for_update(read=True, key_share=True)
        )
        there += [TicketKey(*row) for row in await connection.execute(query)]
    return there


async def add_all(session: AsyncSession, rows: Sequence[CaseCause]) -> None:
    """Add causes."""
    connection = await session.connection()
    await connection.execute(insert(CaseCause), [row.model_dump() for row in rows])


async def latest(
    session: AsyncSession, team_id: int, cases: Iterable[TicketKey], until: datetime | None = None
) -> dict[TicketKey, str]:
    """Return the latest cause of each of these tickets that has one.

    With `until` the latest that was named before an instant.
    """
    found = await numbered(session, team_id, cases, until)
    return {key: one.cause for key, one in found.items()}


async def numbered(
    session: AsyncSession, team_id: int, cases: Iterable[TicketKey], until: datetime | None = None
) -> dict[TicketKey, Latest]:
    """Return the latest cause of each of these tickets as `latest` does, with its number."""
    connection = await session.connection()
    found = {}
    for some in _parts(cases):
        newest = (
            columns(
                col(CaseCause.source).label("source"),
                col(CaseCause.external_id).label("external_id"),
                func.max(col(CaseCause.number)).label("number"),
            )
            .where(
                col(CaseCause.team_id) == team_id,
                tuple_(col(CaseCause.source), col(CaseCause.external_id)).in_(some),
                col(CaseCause.named_at) < until if until else true(),
            )
            .group_by(col(CaseCause.source), col(CaseCause.external_id))
            .subquery()
        )
        same = and_(
            col(CaseCause.source) == newest.c.source,
            col(CaseCause.external_id) == newest.c.external_id,
            col(CaseCause.number) == newest.c.number,
        )
        query = (
            columns(
                col(CaseCause.source),
                col(CaseCause.external_id),
                col(CaseCause.number),
                col(CaseCause.cause),
            )
            .join(newest, same)
            .where(col(CaseCause.team_id) == team_id)
        )
        for source, external_id, number, cause in await connection.execute(query):
            found[TicketKey(source, external_id)] = Latest(number, cause)
    return found


def _parts(cases: Iterable[TicketKey]) -> Iterator[list[TicketKey]]:
    rest = iter(cases)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
