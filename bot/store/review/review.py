"""Rows of weekly reviews, of the decisions in them, and of the actions they look at."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.actions import ActionFacts
from bot.models import Action, Card, Decision, Delivery, Review, Team
from bot.store.actions import facts


async def review(
    session: AsyncSession, team_id: int, week: date, *, lock: bool = False
) -> Review | None:
    """Return a review; with `lock` nobody else changes it before this transaction ends."""
    query = select(Review).where(Review.team_id == team_id, Review.week == week)
    if lock:
        query = query.with_for_update()
    return (await session.exec(query)).first()


async def add(session: AsyncSession, row: Review) -> bool:
    """Add a review; return False when its week has one. One at a time within a team."""
    await session.exec(
        select(Team.id).where(Team.id == row.team_id).with_for_update(key_share=True)
    )
    if await review(session, row.team_id, row.week) is not None:
        return False
    session.add(row)
    await session.flush()
    return True


async def before(session: AsyncSession, team_id: int, week: date) -> Review | None:
    """Return the latest review of an earlier week."""
    query = (
        select(Review)
        .where(Review.team_id == team_id, col(Review.week) < week)
        .order_by(col(Review.week).desc())
        .limit(1)
    )
    return (await session.exec(query)).first()


async def open_since(session: AsyncSession, team_id: int, week: date) -> Sequence[Review]:
    """Return the reviews of a week and later ones that nobody has finished, the latest first."""
    query = (
        select(Review)
        .where(Review.team_id == team_id, Review.status == "open", col(Review.week) >= week)
        .order_by(col(Review.week).desc())
    )
    return (await session.exec(query)).all()


async def decisions(session: AsyncSession, team_id: int, week: date) -> Sequence[Decision]:
    """Return what was decided in a review, in order."""
    query = (
        select(Decision)
        .where(Decision.team_id == team_id, Decision.week == week)
        .order_by(col(Decision.number))
    )
    return (await session.exec(query)).all()


async def add_decision(session: AsyncSession, row: Decision) -> None:
    """Add a decision to a review."""
    session.add(row)
    await session.flush()


async def promised(
    session: AsyncSession, team_id: int, ref: str | None, first: date, last: date
) -> list[ActionFacts]:
    """Return the actions made from the review `ref` or due from one date to another."""
    due = and_(col(Action.due_on) >= first, col(Action.due_on) <= last)
    made = and_(col(Action.origin) == "review", col(Action.origin_ref) == ref)
    return await _actions(session, team_id, due if ref is None else or_(due, made))


async def measures(session: AsyncSession, team_id: int, ref: str) -> list[ActionFacts]:
    """Return the actions made from a review, by due date."""
    made = and_(col(Action.origin) == "review", col(Action.origin_ref) == ref)
    return await _actions(session, team_id, made)


async def overdue(session: AsyncSession, team_id: int, today: date) -> list[ActionFacts]:
    """Return the open actions that were due before a local date."""
    late = and_(col(Action.status) == "open", col(Action.due_on) < today)
    return await _actions(session, team_id, late)


async def made_and_done(
    session: AsyncSession, team_id: int, start: datetime, end: datetime
) -> tuple[int, int]:
    """Return how many actions were made, and how many marked done, from an instant to another."""
    counts = []
    for at in (col(Action.created_at), col(Action.done_at)):
        query = select(func.count()).where(Action.team_id == team_id, at >= start, at < end)
        counts.append((await session.exec(query)).one())
    return counts[0], counts[1]


async def prompt(session: AsyncSession, team_id: int, week: date) -> Card | None:
    """Return where the message of a review stands."""
    query = (
        select(Card)
        .where(
            Card.team_id == team_id,
            Card.subject == "review",
            Card.subject_key == week.isoformat(),
            Card.view == "review",
        )
        .order_by(col(Card.message_ts).desc())
        .limit(1)
    )
    return (await session.exec(query)).first()


async def minutes(session: AsyncSession, team_id: int, week: date) -> Delivery | None:
    """Return the row of a review's minutes."""
    query = select(Delivery).where(
        Delivery.team_id == team_id,
        Delivery.kind == "minutes",
        Delivery.slot == week.isoformat(),
    )
    return (await session.exec(query)).first()


async def team(session: AsyncSession, team_id: int) -> Team | None:
    """Return a team."""
    return await session.get(Team, team_id)


async def _actions(
    session: AsyncSession, team_id: int, where: ColumnElement[bool]
) -> list[ActionFacts]:
    query = (
        select(Action, Team)
        .join(Team, col(Team.id) == col(Action.team_id))
        .where(Action.team_id == team_id, where)
        .order_by(col(Action.due_on), col(Action.number))
    )
    return [facts(*row) for row in (await session.exec(query)).all()]
