"""What an import is asked, and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.metrics.imports import Outcome
from bot.metrics.tickets import Foretold
from bot.sources.cells import IdKind
from bot.sources.columns import ColumnMap
from bot.sources.tickets import LATEST
from bot.sources.values.date_order import Order

Phase = Literal["examine", "read", "apply"]
Progress = Callable[[Phase, int, int], None]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read a file where its header, what is remembered and the team do not say enough.

    `columns` maps a field to a column, to columns joined by `+`, or to "" for none. `forget` drops
    what is remembered of files with this header. `zone` is the IANA zone of times without an
    offset. `pause` seconds pass between two transactions.
    `id_from` are columns joined by `+` that make an id together, or `row`. Of several rows of
    one id the last counts with `latest_per` "id", else that with the latest value in the column.
    `sheet` is a name or a number from 1 on, `header_row` the line of the column names.
    `batch_rows` tickets make a transaction, or as many as are written in 40 ms.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    forget: bool = False
    date_order: Order | None = None
    zone: str | None = None
    source: str = "file"
    strict: bool = False
    pause: float = 0.0
    batch_rows: int | None = None
    id_from: str | None = None
    latest_per: str | None = None
    sheet: str | None = None
    header_row: int | None = None


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """A file for a team; `who` is kept with the import.

    What the helpdesk with the number `feed` brought is no file of a person's: it is taken in
    whatever came before, nothing is remembered of how it was read, and the history is not told.
    `heard` is up to when what it has came in before.
    """

    team_id: int
    team_zone: str
    path: Path
    who: str
    options: ImportOptions = ImportOptions()
    feed: int | None = None
    heard: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read: which columns, in which order dates stand, in which zone times are.

    `ids` says whether an id is told, made of parts, or of the whole row. With `latest_per` rows of
    one id may have been opened at different times. `place` is the sheet of several that was read,
    and the line of the header where something stands above it. Replies that are one of
    `not_replies` do not count.
    """

    mapping: ColumnMap
    date_order: Order | None
    zone: str
    source: str
    ids: IdKind = "told"
    latest_per: str | None = None
    place: str = ""
    not_replies: tuple[str, ...] = ()

    @property
    def sources(self) -> ColumnMap:
        """Return the mapping, with the column that tells the latest row when there is one."""
        if self.latest_per in {None, "id"}:
            return self.mapping
        return {**self.mapping, LATEST: (str(self.latest_per),)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult(Outcome):
    """What an import did or would do, and how it read the file."""

    reading: Reading


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen, the header, and the first tickets as understood.

    `tickets` are dicts by stored column, with `row` and aware UTC datetimes; `foretold` is what
    would change of what verdicts follow from.
    """

    result: ImportResult
    header: tuple[str, ...]
    tickets: tuple[Mapping[str, object], ...]
    foretold: tuple[Foretold, ...] = ()
