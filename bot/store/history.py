"""Rows of what changed: only ever added to."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, and_, func, or_
from sqlalchemy import select as columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.history import Edit
from bot.metrics.paging import page_at
from bot.models import Card, History, SlackUser, Team
from bot.store import cards
from bot.store.numbers import following

_HISTORY: Table = History.__table__  # type: ignore[attr-defined]
_TEAMS: Table = Team.__table__  # type: ignore[attr-defined]
NO_TEAM = 0
"""What stands for the team of what belongs to none, such as admins."""
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
    """Write that somebody changed something; `before` and `after` hold only what differs.

    Whatever shows it is to be drawn anew.
    """
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
    await cards.mark(session, team_id, subject, [subject_key])


async def add_all(session: AsyncSession, team_id: int, rows: Sequence[History]) -> list[Card]:
    """Write several changes of a team at once; they get the next numbers in this order.

    Return whatever shows what was changed, which is to be drawn anew.
    """
    first = await following(session, History, team_id)
    for number, row in enumerate(rows, first):
        row.number = number
    if rows:
        connection = await session.connection()
        await connection.execute(_HISTORY.insert(), [row.model_dump() for row in rows])
    changed: dict[str, set[str]] = {}
    for row in rows:
        changed.setdefault(row.subject, set()).add(row.subject_key)
    marked: list[Card] = []
    for subject, keys in sorted(changed.items()):
        marked += await cards.mark(session, team_id, subject, sorted(keys))
    return marked


def add_beside(connection: Connection, row: History) -> None:
    """Write a change of a team where there is no session; it gets the next number."""
    lock = columns(_TEAMS.c.id).where(_TEAMS.c.id == row.team_id)
    connection.execute(lock.with_for_update(key_share=True))
    last = columns(func.max(_HISTORY.c.number)).where(_HISTORY.c.team_id == row.team_id)
    row.number = int(connection.execute(last).scalar() or 0) + 1
    connection.execute(_HISTORY.insert().values(row.model_dump()))


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


def about(subject: str, key: str | None, *, prefix: bool = False) -> ColumnElement[bool]:
    """Return the condition of one subject's changes; without `key` those of every one of its kind.

    With `prefix` they are those whose keys begin so.
    """
    of_kind = col(History.subject) == subject
    if key is None:
        return of_kind
    held = col(History.subject_key)
    return and_(of_kind, held.startswith(key, autoescape=True) if prefix else held == key)


async def page_of(
    session: AsyncSession,
    team_id: int,
    wheres: Sequence[ColumnElement[bool]],
    most: int,
    page: int,
) -> tuple[list[Edit], int, int]:
    """Return a page of the changes that fit any condition, latest first, its number and how many.

    A page that is not there is the nearest that is.
    """
    chosen = and_(col(History.team_id) == team_id, or_(*wheres))
    count = (await session.exec(select(func.count()).select_from(History).where(chosen))).one()
    at = page_at(page, count, most)
    query = select(History).where(chosen).order_by(col(History.number).desc())
    rows = await session.exec(query.offset(at.start).limit(most))
    return [edit_of(row) for row in rows], at.number, at.pages


def edit_of(row: History) -> Edit:
    """Return a row as values."""
    before, after = values(row.before), values(row.after)
    return Edit(row.event, row.who, row.at, before, after, row.why, row.subject, row.subject_key)


async def latest_of(
    session: AsyncSession, team_id: int, subject: str
) -> dict[str, tuple[int, str]]:
    """Return how often each subject of this kind was changed, by its key, and by whom last."""
    query = (
        select(History.subject_key, History.who)
        .where(History.team_id == team_id, History.subject == subject)
        .order_by(col(History.number))
    )
    found: dict[str, tuple[int, str]] = {}
    for key, who in (await session.exec(query)).all():
        found[key] = (found.get(key, (0, who))[0] + 1, who)
    return found


async def exported(
    session: AsyncSession, team_id: int | None, since: datetime | None
) -> Sequence[tuple[History, str | None, str | None]]:
    """Return (change, team's name, name of who), oldest first; of one team, or of everything."""
    query = (
        select(History, Team.name, SlackUser.name)
        .join(Team, col(Team.id) == History.team_id, isouter=True)
        .join(SlackUser, col(SlackUser.id) == History.who, isouter=True)
        .order_by(col(History.at), col(History.team_id), col(History.number))
    )
    if team_id is not None:
        query = query.where(History.team_id == team_id)
    if since is not None:
        query = query.where(History.at >= since)
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
