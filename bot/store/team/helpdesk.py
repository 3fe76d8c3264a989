"""Names that tickets use for people."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import HelpdeskName, Ticket


class UsedName(NamedTuple):
    """A name, on how many tickets, and when the latest of them was opened."""

    name: str
    tickets: int
    last_opened: datetime


async def names_in_tickets(
    session: AsyncSession, team_id: int, since: datetime
) -> dict[str, UsedName]:
    """Return the names of assignees, responders and resolvers of tickets opened since."""
    people = (col(Ticket.agent), col(Ticket.responder), col(Ticket.resolver))
    query = (
        select(*people, func.count(), func.max(col(Ticket.opened_at)))
        .where(col(Ticket.team_id) == team_id, col(Ticket.opened_at) >= since)
        .group_by(*people)
    )
    found: dict[str, UsedName] = {}
    connection = await session.connection()
    for *names, tickets, latest in await connection.execute(query):
        for name in {name for name in names if name and name.strip()}:
            held = found.get(name, UsedName(name, 0, latest))
            found[name] = UsedName(name, held.tickets + tickets, max(held.last_opened, latest))
    return found


async def owner(session: AsyncSession, team_id: int, name: str) -> HelpdeskName | None:
    """Return whose name it is."""
    return await session.get(HelpdeskName, (team_id, name))


async def put(session: AsyncSession, team_id: int, name: str, user_id: str) -> None:
    """Say that a name that nobody has belongs to somebody."""
    session.add(HelpdeskName(team_id=team_id, name=name, slack_user_id=user_id))
    await session.flush()


async def take(session: AsyncSession, row: HelpdeskName) -> None:
    """Take a name away from whoever has it."""
    await session.delete(row)
    await session.flush()
