"""Rows of a checklist's items."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.files import SlackFile
from bot.metrics.plans.plans import ItemFacts, OwnItem
from bot.models import Plan, PlanItem, Team


async def add(session: AsyncSession, row: PlanItem) -> PlanItem:
    """Add an item under the plan's next number; the plan is to be locked."""
    query = select(func.max(col(PlanItem.number))).where(
        PlanItem.team_id == row.team_id, PlanItem.plan == row.plan
    )
    row.number = ((await session.exec(query)).one() or 0) + 1
    session.add(row)
    await session.flush()
    return row


async def add_all(session: AsyncSession, rows: Sequence[PlanItem]) -> None:
    """Add the items of a new plan, which have their numbers."""
    session.add_all(rows)
    await session.flush()


async def item(
    session: AsyncSession, team_id: int, plan: int, number: int, *, lock: bool = False
) -> ItemFacts | None:
    """Return an item; with `lock` nobody else changes it before this transaction ends."""
    query = select(PlanItem).where(
        PlanItem.team_id == team_id, PlanItem.plan == plan, PlanItem.number == number
    )
    if lock:
        query = query.with_for_update()
    row = (await session.exec(query)).first()
    return facts(row) if row else None


async def items(session: AsyncSession, team_id: int, plan: int) -> list[ItemFacts]:
    """Return the items of a plan that are not retired, by position."""
    query = (
        select(PlanItem)
        .where(
            PlanItem.team_id == team_id, PlanItem.plan == plan, col(PlanItem.is_retired).is_(False)
        )
        .order_by(col(PlanItem.position), col(PlanItem.number))
    )
    return [facts(row) for row in (await session.exec(query)).all()]


async def change(
    session: AsyncSession, item: ItemFacts, version: int, values: Mapping[str, Any]
) -> bool:
    """Change an item that still stands in `version`; return False when it does not."""
    result = await session.exec(
        update(PlanItem)
        .where(
            col(PlanItem.team_id) == item.team_id,
            col(PlanItem.plan) == item.plan,
            col(PlanItem.number) == item.number,
            col(PlanItem.version) == version,
        )
        .values(**values, version=version + 1)
        .returning(col(PlanItem.number))
    )
    return result.first() is not None


async def place(session: AsyncSession, team_id: int, plan: int, numbers: Sequence[int]) -> None:
    """Put items into this order."""
    for position, number in enumerate(numbers, 1):
        await session.exec(
            update(PlanItem)
            .where(
                col(PlanItem.team_id) == team_id,
                col(PlanItem.plan) == plan,
                col(PlanItem.number) == number,
            )
            .values(position=position)
        )


async def of_owner(session: AsyncSession, user_id: str) -> list[OwnItem]:
    """Return somebody's items that are not met in every current plan: by date, then undated."""
    query = (
        select(PlanItem, Team)
        .join(
            Plan,
            (col(Plan.team_id) == col(PlanItem.team_id)) & (col(Plan.number) == col(PlanItem.plan)),
        )
        .join(Team, col(Team.id) == col(PlanItem.team_id))
        .where(
            PlanItem.owner_id == user_id,
            PlanItem.status != "met",
            col(PlanItem.is_retired).is_(False),
            Plan.status == "current",
        )
        .order_by(
            col(PlanItem.due_on).is_(None),
            col(PlanItem.due_on),
            col(PlanItem.team_id),
            col(PlanItem.position),
        )
    )
    rows = (await session.exec(query)).all()
    return [OwnItem(team.name, ZoneInfo(team.zone), facts(row)) for row, team in rows]


async def left_of(session: AsyncSession, team_id: int, user_id: str) -> list[ItemFacts]:
    """Return somebody's items that are not met in a team's current plan: by date, then undated."""
    found = await of_owner(session, user_id)
    return [one.item for one in found if one.item.team_id == team_id]


async def owners(session: AsyncSession, team_id: int) -> list[str]:
    """Return who owns an item that is not met of a team's current plan."""
    query = (
        select(PlanItem.owner_id)
        .join(
            Plan,
            (col(Plan.team_id) == col(PlanItem.team_id)) & (col(Plan.number) == col(PlanItem.plan)),
        )
        .where(
            PlanItem.team_id == team_id,
            PlanItem.status != "met",
            col(PlanItem.is_retired).is_(False),
            Plan.status == "current",
        )
        .distinct()
        .order_by(PlanItem.owner_id)
    )
    return [owner for owner in (await session.exec(query)).all() if owner]


def facts(row: PlanItem) -> ItemFacts:
    """Return an item as it stands, its file as one value."""
    held = row.model_dump()
    file_id, name, link = (held.pop(f"file_{part}") for part in ("id", "name", "link"))
    return ItemFacts(**held, file=SlackFile(file_id, name, link) if file_id else None)
