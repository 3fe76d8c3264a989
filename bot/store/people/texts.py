"""Texts that people wrote or the bot kept of them, and how a name is taken out of them."""

from collections.abc import Mapping
from json import dumps
from typing import NamedTuple

from sqlalchemy import or_, select, update
from sqlmodel import SQLModel, col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.problems import WHYS
from bot.metrics.removal import Removal, like
from bot.models import (
    Action,
    Complaint,
    Decision,
    History,
    Import,
    Plan,
    PlanItem,
    PlanMember,
    PlanTemplate,
    Problem,
    ProblemReport,
    ProblemWhy,
    ReviewCase,
    ReviewNote,
)
from bot.registers import REGISTERS
from bot.store.history import NO_TEAM

_ROWS = 500
TEXTS: Mapping[type[SQLModel], tuple[str, ...]] = {
    Action: (
        "measure",
        "department",
        "resources",
        "verification",
        "progress",
        "result",
        "drop_why",
        "settled_why",
    ),
    Problem: ("seen", "root_cause", "direction", "verification", "closed_why"),
    ProblemWhy: ("why",),
    Complaint: ("set_aside_why",),
    Decision: ("decision",),
    ReviewCase: ("learned",),
    ReviewNote: ("said",),
    Plan: ("closed_why",),
    PlanMember: ("duty",),
    PlanItem: ("title", "standard", "remark", "evidence", "file_name"),
    Import: ("file_name",),
    History: ("why",),
    **{
        one.model: tuple(one.column(name) for name, kind in one.fields.items() if kind.personal)
        for one in REGISTERS.values()
    },
}
"""The columns of each table that hold a text in somebody's words."""

JSON: Mapping[type[SQLModel], tuple[str, ...]] = {
    ProblemReport: ("content",),
    PlanTemplate: ("items",),
    History: ("before", "after"),
}
"""The columns that hold such texts under their names in JSON."""

_FIELDS = frozenset({*WHYS, "whys", "file", *(name for names in TEXTS.values() for name in names)})


class _Row(NamedTuple):
    key: Mapping[str, object]
    left: Mapping[str, str]


async def remove(
    session: AsyncSession, name: str, placeholders: Mapping[int, str]
) -> dict[str, int]:
    """Take a name out of every text; return how many texts were changed, by table.

    `placeholders` is what stands in its place, by team.
    """
    removals = {team_id: Removal(name, one) for team_id, one in placeholders.items()}
    changed: dict[str, int] = {}
    for table in {**TEXTS, **JSON}:
        rows = await _rows(session, table, name, removals)
        await _write(session, table, rows)
        if rows:
            changed[str(table.__tablename__)] = sum(len(row.left) for row in rows)
    return changed


async def _rows(
    session: AsyncSession, table: type[SQLModel], name: str, removals: Mapping[int, Removal]
) -> list[_Row]:
    """Return the rows in which the name stands, with those of their columns that change."""
    keys = [column.name for column in table.__table__.primary_key]  # type: ignore[attr-defined]
    texts, json = TEXTS.get(table, ()), JSON.get(table, ())
    columns = [col(getattr(table, one)) for one in (*texts, *json)]
    query = select(*(getattr(table, one) for one in keys), *columns)
    patterns = {like(name), like(dumps(name)[1:-1])} if json else {like(name)}
    query = query.where(
        or_(*(column.ilike(one, escape="/") for column in columns for one in patterns))
    )
    connection = await session.connection()
    found = []
    async with connection.stream(query, execution_options={"yield_per": _ROWS}) as rows:
        async for row in rows.mappings():
            removal = removals.get(row["team_id"], removals[NO_TEAM])
            left = {one: removal.of(row[one]) for one in texts if row[one]}
            left |= {one: removal.of_json(row[one], _FIELDS) for one in json if row[one]}
            differing = {one: text for one, text in left.items() if text != row[one]}
            if differing:
                found.append(_Row({one: row[one] for one in keys}, differing))
    return found


async def _write(session: AsyncSession, table: type[SQLModel], rows: list[_Row]) -> None:
    connection = await session.connection()
    for row in rows:
        where = [getattr(table, one) == value for one, value in row.key.items()]
        await connection.execute(update(table).where(*where).values(**row.left))
