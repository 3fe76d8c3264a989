"""Rows of registers: one query for each question, whatever the register."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, update
from sqlmodel import and_, col, delete, false, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.registers import AnyEntry, AnyRegister, Entry, Rows, Values
from bot.models import Team
from bot.store.numbers import following
from bot.store.records import of_team


async def add(session: AsyncSession, register: AnyRegister, values: Mapping[str, Any]) -> int:
    """Add an entry under its team's next number; return the number.

    `values` are what its fields hold, or columns of its own.
    """
    team_id = values["team_id"]
    number = await following(session, register.model, team_id)
    session.add(register.model(number=number, **_columns(register, values)))
    await session.flush()
    for part in register.rows:
        await _put(session, part, (team_id, number), values)
    return number


async def entry(
    session: AsyncSession, register: AnyRegister, team_id: int, number: int, *, lock: bool = False
) -> AnyEntry | None:
    """Return an entry; with `lock` nobody else changes it before this transaction ends."""
    table = register.model
    one = and_(col(table.team_id) == team_id, col(table.number) == number)
    query = _entries(register, one).execution_options(populate_existing=True)
    found = await session.exec(query.with_for_update(of=table) if lock else query)
    return next(iter(await _read(session, register, found.all())), None)


async def change(session: AsyncSession, old: AnyEntry, values: Values) -> None:
    """Change an entry that was read under a lock: what its fields hold, or columns of its own."""
    register, table = old.register, old.register.model
    await session.exec(
        update(table)
        .where(col(table.team_id) == old.team_id, col(table.number) == old.number)
        .values(**_columns(register, values), version=old.row.version + 1)
        .execution_options(synchronize_session=False)
    )
    for part in register.rows:
        if any(name in values for name in part.fields):
            await _put(session, part, (old.team_id, old.number), {**old.parts, **values})


def within(
    register: AnyRegister,
    team_id: int,
    scope: str,
    who: str,
    today: date,
    *,
    sees_all: bool,
) -> ColumnElement[bool]:
    """Return the condition of a list: what is open, somebody's own, overdue, or everything.

    Who does not see all has only their own in any list.
    """
    table = register.model
    found = [col(table.team_id) == team_id]
    if scope != "all":
        found.append(col(table.status).in_(register.open))
    if scope == "mine" or not sees_all:
        found.append(col(_held(register, register.holder)) == who if register.holder else false())
    if scope == "overdue":
        found.append(col(_held(register, register.due)) < today if register.due else false())
    return and_(*found)


async def counts(
    session: AsyncSession, register: AnyRegister, wheres: Mapping[str, ColumnElement[bool]]
) -> dict[str, int]:
    """Return how many entries there are under each condition."""
    sums = [func.coalesce(func.sum(case((where, 1), else_=0)), 0) for where in wheres.values()]
    row = (await session.exec(select(*sums).select_from(register.model))).one()
    return dict(zip(wheres, map(int, row), strict=True))


async def listed(
    session: AsyncSession,
    register: AnyRegister,
    where: ColumnElement[bool],
    first: int,
    most: int,
) -> list[AnyEntry]:
    """Return a page of entries: open ones by due date, then the others, the latest first."""
    table = register.model
    is_open = col(table.status).in_(register.open)
    order = [case((is_open, 0), else_=1)]
    if register.due:
        due = col(_held(register, register.due))
        order += [case((is_open, case((due.is_(None), 1), else_=0)), else_=None)]
        order += [case((is_open, due), else_=None)]
    query = _entries(register, where).order_by(*order, col(table.number).desc())
    return await _read(session, register, await session.exec(query.offset(first).limit(most)))


async def all_of(session: AsyncSession, register: AnyRegister, team_id: int) -> list[AnyEntry]:
    """Return every entry of a team by number."""
    table = register.model
    query = _entries(register, col(table.team_id) == team_id).order_by(col(table.number))
    return await _read(session, register, await session.exec(query))


async def open_of(session: AsyncSession, register: AnyRegister, who: str) -> list[AnyEntry]:
    """Return somebody's open entries in every team, by due date where there is one."""
    if register.holder is None:
        return []
    table = register.model
    own = and_(col(table.status).in_(register.open), col(_held(register, register.holder)) == who)
    found = await _read(session, register, await session.exec(_entries(register, own)))
    return sorted(found, key=lambda one: (one.due_on or date.max, one.team_id, one.number))


async def open_holders(session: AsyncSession, register: AnyRegister, team_id: int) -> list[str]:
    """Return whose open entries there are in a team."""
    if register.holder is None:
        return []
    table = register.model
    holder = col(_held(register, register.holder))
    of_team = and_(col(table.team_id) == team_id, col(table.status).in_(register.open))
    query = select(holder).where(of_team, holder.is_not(None)).distinct().order_by(holder)
    return list((await session.exec(query)).all())


