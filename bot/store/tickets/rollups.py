"""What a team's whole days come to, kept beside their tickets until one of those changes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import NOT_COUNTED, Database
from bot.metrics.clocks import Micros
from bot.metrics.figures import Day, Groups, Reach, unpacked
from bot.models import DatabaseState, Rollup, Team, TeamState

_FIRST = date(1970, 1, 1)


class Kept(NamedTuple):
    """A day that is kept by some breakdowns: what names its sums, and when they are right."""

    numbers: Mapping[str, int]
    reach: Reach


class Version(NamedTuple):
    """The state of a team's tickets that sums were made of."""

    shared: int
    tickets: int | None


class Made(NamedTuple):
    """A day's sums by one breakdown, still to be kept."""

    on: date
    span: tuple[Micros, Micros]
    breakdown: str
    reach: Reach
    groups: Groups
    body: bytes
    number: int


async def version(session: AsyncSession, team_id: int) -> tuple[Version, bool]:
    """Return the state of a team's tickets, and whether all who changed them let rollups go.

    A program from before there were any does not.
    """
    states = select(
        col(DatabaseState.shared),
        col(DatabaseState.rolled),
        col(TeamState.tickets),
        col(TeamState.rolled),
    ).outerjoin(TeamState, col(TeamState.team_id) == team_id)
    connection = await session.connection()
    shared, rolled, tickets, tickets_rolled = (await connection.execute(states)).one()
    return Version(shared, tickets), shared == rolled and tickets == tickets_rolled


async def kept_days(
    session: AsyncSession, team_id: int, rules: str, span: tuple[date, date]
) -> dict[date, Kept]:
    """Return the days from one local date to another that are kept, none where not all may be."""
    _, is_told = await version(session, team_id)
    if not is_told:
        return {}
    query = select(
        col(Rollup.day),
        col(Rollup.breakdown),
        col(Rollup.number),
        col(Rollup.last),
        col(Rollup.told),
    ).where(*_within(team_id, rules, span))
    connection = await session.connection()
    found: dict[date, Kept] = {}
    for day, breakdown, number, last, told in (await connection.execute(query)).all():
        kept = found.setdefault(_date(day), Kept({}, Reach(last, told)))
        found[_date(day)] = Kept({**kept.numbers, breakdown: number}, kept.reach)
    return found


async def days(
    session: AsyncSession, team_id: int, rules: str, breakdown: str, wanted: Sequence[date]
) -> list[Day]:
    """Return some days' sums by a breakdown, in order."""
    query = select(col(Rollup.day), col(Rollup.number), col(Rollup.body)).where(
        *_within(team_id, rules, (min(wanted), max(wanted))),
        col(Rollup.breakdown) == breakdown,
        col(Rollup.day).in_([_number(day) for day in wanted]),
    )
    connection = await session.connection()
    rows = (await connection.execute(query.order_by(col(Rollup.day)))).all()
    return [Day(_date(day), number, unpacked(body)) for day, number, body in rows]


async def keep(
    database: Database, team_id: int, rules: str, of: Version, made: Iterable[Made]
) -> bool:
    """Keep days' sums, unless the team's tickets have changed meanwhile; return whether they are.

    In place of those by other rules of the same clock.
    """
    async with database.write() as session:
        connection = await session.connection(execution_options=NOT_COUNTED)
        await _lock(session, team_id)
        present, is_told = await version(session, team_id)
        if present != of:
            return False
        if not is_told:
            await _begin(session, team_id)
        rows = [
            {
                "team_id": team_id,
                "day": _number(one.on),
                "breakdown": one.breakdown,
                "rules": rules,
                "first_instant": one.span[0],
                "next_instant": one.span[1],
                "number": one.number,
                **one.reach._asdict(),
                "body": one.body,
            }
            for one in made
        ]
        clock = rules.partition(":")[0]
        for breakdown in {one["breakdown"] for one in rows}:
            numbers = [one["day"] for one in rows if one["breakdown"] == breakdown]
            await connection.execute(
                delete(Rollup).where(
                    col(Rollup.team_id) == team_id,
                    col(Rollup.day).in_(numbers),
                    col(Rollup.breakdown) == breakdown,
                    col(Rollup.rules).startswith(f"{clock}:", autoescape=True),
                )
            )
        if rows:
            await connection.execute(insert(Rollup), rows)
    return True


async def forget(session: AsyncSession, team_id: int | None = None) -> int:
    """Delete the rollups of a team, or of all; return how many there were."""
    of_team = () if team_id is None else (col(Rollup.team_id) == team_id,)
    connection = await session.connection()
    return (await connection.execute(delete(Rollup).where(*of_team))).rowcount


async def _lock(session: AsyncSession, team_id: int) -> None:
    """Have whoever is about to let rollups go wait: first this row, then that, as they do.

    Before both comes the team's, which each row that is kept leads to: others may have locked it.
    """
    connection = await session.connection()
    if connection.dialect.name == "sqlite":
        return
    of_team = select(col(Team.id)).where(col(Team.id) == team_id)
    await connection.execute(of_team.with_for_update(read=True, key_share=True))
    await connection.execute(select(col(DatabaseState.id)).with_for_update())
    team = col(TeamState.team_id)
    await connection.execute(select(team).where(team == team_id).with_for_update())


async def _begin(session: AsyncSession, team_id: int) -> None:
    """Begin anew after somebody has written who does not know of rollups."""
    connection = await session.connection()
    await connection.execute(delete(Rollup))
    await connection.execute(update(DatabaseState).values(rolled=DatabaseState.shared))
    await connection.execute(update(TeamState).values(rolled=TeamState.tickets))


def _within(team_id: int, rules: str, span: tuple[date, date]) -> tuple[ColumnElement[bool], ...]:
    first, last = map(_number, span)
    return (
        col(Rollup.team_id) == team_id,
        col(Rollup.day).between(first, last),
        col(Rollup.rules) == rules,
    )


def _number(day: date) -> int:
    return (day - _FIRST).days


def _date(number: int) -> date:
    return _FIRST + timedelta(days=number)
