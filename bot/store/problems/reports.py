"""Rows of reports on problems: only ever added to."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import ProblemReport


async def add(session: AsyncSession, row: ProblemReport) -> None:
    """Add a report; the problem is to be locked."""
    session.add(row)
    await session.flush()


async def report(
    session: AsyncSession, team_id: int, problem: int, number: int
) -> ProblemReport | None:
    """Return a report."""
    return await session.get(ProblemReport, (team_id, problem, number))


async def of_problems(
    session: AsyncSession, team_id: int, problems: Sequence[int]
) -> Sequence[ProblemReport]:
    """Return the reports on some problems of a team, the latest first."""
    query = (
        select(ProblemReport)
        .where(ProblemReport.team_id == team_id, col(ProblemReport.problem).in_(problems))
        .order_by(col(ProblemReport.problem), col(ProblemReport.number).desc())
    )
    return (await session.exec(query)).all()
