"""Many tickets at once: inserted, or updated where something they tell has changed."""

import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Table,
    or_,
    select,
    text,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from bot.db import opened_in
from bot.models import Ticket

if TYPE_CHECKING:
    import polars as pl

_TICKETS: Table = Ticket.__table__  # type: ignore[attr-defined]
_KEY = ("team_id", "source", "external_id")
_ORIGIN = ("import_number", "import_row")
_NEVER_NULL = ("reopened", "response_told", "resolution_told")
_SHARED = ("team_id", "source", "import_number")
_HOUR = 3_600_000_000
_TOGETHER = 64
# The index of a million ids does not fit into SQLite's own 2 MB.
_CACHE_KIB = 65_536


@dataclass(frozen=True, slots=True)
class Written:
    """How many tickets are new, how many existing ones changed, and which `hours` that concerns.

    Those are hours since 1970 within which the tickets given were opened; of one that was opened
    at another time as far as was known, the hour of that, too.
    """

    created: int = 0
    updated: int = 0
    hours: frozenset[int] = frozenset()

    def __add__(self, other: "Written") -> "Written":
        """Return both together."""
        return Written(
            self.created + other.created, self.updated + other.updated, self.hours | other.hours
        )


class TicketWriter(Protocol):
    """Writes tickets of one team, source and import; columns beside the key are those told."""

    def write(self, tickets: "pl.DataFrame", *, always: bool = False) -> Written:
        """Upsert tickets, in the caller's transaction, and return what that changed.

        `tickets` has every column of the table that is written, each id once. An existing ticket
        whose told columns are equal stays untouched, unless `always`.
        """
        ...


def ticket_writer(
    connection: Connection, told: Sequence[str], usual: Collection[str] = (), *, fresh: bool = False
) -> TicketWriter:
    """Return the writer for the connection's database; `told` are the columns that may change.

    Those of `usual` have, here and in every ticket of the source, what the table puts there itself.
    With `fresh` the source had no tickets just now.
    """
    names = [name for name in _columns(told) if name not in usual]
    changing = [name for name in told if name not in usual]
    if connection.dialect.name == "sqlite":
        return _SqliteWriter(connection, changing, names)
    return _PostgresqlWriter(connection, changing, names, fresh=fresh)


def _columns(told: Sequence[str]) -> list[str]:
    """Return the columns of a new ticket: what is told, and what must not be null."""
    return list(dict.fromkeys([*_KEY, *told, *_NEVER_NULL, *_ORIGIN]))


def all_usual(connection: Connection, team_id: int, source: str) -> bool:
    """Return whether every ticket of a source is told of in full, none over by its status."""
    columns = _TICKETS.c
    unusual = or_(
        columns.ended_at.is_not(None),
        columns.response_told.is_(False),
        columns.resolution_told.is_(False),
    )
    query = select(columns.external_id).where(columns.team_id == team_id, columns.source == source)
    return connection.execute(query.where(unusual).limit(1)).first() is None


