"""Rows of the near-threshold warnings: rules, states, judged days, and what was said of them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, or_
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.team import LEADING
from bot.models import (
    Delivery,
    History,
    Import,
    Member,
    SlackUser,
    Team,
    WarningDay,
    WarningRule,
    WarningState,
)

KIND = "warning"
SUBJECT = "warning"


class Said(NamedTuple):
    """A post about a warning that Slack did not refuse; `message_ts` None when that is unsure."""

    channel_id: str
    message_ts: str | None


def slot(day: date, metric: str) -> str:
    """Return the delivery slot of a day's judgement."""
    return f"{day.isoformat()}:{metric}"


def subject_key(raised_on: date, metric: str) -> str:
    """Return what the history and the cards call a warning by."""
    return f"{metric}:{raised_on.isoformat()}"


async def lock(session: AsyncSession, team_id: int) -> None:
    """Have nobody else set what a team watches before this transaction ends."""
    await session.exec(select(Team.id).where(Team.id == team_id).with_for_update())


async def rules(session: AsyncSession, team_id: int) -> Sequence[WarningRule]:
    """Return what a team has chosen to watch, by metric."""
    query = select(WarningRule).where(WarningRule.team_id == team_id).order_by(WarningRule.metric)
    return (await session.exec(query)).all()


async def targets(session: AsyncSession, team_id: int) -> dict[str, float]:
    """Return the targets that a team has set by watched metric."""
    query = select(WarningRule.metric, WarningRule.target).where(
        WarningRule.team_id == team_id, col(WarningRule.target).is_not(None)
    )
    rows = await session.exec(query)
    return {metric: target for metric, target in rows if target is not None}


async def rule(session: AsyncSession, team_id: int, metric: str) -> WarningRule | None:
    """Return a team's rule for a metric."""
    return await session.get(WarningRule, (team_id, metric))


async def state(
    session: AsyncSession, team_id: int, metric: str, *, lock: bool = False
) -> WarningState | None:
    """Return where a metric stands; with `lock` nobody else changes it before this ends."""
    query = select(WarningState).where(
        WarningState.team_id == team_id, WarningState.metric == metric
    )
    if lock:
        query = query.with_for_update()
    return (await session.exec(query)).first()


async def forget_states(session: AsyncSession, team_id: int, keep: Collection[str]) -> list[str]:
    """Delete the states of metrics that are not watched any more; return those metrics."""
    result = await session.exec(
        delete(WarningState)
        .where(col(WarningState.team_id) == team_id, col(WarningState.metric).not_in(keep))
        .returning(col(WarningState.metric))
    )
    return sorted(result.scalars())


async def day(session: AsyncSession, team_id: int, metric: str, at: date) -> WarningDay | None:
    """Return the judgement of a local date."""
    return await session.get(WarningDay, (team_id, metric, at))


async def days(
    session: AsyncSession, team_id: int, metric: str, through: date, most: int
) -> list[WarningDay]:
    """Return the latest judged days up to a local date, oldest first."""
    query = (
        select(WarningDay)
        .where(
            WarningDay.team_id == team_id, WarningDay.metric == metric, WarningDay.day <= through
        )
        .order_by(col(WarningDay.day).desc())
        .limit(most)
    )
    return list(reversed((await session.exec(query)).all()))


async def said(
    session: AsyncSession, team_id: int, metric: str, what: str, since: date
) -> list[Said]:
    """Return the posts that said something from a judged day on and that Slack did not refuse."""
    announced = select(col(WarningDay.day)).where(
        WarningDay.team_id == team_id,
        WarningDay.metric == metric,
        WarningDay.day >= since,
        WarningDay.announced == what,
    )
    slots = [slot(at, metric) for at in (await session.exec(announced)).all()]
    posts = select(col(Delivery.channel_id), col(Delivery.message_ts)).where(
        Delivery.team_id == team_id,
        Delivery.kind == KIND,
        col(Delivery.slot).in_(slots),
        col(Delivery.status).in_(("posted", "unsure", "ambiguous")),
    )
    return [Said(*row) for row in (await session.exec(posts.order_by(Delivery.slot))).all()]


async def posted_at(session: AsyncSession, channel_id: str, message_ts: str) -> datetime | None:
    """Return when a message about a warning was posted."""
    query = select(Delivery.settled_at).where(
        Delivery.kind == KIND, Delivery.channel_id == channel_id, Delivery.message_ts == message_ts
    )
    return (await session.exec(query)).first()


async def last_with_data(
    session: AsyncSession, team_id: int, metric: str, through: date
) -> date | None:
    """Return the latest judged day with data up to a local date."""
    query = select(func.max(col(WarningDay.day))).where(
        WarningDay.team_id == team_id,
        WarningDay.metric == metric,
        WarningDay.day <= through,
        WarningDay.kind != "no_data",
    )
    return (await session.exec(query)).one()


async def covered_through(session: AsyncSession, team_id: int) -> datetime | None:
    """Return the instant that finished imports reach: their end, or a later ticket's opening."""
    ends = select(func.max(col(Import.finished_at)), func.max(col(Import.last_opened_at)))
    query = ends.where(Import.team_id == team_id, Import.status == "done")
    return max((at for at in (await session.exec(query)).one() if at), default=None)


async def told(session: AsyncSession, team_id: int) -> tuple[str, ...]:
    """Return the user IDs of a team's leads, then of its operations specialists, if still there."""
    query = (
        select(Member.slack_user_id)
        .outerjoin(SlackUser, col(SlackUser.id) == col(Member.slack_user_id))
        .where(
            Member.team_id == team_id,
            col(Member.role).in_(LEADING),
            or_(col(SlackUser.id).is_(None), col(SlackUser.deleted).is_(False)),
        )
        .order_by(Member.role, Member.slack_user_id)
    )
    return tuple((await session.exec(query)).all())


async def changes(session: AsyncSession, team_id: int, metric: str, most: int) -> Sequence[History]:
    """Return the latest changes of a metric, newest first."""
    query = (
        select(History)
        .where(
            History.team_id == team_id,
            History.subject == SUBJECT,
            col(History.subject_key).startswith(f"{metric}:", autoescape=True),
        )
        .order_by(col(History.number).desc())
        .limit(most)
    )
    return (await session.exec(query)).all()
