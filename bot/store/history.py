"""Rows of what changed: only ever added to."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import History
from bot.store.numbers import following

Values = Mapping[str, str | int | float | bool | None]


async def add(  # noqa: PLR0913, PLR0917  one argument for each column
    session: AsyncSession,
    team_id: int,
    subject: str,
    subject_key: str,
    event: str,
    who: str,
    at: datetime,
    before: Values | None = None,
    after: Values | None = None,
    why: str | None = None,
) -> None:
    """Write that somebody changed something; `before` and `after` hold only what differs."""
    row = History(
        team_id=team_id,
        number=await following(session, History, team_id),
        subject=subject,
        subject_key=subject_key,
        event=event,
        who=who,
        at=at,
        before=written(before),
        after=written(after),
        why=why,
    )
    session.add(row)
    await session.flush()


async def add_all(session: AsyncSession, team_id: int, rows: Sequence[History]) -> None:
    """Write several changes of a team at once; they get the next numbers in this order."""
    first = await following(session, History, team_id)
    for number, row in enumerate(rows, first):
        row.number = number
    session.add_all(rows)
    await session.flush()


async def of_subject(
    session: AsyncSession, team_id: int, subject: str, subject_key: str
) -> Sequence[History]:
    """Return every change of one subject, oldest first."""
    query = (
        select(History)
        .where(
            History.team_id == team_id,
            History.subject == subject,
            History.subject_key == subject_key,
        )
        .order_by(col(History.number))
    )
    return (await session.exec(query)).all()


async def of_event(
    session: AsyncSession, team_id: int, subject: str, event: str
) -> Sequence[History]:
    """Return every change of one kind to the subjects of a team, oldest first."""
    query = (
        select(History)
        .where(History.team_id == team_id, History.subject == subject, History.event == event)
        .order_by(col(History.number))
    )
    return (await session.exec(query)).all()


def written(values: Values | None) -> str | None:
    """Return what `before` or `after` of a row is to hold."""
    return None if values is None else json.dumps(dict(values), ensure_ascii=False)


def values(text: str | None) -> dict[str, object]:
    """Return what `before` or `after` of a row holds."""
    read: dict[str, object] = json.loads(text) if text else {}
    return read