async def due_until(
    session: AsyncSession, register: AnyRegister, team_id: int, last: date
) -> list[AnyEntry]:
    """Return a team's open entries of somebody's that are due up to a date, by date and number."""
    if register.due is None or register.holder is None:
        return []
    table = register.model
    due, holder = col(_held(register, register.due)), col(_held(register, register.holder))
    where = and_(
        col(table.team_id) == team_id,
        col(table.status).in_(register.open),
        holder.is_not(None),
        due <= last,
    )
    query = _entries(register, where).order_by(due, col(table.number))
    return await _read(session, register, await session.exec(query))


async def several(
    session: AsyncSession, register: AnyRegister, team_id: int, numbers: Sequence[int]
) -> list[AnyEntry]:
    """Return some entries of a team by number, whatever their state."""
    table = register.model
    where = and_(col(table.team_id) == team_id, col(table.number).in_(numbers))
    query = _entries(register, where).order_by(col(table.number))
    return await _read(session, register, await session.exec(query))


async def found(
    session: AsyncSession,
    register: AnyRegister,
    where: ColumnElement[bool],
    order: Sequence[Any],
    within: tuple[int, int | None] = (0, None),
) -> list[AnyEntry]:
    """Return the entries under a condition in an order; `within` are the first and how many."""
    first, most = within
    query = _entries(register, where).order_by(*order).offset(first).limit(most)
    return await _read(session, register, await session.exec(query))


async def amounts(
    session: AsyncSession, register: AnyRegister, where: ColumnElement[bool]
) -> list[tuple[str, str]]:
    """Return (state, amount) of every entry with an amount under a condition."""
    if register.sums is None:
        return []
    table = register.model
    held = col(_held(register, register.sums))
    query = select(col(table.status), held).where(where, held.is_not(None))
    return [(status, amount) for status, amount in await session.exec(query)]


def _held(register: AnyRegister, name: str) -> Any:  # noqa: ANN401  any table
    return getattr(register.model, register.column(name))


def _entries(register: AnyRegister, where: ColumnElement[bool]) -> Any:  # noqa: ANN401  any table
    table = register.model
    return select(table, Team).join(Team, col(Team.id) == col(table.team_id)).where(where)


async def _read(
    session: AsyncSession, register: AnyRegister, rows: Iterable[tuple[Any, Team]]
) -> list[AnyEntry]:
    """Return rows as entries, with what is theirs in other tables."""
    kept = [(register.model(**row.model_dump()), of_team(team)) for row, team in rows]
    places = [(row.team_id, row.number) for row, _ in kept]
    parts: dict[tuple[int, int], dict[str, object]] = {place: {} for place in places}
    for part in register.rows if places else ():
        held = await _of_each(session, part, places)
        for place, values in parts.items():
            values.update(part.read(held[place]))
    return [
        Entry(**team, number=row.number, register=register, row=row, parts=parts[place])
        for (row, team), place in zip(kept, places, strict=True)
    ]


async def _of_each(
    session: AsyncSession, part: Rows, places: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], list[Any]]:
    """Return the rows of another table that belong to each entry."""
    numbers: dict[int, list[int]] = defaultdict(list)
    for team_id, number in places:
        numbers[team_id].append(number)
    query = select(part.model).where(
        or_(*(_theirs(part, team_id, some) for team_id, some in numbers.items()))
    )
    order = [col(getattr(part.model, name)) for name in part.order]
    found: dict[tuple[int, int], list[Any]] = {place: [] for place in places}
    for row in await session.exec(query.order_by(*order)):
        found[row.team_id, int(getattr(row, part.entry))].append(row)
    return found


def _theirs(part: Rows, team_id: int, numbers: Sequence[int]) -> ColumnElement[bool]:
    named = col(getattr(part.model, part.entry)).in_([part.number(one) for one in numbers])
    held = [col(getattr(part.model, name)) == value for name, value in part.where.items()]
    return and_(col(part.model.team_id) == team_id, named, *held)


async def _put(
    session: AsyncSession, part: Rows, place: tuple[int, int], values: Mapping[str, Any]
) -> None:
    """Write exactly the rows that an entry's fields say."""
    if part.written is None:
        return
    team_id, number = place
    await session.exec(delete(part.model).where(_theirs(part, team_id, [number])))
    named = {"team_id": team_id, part.entry: part.number(number)}
    session.add_all(part.model(**named, **columns) for columns in part.written(values))
    await session.flush()


def _columns(register: AnyRegister, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is written into an entry's own row."""
    apart = {name for part in register.rows for name in part.fields}
    return {register.column(name): one for name, one in values.items() if name not in apart}
