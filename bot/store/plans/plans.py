"""Rows of plans, their members, and templates of a team's own."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, update
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.figures import Goal
from bot.metrics.plans.plans import Duty, PlanFacts
from bot.models import Plan, PlanMember, PlanTemplate, Team
from bot.store.numbers import following
from bot.store.records import of_team


async def add(session: AsyncSession, row: Plan) -> Plan:
    """Add a plan under its team's next number; of two at once the second waits for the first."""
    row.number = await following(session, Plan, row.team_id)
    session.add(row)
    await session.flush()
    return row


async def plan(
    session: AsyncSession, team_id: int, number: int, *, lock: bool = False
) -> PlanFacts | None:
    """Return a plan; with `lock` nobody else changes it before this transaction ends."""
    query = (
        select(Plan, Team)
        .join(Team, col(Team.id) == col(Plan.team_id))
        .where(Plan.team_id == team_id, Plan.number == number)
    )
    if lock:
        query = query.with_for_update(of=Plan)
    found = (await session.exec(query)).first()
    return _facts(*found, await _members(session, team_id, number)) if found else None


async def current(session: AsyncSession, team_id: int) -> PlanFacts | None:
    """Return the plan that a team works by."""
    query = select(Plan.number).where(Plan.team_id == team_id, Plan.status == "current")
    number = (await session.exec(query)).first()
    return await plan(session, team_id, number) if number is not None else None


async def goals_in_force(
    session: AsyncSession, team_id: int, at: datetime, day: date
) -> list[Goal]:
    """Return the goals of the plan that a team worked by at an instant, none before its first day.

    `day` is the team's local date then. A goal that was changed since is as it is today.
    """
    query = (
        select(Plan.metric, Plan.comparison, Plan.value)
        .where(
            Plan.team_id == team_id,
            col(Plan.created_at) <= at,
            Plan.first_on <= day,
            or_(col(Plan.closed_at).is_(None), col(Plan.closed_at) > at),
        )
        .order_by(col(Plan.number).desc())
        .limit(1)
    )
    return [Goal(*row) for row in (await session.exec(query)).all()]


async def wait_for_others(session: AsyncSession, team_id: int) -> None:
    """Let nobody else start a plan of a team before this transaction ends."""
    await following(session, Plan, team_id)


async def closed(session: AsyncSession, team_id: int, most: int) -> list[PlanFacts]:
    """Return a team's closed plans, the latest first, without their members."""
    query = (
        select(Plan, Team)
        .join(Team, col(Team.id) == col(Plan.team_id))
        .where(Plan.team_id == team_id, Plan.status == "closed")
        .order_by(col(Plan.number).desc())
        .limit(most)
    )
    return [_facts(*row, ()) for row in (await session.exec(query)).all()]


async def change(
    session: AsyncSession, team_id: int, number: int, version: int, values: Mapping[str, Any]
) -> bool:
    """Change a plan that still stands in `version`; return False when it does not."""
    result = await session.exec(
        update(Plan)
        .where(
            col(Plan.team_id) == team_id, col(Plan.number) == number, col(Plan.version) == version
        )
        .values(**values, version=version + 1)
        .returning(col(Plan.number))
    )
    return result.first() is not None


async def put_members(
    session: AsyncSession, team_id: int, number: int, members: Sequence[Duty]
) -> None:
    """Let these and no others be the members of a plan."""
    await session.exec(
        delete(PlanMember).where(col(PlanMember.team_id) == team_id, col(PlanMember.plan) == number)
    )
    session.add_all(
        PlanMember(
            team_id=team_id,
            plan=number,
            slack_user_id=member.user_id,
            position=place,
            duty=member.duty,
        )
        for place, member in enumerate(members)
    )
    await session.flush()


async def templates(session: AsyncSession, team_id: int) -> Sequence[PlanTemplate]:
    """Return a team's own templates by name."""
    query = select(PlanTemplate).where(PlanTemplate.team_id == team_id).order_by(PlanTemplate.name)
    return (await session.exec(query)).all()


async def template(session: AsyncSession, team_id: int, name: str) -> PlanTemplate | None:
    """Return a team's own template of this name."""
    query = select(PlanTemplate).where(PlanTemplate.team_id == team_id, PlanTemplate.name == name)
    return (await session.exec(query)).first()


async def add_template(session: AsyncSession, row: PlanTemplate) -> None:
    """Add a template under its team's next number."""
    row.number = await following(session, PlanTemplate, row.team_id)
    session.add(row)
    await session.flush()


async def _members(session: AsyncSession, team_id: int, number: int) -> tuple[Duty, ...]:
    query = (
        select(PlanMember.slack_user_id, PlanMember.duty)
        .where(PlanMember.team_id == team_id, PlanMember.plan == number)
        .order_by(col(PlanMember.position))
    )
    return tuple(Duty(*row) for row in (await session.exec(query)).all())


def _facts(row: Plan, team: Team, members: tuple[Duty, ...]) -> PlanFacts:
    stored = row.model_dump(exclude={"team_id", "metric", "comparison", "value"})
    return PlanFacts(
        **of_team(team),
        goal=Goal(row.metric, row.comparison, row.value),
        members=members,
        **stored,
    )