def _hours(tickets: "pl.DataFrame", moved: Iterable[int] = ()) -> frozenset[int]:
    """Return the hours of the tickets, and of the instants that some were moved from."""
    return frozenset((tickets["opened_at"] // _HOUR).unique()) | {at // _HOUR for at in moved}


def _differs(
    told: Sequence[str], incoming: ReadOnlyColumnCollection[str, ColumnElement[object]]
) -> ColumnElement[bool]:
    return or_(*(_TICKETS.c[name].is_distinct_from(incoming[name]) for name in told))


@lru_cache(maxsize=64)
def _upsert(told: tuple[str, ...], names: tuple[str, ...], rows: int, *, always: bool) -> str:
    """Return the upsert of so many rows for SQLite; what all of them share comes first, once."""
    own = [name for name in names if name not in _SHARED]
    usual = [name for name in _NEVER_NULL if name not in names]
    shared = [f"?{place}" for place in range(1, len(_SHARED) + 1)]
    places = [f"?{place}" for place in range(len(_SHARED) + 1, len(_SHARED) + 1 + rows * len(own))]
    values = (
        ", ".join([*shared, *places[start : start + len(own)], *("1" for _ in usual)])
        for start in range(0, len(places), len(own))
    )
    put = ", ".join(f"{name} = excluded.{name}" for name in (*told, *_ORIGIN))
    differs = " OR ".join(f"tickets.{name} IS NOT excluded.{name}" for name in told)
    return (
        f"INSERT INTO tickets ({', '.join([*_SHARED, *own, *usual])}) "  # noqa: S608  our own names
        f"VALUES {', '.join(f'({row})' for row in values)} "
        f"ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {put}"
        + ("" if always else f" WHERE {differs}")
    )


_NOTE_MOVED = (
    "CREATE TEMP TABLE IF NOT EXISTS moved (opened_at INTEGER NOT NULL)",
    """
    CREATE TEMP TRIGGER IF NOT EXISTS note_moved AFTER UPDATE OF opened_at ON main.tickets
    WHEN old.opened_at <> new.opened_at
    BEGIN INSERT INTO moved VALUES (old.opened_at); END
    """,
)


class _SqliteWriter:
    """Prepared upserts of 64 rows each, and of one for the rest, run by the driver.

    The highest rowid rises by one for each insert and for nothing else, so it counts the new
    tickets without looking any of them up. What was opened at another time, a trigger notes.
    """

    def __init__(self, connection: Connection, told: Sequence[str], names: Sequence[str]) -> None:
        self._connection = connection
        self._own = [name for name in names if name not in _SHARED]
        self._statements = {
            (rows, always): _upsert(tuple(told), tuple(names), rows, always=always)
            for rows in (_TOGETHER, 1)
            for always in (False, True)
        }
        with connection.begin():
            opened_in(connection, ())
            connection.exec_driver_sql(f"PRAGMA cache_size=-{_CACHE_KIB}")
            for statement in _NOTE_MOVED:
                connection.exec_driver_sql(statement)

    def write(self, tickets: "pl.DataFrame", *, always: bool = False) -> Written:
        if tickets.is_empty():
            return Written()
        before = self._highest()
        shared = tickets.select(_SHARED).row(0)
        values = self._in_rows(tickets)
        even = (tickets.height - tickets.height % _TOGETHER) * len(self._own)
        changed = self._run(_TOGETHER, shared, values[:even], always=always)
        changed += self._run(1, shared, values[even:], always=always)
        created = self._highest() - before
        return Written(created, changed - created, _hours(tickets, self._moved()))

    def _in_rows(self, tickets: "pl.DataFrame") -> list[object]:
        """Return all values that rows do not share, row after row."""
        width = len(self._own)
        values: list[object] = [None] * (tickets.height * width)
        for place, name in enumerate(self._own):
            values[place::width] = tickets[name].to_list()
        return values

    def _run(
        self, together: int, shared: tuple[object, ...], values: list[object], *, always: bool
    ) -> int:
        size = together * len(self._own)
        rows = [(*shared, *values[start : start + size]) for start in range(0, len(values), size)]
        statement = self._statements[together, always]
        return self._connection.exec_driver_sql(statement, rows).rowcount if rows else 0

    def _moved(self) -> list[int]:
        """Return from when tickets were moved since this was asked last."""
        moved = self._connection.exec_driver_sql("SELECT opened_at FROM temp.moved").scalars().all()
        if moved:
            self._connection.exec_driver_sql("DELETE FROM temp.moved")
        return list(moved)

    def _highest(self) -> int:
        found = self._connection.exec_driver_sql("SELECT max(rowid) FROM tickets")
        return int(found.scalar() or 0)


class _PostgresqlWriter:
    """COPY straight into the table while its source has no tickets, else by way of another.

    That is a temporary table and one upsert from there; it empties itself with each transaction, in
    which `always` comes last. Tickets that another import has written meanwhile end the short way.
    The order of the ids keeps two imports of the same tickets from waiting for each other for ever.
    """

    def __init__(
        self, connection: Connection, told: Sequence[str], names: Sequence[str], *, fresh: bool
    ) -> None:
        self._connection = connection
        self._names = names
        self._fresh = fresh
        self._incoming = Table(
            "incoming_tickets",
            MetaData(),
            *(Column(name, _TICKETS.c[name].type) for name in self._names),
            prefixes=["TEMPORARY"],
            postgresql_on_commit="DELETE ROWS",
        )
        with connection.begin():
            opened_in(connection, ())
            connection.execute(text("DROP TABLE IF EXISTS pg_temp.incoming_tickets"))
            self._incoming.create(connection)
        self._told = told

    def write(self, tickets: "pl.DataFrame", *, always: bool = False) -> Written:
        if tickets.is_empty():
            return Written()
        tickets = tickets.select(self._names).sort("external_id")
        if self._fresh and self._copied(tickets):
            return Written(tickets.height, hours=_hours(tickets))
        if always:
            self._connection.execute(self._incoming.delete())
        self._copy(tickets, self._incoming)
        created = self._count(self._insert().on_conflict_do_nothing())
        moved = self._locked_moved()
        updated = self._count(self._update(always=always))
        return Written(created, updated, _hours(tickets, moved))

    def _copied(self, tickets: "pl.DataFrame") -> bool:
        """Return whether all tickets were new, and so are there now; else nothing has changed."""
        from psycopg.errors import UniqueViolation

        try:
            with self._connection.begin_nested():
                self._copy(tickets, _TICKETS)
        except UniqueViolation:
            self._fresh = False
        return self._fresh

    def _copy(self, tickets: "pl.DataFrame", table: Table) -> None:
        from psycopg import sql

        buffer = io.BytesIO()
        tickets.write_csv(buffer, include_header=False)
        statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
            sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, self._names))
        )
        driver = self._connection.connection.driver_connection
        if driver is None:
            raise RuntimeError("the connection is closed")
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(buffer.getbuffer())

    def _locked_moved(self) -> list[int]:
        """Return from when tickets are moved, once all are locked that are there."""
        known, incoming = _TICKETS.c, self._incoming.c
        is_moved = known.opened_at != incoming.opened_at
        locked = (
            select(type_coerce(known.opened_at, BigInteger).label("at"), is_moved.label("is_moved"))
            .where(*(known[name] == incoming[name] for name in _KEY))
            .order_by(incoming.external_id.collate("C"))
            .with_for_update(of=_TICKETS)
            .cte("locked")
        )
        moved = select(locked.c.at).distinct().where(locked.c.is_moved)
        return list(self._connection.execute(moved).scalars())

    def _count(self, statement: Insert) -> int:
        options = {"preserve_rowcount": True}
        return self._connection.execute(statement, execution_options=options).rowcount

    def _insert(self) -> Insert:
        rows = select(*(self._incoming.c[name] for name in self._names))
        return postgresql_insert(_TICKETS).from_select(
            self._names, rows.order_by(self._incoming.c.external_id.collate("C"))
        )

    def _update(self, *, always: bool) -> Insert:
        """Return what updates tickets that differ, `always` in where they came from at least."""
        statement = self._insert()
        compared = (*self._told, *_ORIGIN) if always else self._told
        return statement.on_conflict_do_update(
            index_elements=list(_KEY),
            set_={name: statement.excluded[name] for name in (*self._told, *_ORIGIN)},
            where=_differs(compared, statement.excluded),
        )
