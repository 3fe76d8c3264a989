"""A team's tickets in columns: for more of them than are worth an object each."""

from asyncio import to_thread
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.types import Boolean
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import kept_beside
from bot.metrics.clocks import SECOND, Micros
from bot.metrics.figures import COLUMNS, Where, in_columns
from bot.metrics.tickets import Event, TicketFacts
from bot.models import Ticket
from bot.store.kept import MOST_ROWS, keep, kept_of_team, recall
from bot.store.tickets.tickets import FACTS, OPENED, TEAM_ID, given, having, opened_between, some

if TYPE_CHECKING:
    from bot.metrics.figures import Cohort, Columns

MANY = 4_000
"""From so many tickets on columns take less time than objects, their own preparation included."""
_MOST_KEPT = 1_000_000
"""As many are 140 MB."""
_COLUMNS = "columns"
_BY: Mapping[Event, str] = {"opening": "opened_at", "solving": "solved_at"}
_Asked = tuple[int, tuple[Micros, Micros], Event, Where]
_SLICE: Micros = 3 * 24 * 3600 * SECOND
"""The tickets of so long come back with one statement, so that others are heard between them."""


async def cohort_between(
    session: AsyncSession, team_id: int, start: Micros, end: Micros, where: Where = ()
) -> "Cohort":
    """Return a team's tickets opened from `start` up to but not including `end`, oldest first."""
    found = await many_between(session, team_id, (start, end), where=where)
    if found is not None:
        return found
    return await opened_between(session, team_id, start, end, *given(where))


async def many_between(
    session: AsyncSession,
    team_id: int,
    span: tuple[Micros, Micros],
    event: Event = "opening",
    where: Where = (),
) -> "Columns | None":
    """Return a team's tickets opened or last solved in a span in columns, in order; None of few.

    Until the team's tickets change those of a few days are kept as rows are, of more only the
    last: whoever looks at a long period looks at it from several sides.
    """
    if not await are_many(session, team_id, span, event, *given(where)):
        return None
    return await _held(session, (team_id, span, event, where))


async def in_columns_between(
    session: AsyncSession, team_id: int, span: tuple[Micros, Micros]
) -> "Columns":
    """Return a team's tickets opened in a span in columns, however few, to be looked at once."""
    return await _read(session, (team_id, span, "opening", ()))


async def _held(session: AsyncSession, asked: _Asked) -> "Columns":
    team_id = asked[0]
    found: Columns | None = await recall(session, (_COLUMNS, *asked), team_id)
    state = (await kept_beside(session)).of_team(team_id)
    last = await recall(session, _COLUMNS)
    if found is None and last is not None and last[0] == asked and last[1] is state:
        found = last[2]
    if found is None:
        found = await _read(session, asked)
        if len(found) <= MOST_ROWS:
            await keep(session, (_COLUMNS, *asked), found, team_id)
        elif len(found) <= _MOST_KEPT:
            await keep(session, _COLUMNS, (asked, state, found))
    return found


async def _read(session: AsyncSession, asked: _Asked) -> "Columns":
    """Read columns and decode them off the event loop.

    The database makes one text of each column: a driver that makes an object of every value takes
    five times as long, and nobody else is heard meanwhile.
    """
    team_id, span, event, where = asked
    connection = await session.connection()
    query = _query(connection.dialect.name, event, where)
    made = await to_thread(in_columns, by=_BY[event])
    parts = []
    for since, until in pairwise([*range(*span, _SLICE), span[1]]):
        wanted = {"team_id": team_id, "since": since, "until": until}
        found = (await connection.execute(query, wanted)).one()
        if found[0] is not None:
            parts.append(await to_thread(in_columns, found))
    return await to_thread(made.followed_by, parts)


@lru_cache(maxsize=32)
def _query(dialect: str, event: Event, where: Where) -> Select[*tuple[Any, ...]]:
    """Return what reads the tickets of a slice: building it takes longer than reading a few."""
    together = func.json_group_array if dialect == "sqlite" else func.json_agg
    rows = select(*(_plain(FACTS[name]).label(name) for name in COLUMNS))
    ordered = rows.where(*_within(event, where)).order_by(FACTS[_BY[event]]).subquery()
    return select(*(cast(together(ordered.c[name]), Text) for name in COLUMNS))


async def opened_at_instants(
    session: AsyncSession, team_id: int, instants: Sequence[Micros]
) -> list[TicketFacts]:
    """Return a team's tickets opened at exactly these instants, oldest first."""
    return await some(session, team_id, OPENED.in_(instants))


@kept_of_team
async def are_many(
    session: AsyncSession,
    team_id: int,
    span: tuple[Micros, Micros],
    event: Event = "opening",
    where: Where = (),
) -> bool:
    """Return whether columns are worth it for the tickets of a span."""
    connection = await session.connection()
    asked = {"team_id": team_id, "since": span[0], "until": span[1], "many": MANY}
    return (await connection.execute(_count(event, where), asked)).scalar_one() == MANY


@lru_cache(maxsize=32)
def _count(event: Event, where: Where) -> Select[int]:
    some = select(literal(1)).select_from(Ticket).where(*_within(event, where))
    return select(func.count()).select_from(some.limit(bindparam("many", Integer)).subquery())


def _within(event: Event, where: Where) -> list[ColumnElement[bool]]:
    at = FACTS[_BY[event]]
    span = at >= bindparam("since"), at < bindparam("until")
    return [col(Ticket.team_id) == TEAM_ID, *span, *having(where)]


def _plain(column: ColumnElement[object]) -> ColumnElement[object]:
    return cast(column, Integer) if isinstance(column.type, Boolean) else column
