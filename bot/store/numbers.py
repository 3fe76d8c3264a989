"""Numbers that count up within a team, without gaps or doubles when several are given at once."""

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import (
    Action,
    Feed,
    History,
    Import,
    Plan,
    PlanTemplate,
    Problem,
    ServiceStandard,
    Team,
)
from bot.models.registers import EntryRow

Numbered = (
    type[Action]
    | type[EntryRow]
    | type[Feed]
    | type[History]
    | type[Import]
    | type[Plan]
    | type[PlanTemplate]
    | type[Problem]
    | type[ServiceStandard]
)


async def following(session: AsyncSession, table: Numbered, team_id: int) -> int:
    """Return the next number of a team's rows in a table, counting from 1.

    Whoever asks next waits until this transaction has ended: PostgreSQL locks the team's row, but
    not against rows that refer to it; SQLite has one writer at a time anyway.
    """
    lock = select(Team.id).where(Team.id == team_id).with_for_update(key_share=True)
    await session.exec(lock)
    latest = select(func.max(col(table.number))).where(col(table.team_id) == team_id)
    return ((await session.exec(latest)).one() or 0) + 1
