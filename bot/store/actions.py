"""Rows of actions."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, update
from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.actions.actions import ActionFacts, Scope
from bot.metrics.registers import Entry
from bot.models import Action, Team
from bot.registers.actions import ACTIONS, facts_of
from bot.store.records import of_team

_ACTIONS = select(Action, Team).join(Team, col(Team.id) == col(Action.team_id))
_ENDED = func.coalesce(col(Action.settled_at), col(Action.done_at))


async def action(
    session: AsyncSession, team_id: int, number: int, *, lock: bool = False
) -> ActionFacts | None:
    """Return an action; with `lock` nobody else changes it before this transaction ends."""
    query = _ACTIONS.where(Action.team_id == team_id, Action.number == number)
    if lock:
        query = query.with_for_update(of=Action)
    found = (await session.exec(query)).first()
    return facts(*found) if found else None


async def change(
    session: AsyncSession, team_id: int, number: int, version: int, values: Mapping[str, Any]
) -> bool:
    """Change an action that still stands in `version`; return False when it does not."""
    result = await session.exec(
        update(Action)
        .where(
            col(Action.team_id) == team_id,
            col(Action.number) == number,
            col(Action.version) == version,
        )
        .values(**values, version=version + 1)
        .returning(col(Action.number))
    )
    return result.first() is not None


async def due_until(session: AsyncSession, team_id: int, last: date) -> list[ActionFacts]:
    """Return a team's open actions that are due up to a date, by owner, date and number."""
    due = and_(col(Action.status) == "open", col(Action.due_on) <= last)
    return await _of_team(session, team_id, due)


async def open_in(session: AsyncSession, team_id: int) -> list[ActionFacts]:
    """Return a team's open actions by due date and number."""
    found = await _of_team(session, team_id, col(Action.status) == "open")
    return sorted(found, key=lambda one: (one.due_on, one.number))


async def open_of(session: AsyncSession, team_id: int, owner_id: str) -> list[ActionFacts]:
    """Return somebody's open actions in a team by due date."""
    own = and_(col(Action.status) == "open", col(Action.owner_id) == owner_id)
    return await _of_team(session, team_id, own)


async def to_decide(session: AsyncSession, team_ids: Sequence[int]) -> list[ActionFacts]:
    """Return what waits for a lead's word: done and not verified, or asked to be dropped."""
    asked = and_(col(Action.status) == "open", col(Action.drop_why).is_not(None))
    query = _ACTIONS.where(
        col(Action.team_id).in_(team_ids), or_(col(Action.status) == "done", asked)
    ).order_by(col(Action.done_at), col(Action.team_id), col(Action.number))
    return [facts(*row) for row in (await session.exec(query)).all()]


async def owners(session: AsyncSession, team_id: int) -> list[str]:
    """Return who owns an open action of a team."""
    query = (
        select(Action.owner_id)
        .where(Action.team_id == team_id, Action.status == "open")
        .distinct()
        .order_by(Action.owner_id)
    )
    return list((await session.exec(query)).all())


async def to_be_measured(session: AsyncSession, team_id: int) -> list[ActionFacts]:
    """Return a team's done actions that the data are to judge at the end of a window."""
    judged = and_(col(Action.status) == "done", col(Action.verify_from).is_not(None))
    return await _of_team(session, team_id, judged)


async def _of_team(
    session: AsyncSession, team_id: int, where: ColumnElement[bool]
) -> list[ActionFacts]:
    query = _ACTIONS.where(Action.team_id == team_id, where).order_by(
        Action.owner_id, col(Action.due_on), col(Action.number)
    )
    return [facts(*row) for row in (await session.exec(query)).all()]


async def of_problem(session: AsyncSession, team_id: int, number: int) -> list[ActionFacts]:
    """Return the actions made from a problem of a team, by due date, whatever their state."""
    return (await of_problems(session, team_id, [number])).get(number, [])


async def of_problems(
    session: AsyncSession, team_id: int, numbers: Sequence[int]
) -> dict[int, list[ActionFacts]]:
    """Return the actions made from some problems of a team, by the problem's number."""
    query = _ACTIONS.where(
        Action.team_id == team_id,
        Action.origin == "problem",
        col(Action.origin_ref).in_([str(number) for number in numbers]),
    ).order_by(col(Action.due_on), col(Action.number))
    found: dict[int, list[ActionFacts]] = {}
    for row in (await session.exec(query)).all():
        found.setdefault(int(row[0].origin_ref or 0), []).append(facts(*row))
    return found


async def several(session: AsyncSession, team_id: int, numbers: Sequence[int]) -> list[ActionFacts]:
    """Return some actions of a team by due date, whatever their state."""
    query = _ACTIONS.where(Action.team_id == team_id, col(Action.number).in_(numbers)).order_by(
        col(Action.due_on), col(Action.number)
    )
    return [facts(*row) for row in (await session.exec(query)).all()]


async def listed(
    session: AsyncSession, where: ColumnElement[bool], offset: int, most: int
) -> list[ActionFacts]:
    """Return a page of actions: open ones by due date, then done ones, the latest first."""
    query = (
        _ACTIONS.where(where)
        .order_by(
            case((col(Action.status) == "open", 0), else_=1),
            case((col(Action.status) == "open", col(Action.due_on)), else_=None),
            case((col(Action.status) == "open", None), else_=_ENDED).desc(),
            col(Action.team_id),
            col(Action.number),
        )
        .offset(offset)
        .limit(most)
    )
    return [facts(*row) for row in (await session.exec(query)).all()]


async def counts(
    session: AsyncSession, wheres: Mapping[Scope, ColumnElement[bool]]
) -> dict[Scope, int]:
    """Return how many actions there are in each scope."""
    sums = [func.coalesce(func.sum(case((where, 1), else_=0)), 0) for where in wheres.values()]
    row = (await session.exec(select(*sums).select_from(Action))).one()
    return {scope: int(value) for scope, value in zip(wheres, row, strict=True)}


def within(scope: Scope, *, team_id: int, user_id: str, today: date) -> ColumnElement[bool]:
    """Return the condition of a scope: a person's own in every team, the others in one team."""
    in_team = col(Action.team_id) == team_id
    is_open = col(Action.status) == "open"
    conditions: dict[Scope, ColumnElement[bool]] = {
        "open": and_(in_team, is_open),
        "mine": and_(col(Action.owner_id) == user_id, is_open),
        "overdue": and_(in_team, is_open, col(Action.due_on) < today),
        "all": in_team,
    }
    return conditions[scope]


def facts(row: Action, team: Team) -> ActionFacts:
    """Return an action's row as values."""
    return facts_of(Entry(**of_team(team), number=row.number, register=ACTIONS, row=row))
