"""What a file of tickets holds and what taking it in does, as values to be shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

MEGABYTE = 1_000_000
MOST_BYTES = 100 * MEGABYTE
"""Of a file that is sent to the bot in Slack."""
MOST_BYTES_IN_A_FORM = 10 * MEGABYTE
"""Of a file that Slack takes in a form."""
MOST_COLUMNS = 99
"""As many columns can be offered to choose from."""
NO_COLUMN = "none"
"""What a form holds where a field is read from no column."""
WHOLE_ROW = -1
"""Stands for all cells of a row where places of columns stand."""

CHOSEN = (
    *("external_id", "opened_at", "first_response_at", "resolved_at", "status", "channel", "agent"),
    *("group", "priority", "tier", "category", "kind", "customer", "subject", "csat_score"),
)
"""The fields whose columns can be chosen in a form; all others are read as their names tell."""
JOINED = frozenset({"external_id", "opened_at", "first_response_at", "resolved_at"})
"""Those that two columns can make together, such as a date and a time."""
ELAPSED: Mapping[str, str] = {"first_response_at": "first_response", "resolved_at": "resolution"}
"""Moments that a length of time since the opening can tell, and what that is called."""
UNITS = ("seconds", "minutes", "hours")


def fields_of(name: str) -> tuple[str, ...]:
    """Return the fields that tell something: a moment, or a length of time in some unit."""
    length = ELAPSED.get(name)
    return (name, *(f"{length}_{unit}" for unit in UNITS), length) if length else (name,)


Untold = Literal["responses", "resolution"]
Columns = dict[str, tuple[int, ...]]
"""By field the places of its columns in the header, from 0 on; none for a field that is not read.

A field ends in a unit, such as `first_response_minutes`, where its column holds lengths of time.
"""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence of `bot/text` about something that was left out, with its parameters."""

    key: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A quarantined row: its line (the header is 1), column, value and reason code."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of how a file is to be read: columns, order of dates, zone, place."""

    columns: Columns = field(default_factory=dict)
    date_order: str | None = None
    zone: str | None = None
    sheet: str | None = None
    header_row: int | None = None


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The columns of a file, and how they would be read as far as that is known.

    `columns` has what the names tell, what is remembered and what was said; `zone` is that of times
    without an offset. `samples` has of each column what stands in it first.
    """

    header: tuple[str, ...]
    samples: tuple[str, ...]
    columns: Columns
    date_order: str | None
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an import did, or with `number` None what it would do.

    `status` is done, resumed (a killed import was completed) or already (nothing to do: the same
    bytes were taken in under the same reading). Every row of the file is created, updated,
    unchanged, superseded by a later row with its id, or quarantined; after a resumed import the
    counts cover both runs. `flagged` tickets are among those taken in: their data is impossible.
    `reasons` counts quarantined rows, `flags` flagged tickets by code (one may have several;
    empty for already). `unused` are columns that no field uses; of `untold` the file says
    nothing. `remembered` is when the mapping was said, where the names alone tell another. `opened`
    is when the first and the last of its tickets were, None without one.
    """

    number: int | None
    status: Literal["done", "resumed", "already", "preview"]
    created: int
    updated: int
    unchanged: int
    superseded: int
    quarantined: int
    flagged: int
    reasons: Mapping[str, int]
    flags: Mapping[str, int]
    examples: tuple[SetAside, ...] = ()
    notes: tuple[Note, ...] = ()
    unused: tuple[str, ...] = ()
    untold: tuple[Untold, ...] = ()
    remembered: datetime | None = None
    opened: tuple[datetime, datetime] | None = None

    @property
    def taken_in(self) -> int:
        """How many rows were taken in, or were there already."""
        return self.created + self.updated + self.unchanged

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return self.taken_in + self.superseded + self.quarantined


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Outcome):
    """An outcome as somebody in Slack is told of it.

    `turned` of the updated tickets change a verdict. `tickets` are the first as understood, by
    stored column with aware UTC instants; `read` has by field the names of its columns.
    """

    read: Mapping[str, tuple[str, ...]]
    date_order: str | None
    zone: str
    tickets: tuple[Mapping[str, object], ...] = ()
    turned: int = 0
