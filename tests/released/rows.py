"""The rows of a database, read and written as any database takes them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, MetaData, Table, Time

Rows = dict[str, list[dict[str, Any]]]
_MIGRATIONS = "alembic_version"


def tables(connection: Connection) -> list[Table]:
    """Return every table as it is in the database, those that others refer to first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != _MIGRATIONS]


def read(connection: Connection, wanted: Iterable[Table]) -> Rows:
    """Return every row by table, in an order of their own."""
    found = {}
    for table in wanted:
        rows = [dict(row) for row in connection.execute(table.select()).mappings()]
        found[table.name] = sorted(rows, key=repr)
    return found


OF_DRAWING = {"wanted", "drawn", "busy_until", "not_before"}
"""Columns of cards that tell how far their messages are drawn, not what they show."""


def written(connection: Connection, wanted: Iterable[Table]) -> dict[str, list[str]]:
    """Return the rows of each table as text, to see which tables differ from before.

    As the driver has them, which takes a third of the time that SQLAlchemy's types take; as tuples,
    because a row of SQLAlchemy's shortens what is long in it. PostgreSQL says a digest of them.
    """
    if connection.dialect.name == "postgresql":
        text = "md5(coalesce(string_agg(one::text, chr(10) ORDER BY one::text), ''))"
        named = ", ".join(f"(SELECT {text} FROM ({_read(table)}) AS one)" for table in wanted)  # noqa: S608
        digests = connection.exec_driver_sql(f"SELECT {named}").one()
        return {table.name: [one] for table, one in zip(wanted, digests, strict=True)}
    return {
        table.name: sorted(repr(tuple(row)) for row in connection.exec_driver_sql(_read(table)))
        for table in wanted
    }


def _read(table: Table) -> str:
    """Return what reads a table, but for what is only remembered of how its messages are drawn."""
    left_out = OF_DRAWING if table.name == "cards" else set()
    names = ", ".join(f'"{one.name}"' for one in table.columns if one.name not in left_out)
    return f'SELECT {names} FROM "{table.name}"'  # noqa: S608


def write(connection: Connection, wanted: Iterable[Table], rows: Rows) -> None:
    """Make these the rows of tables, whatever was in them; what refers to what is seen at the end.

    Leaves out columns that a row does not name.
    """
    _see_references_at_the_end(connection)
    for table in wanted:
        connection.execute(table.delete())
        if rows.get(table.name):
            connection.execute(table.insert(), rows[table.name])


def put_back(connection: Connection, wanted: Iterable[Table], rows: Rows) -> None:
    """Make these the rows of tables again by what differs, which is little."""
    _see_references_at_the_end(connection)
    for table in wanted:
        now = read(connection, [table])[table.name]
        keys = [column.name for column in table.primary_key]
        for row in now:
            if row not in rows[table.name]:
                connection.execute(table.delete().filter_by(**{name: row[name] for name in keys}))
        if lost := [row for row in rows[table.name] if row not in now]:
            connection.execute(table.insert(), lost)


def plain(rows: Rows) -> Rows:
    """Return rows as JSON has them: no empty columns, dates and times as ISO 8601."""
    return {
        name: [
            {key: _plain(value) for key, value in row.items() if value is not None} for row in found
        ]
        for name, found in rows.items()
        if found
    }


def typed(plain_rows: Mapping[str, list[dict[str, Any]]], wanted: Iterable[Table]) -> Rows:
    """Return rows of JSON as the columns of the tables take them."""
    made = {}
    for table in wanted:
        rows = plain_rows.get(table.name, [])
        names = {key for row in rows for key in row}
        made[table.name] = [
            {name: _typed(table.columns[name], row.get(name)) for name in names} for row in rows
        ]
    return made


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def _typed(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    for kind, read_as in ((Date, date.fromisoformat), (Time, time.fromisoformat), (Boolean, bool)):
        if isinstance(column.type, kind):
            return read_as(value)
    return value


def _see_references_at_the_end(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    else:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
