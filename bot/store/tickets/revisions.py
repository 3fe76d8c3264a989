"""What was known of tickets before later files said something else; only ever added to."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, Connection, Table, select, type_coerce

from bot.metrics.clocks import from_micros
from bot.metrics.tickets import JUDGED_FIELDS, TELLING_FIELDS, TOLD_FIELDS, Foretold, TicketKey
from bot.models import Instant, Ticket, TicketRevision

if TYPE_CHECKING:
    import polars as pl

_TICKETS: Table = Ticket.__table__  # type: ignore[attr-defined]
_REVISIONS: Table = TicketRevision.__table__  # type: ignore[attr-defined]

_OF_PEOPLE = ("agent", "responder", "resolver", "customer")
FIELDS = (*TOLD_FIELDS, *_OF_PEOPLE, "waits_from", "ended_at", "ended_as")
"""What files tell of a ticket, with what follows from it and verdicts need."""
_ALWAYS_KNOWN = ("excluded",)
"""Where nothing is an answer too: the ticket counted."""


class Batch(NamedTuple):
    """Tickets of one file, each id once, with every column that is written; `told` may change."""

    team_id: int
    source: str
    tickets: "pl.DataFrame"
    told: Sequence[str]


def has_tickets(connection: Connection, team_id: int, source: str) -> bool:
    """Return whether any ticket of a source is known, so that a file may change one."""
    columns = _TICKETS.c
    query = select(columns.external_id).where(columns.team_id == team_id, columns.source == source)
    return connection.execute(query.limit(1)).first() is not None


def record(connection: Connection, batch: Batch, at: datetime) -> None:
    """Keep what is known of tickets and is about to be written over, before it is.

    What was not known before is no revision. The tickets stay locked until the transaction ends.
    """
    names = [name for name in FIELDS if name in batch.told]
    stored = _stored(connection, batch, names)
    if stored.is_empty():
        return
    key: dict[str, object] = {"team_id": batch.team_id, "source": batch.source, "at": at}
    rows = [{**key, **row} for row in _changed(stored, batch.tickets, names)]
    if rows:
        connection.execute(_REVISIONS.insert(), rows)


def foretell(connection: Connection, batch: Batch) -> list[Foretold]:
    """Return what would change of what verdicts follow from, before it is written.

    That is of tickets of which something was known otherwise, with what would be filled in.
    """
    names = [name for name in FIELDS if name in batch.told and name in JUDGED_FIELDS]
    stored = _stored(connection, batch, names)
    if stored.is_empty():
        return []
    rows = list(_changed(stored, batch.tickets, names, also_filled=True))
    known = {row["external_id"] for row in rows if row["before"] is not None}
    found = [
        Foretold(_key(batch, row["external_id"]), row["field"], row["before"], row["after"])
        for row in rows
        if row["external_id"] in known
    ]
    for field in (name for name in TELLING_FIELDS if name in batch.told):
        found += [Foretold(_key(batch, name), field, None, "yes") for name in sorted(known)]
    return found


def _key(batch: Batch, external_id: str) -> TicketKey:
    return TicketKey(batch.source, external_id)


def _stored(connection: Connection, batch: Batch, names: Sequence[str]) -> "pl.DataFrame":
    import polars as pl

    columns = _TICKETS.c
    known = [
        type_coerce(columns[name], BigInteger) if _is_instant(name) else columns[name]
        for name in names
    ]
    query = (
        select(columns.external_id, *known)
        .where(columns.team_id == batch.team_id, columns.source == batch.source)
        .where(columns.external_id.in_(batch.tickets["external_id"].to_list()))
        .order_by(columns.external_id)
        .with_for_update()
    )
    rows = [tuple(row) for row in connection.execute(query)]
    schema = {"external_id": pl.String(), **{name: _type(name) for name in names}}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _changed(
    stored: "pl.DataFrame",
    tickets: "pl.DataFrame",
    names: Sequence[str],
    *,
    also_filled: bool = False,
) -> Iterator[Mapping[str, Any]]:
    """Yield what is known and told otherwise, field by field."""
    import polars as pl

    told = tickets.select(
        "external_id",
        "import_number",
        "import_row",
        *(_known(name, pl.col(name).cast(_type(name))).alias(_told(name)) for name in names),
    )
    known = stored.select("external_id", *(_known(name, pl.col(name)) for name in names))
    differs = {name: pl.col(name).ne_missing(pl.col(_told(name))) for name in names}
    if not also_filled:
        differs = {name: other & pl.col(name).is_not_null() for name, other in differs.items()}
    # Most rows are what they were: those are looked at once, not once for each field.
    both = known.join(told, on="external_id").filter(pl.any_horizontal(False, *differs.values()))
    for name in names if both.height else ():
        found = both.filter(differs[name]).select(
            "external_id", "import_number", "import_row", name, _told(name)
        )
        for external_id, number, row, before, after in found.iter_rows():
            yield {
                "external_id": external_id,
                "import_number": number,
                "field": name,
                "row": row,
                "before": None if before is None else _text(name, before),
                "after": None if after is None else _text(name, after),
            }


def _told(name: str) -> str:
    return f"{name} told"


def _known(name: str, values: "pl.Expr") -> "pl.Expr":
    return values.fill_null("") if name in _ALWAYS_KNOWN else values


def _is_instant(name: str) -> bool:
    return isinstance(_TICKETS.c[name].type, Instant)


def _type(name: str) -> "pl.DataType":
    import polars as pl

    if _is_instant(name) or name == "replies":
        return pl.Int64()
    return pl.Float64() if name == "csat" else pl.String()


def _text(name: str, value: object) -> str:
    if _is_instant(name) and isinstance(value, int):
        return from_micros(value).isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)
