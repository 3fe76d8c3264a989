"""A team's tickets in columns: for more of them than are worth an object each."""

from asyncio import to_thread
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Integer, Text, cast, func, literal, select
from sqlalchemy.types import Boolean
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.clocks import SECOND, Micros
from bot.metrics.figures import COLUMNS, in_columns
from bot.metrics.tickets import TicketFacts
from bot.models import Ticket
from bot.store.kept import MOST_ROWS, keep, kept, recall
from bot.store.tickets.tickets import FACTS, OPENED, TEAM_ID, opened_between, some

if TYPE_CHECKING:
    from bot.metrics.figures import Cohort, Columns

MANY = 4_000
"""From so many tickets on columns take less time than objects, their own preparation included."""
_MOST_KEPT = 1_000_000
"""As many are 140 MB."""
_COLUMNS = "columns"
_SLICE: Micros = 3 * 24 * 3600 * SECOND
"""The tickets of so long come back with one statement, so that others are heard between them."""


async def cohort_between(
    session: AsyncSession, team_id: int, start: Micros, end: Micros
) -> "Cohort":
    """Return a team's tickets opened from `start` up to but not including `end`, oldest first."""
    if await _are_many(session, team_id, start, end):
        return await columns_between(session, team_id, start, end)
    return await opened_between(session, team_id, start, end)


async def columns_between(
    session: AsyncSession, team_id: int, start: Micros, end: Micros
) -> "Columns":
    """Return the same in columns.

    Until the database changes those of a few are kept as rows are, of more only the last: whoever
    looks at a long period looks at it from several sides.
    """
    asked = (team_id, start, end)
    for key in ((_COLUMNS, *asked), _COLUMNS):
        found: tuple[object, Columns] | None = await recall(session, key)
        if found is not None and found[0] == asked:
            return found[1]
    made = await _read(session, *asked)
    if len(made) <= MOST_ROWS:
        await keep(session, (_COLUMNS, *asked), (asked, made))
    elif len(made) <= _MOST_KEPT:
        await keep(session, _COLUMNS, (asked, made))
    return made


async def _read(session: AsyncSession, team_id: int, start: Micros, end: Micros) -> "Columns":
    """Read columns and decode them off the event loop.

    The database makes one text of each column: a driver that makes an object of every value takes
    five times as long, and nobody else is heard meanwhile.
    """
    connection = await session.connection()
    together = func.json_group_array if connection.dialect.name == "sqlite" else func.json_agg
    parts = []
    for since, until in pairwise([*range(start, end, _SLICE), end]):
        within = (col(Ticket.team_id) == TEAM_ID, since <= OPENED, until > OPENED)
        rows = select(*(_plain(FACTS[name]).label(name) for name in COLUMNS)).where(*within)
        ordered = rows.order_by(OPENED).subquery()
        query = select(*(cast(together(ordered.c[name]), Text) for name in COLUMNS))
        found = (await connection.execute(query, {"team_id": team_id})).one()
        if found[0] is not None:
            parts.append(await to_thread(in_columns, found))
    none = await to_thread(in_columns)
    return await to_thread(none.followed_by, parts)


async def opened_at_instants(
    session: AsyncSession, team_id: int, instants: Sequence[Micros]
) -> list[TicketFacts]:
    """Return a team's tickets opened at exactly these instants, oldest first."""
    return await some(session, team_id, OPENED.in_(instants))


@kept
async def _are_many(session: AsyncSession, team_id: int, start: Micros, end: Micros) -> bool:
    connection = await session.connection()
    within = (col(Ticket.team_id) == literal(team_id), start <= OPENED, end > OPENED)
    some = select(literal(1)).select_from(Ticket).where(*within).limit(MANY).subquery()
    counted = await connection.execute(select(func.count()).select_from(some))
    return counted.scalar_one() == MANY


def _plain(column: ColumnElement[object]) -> ColumnElement[object]:
    return cast(column, Integer) if isinstance(column.type, Boolean) else column
