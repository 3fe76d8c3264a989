"""What every kind of file looks like once it is open: a header and rows of text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from bot.sources.files.outline import Remark

if TYPE_CHECKING:
    import polars as pl

CELL_LIMIT = 131_072
VALUE_SHOWN = 200
# Shown by their pictures: in a terminal they would do what they say.
_CONTROLS = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"}
_CONTROLS |= {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)


class BadRow(NamedTuple):
    """A row that cannot be read as a ticket."""

    row: int
    column: str
    value: str
    reason: str


def bad_row(row: int, column: str, value: object, reason: str) -> BadRow:
    """Return a BadRow that a database takes: cut short, without NUL and halves of characters."""
    return BadRow(row, _storable(column), _storable(str(value)), reason)


def _storable(text: str) -> str:
    whole = text[: VALUE_SHOWN + 1].translate(_CONTROLS).encode("utf-8", "replace").decode()
    return whole if len(whole) <= VALUE_SHOWN else whole[: VALUE_SHOWN - 1] + "…"


class RawMessage(NamedTuple):
    """A message as a file tells it, its kind already known; the text is compared, never kept."""

    at: str
    kind: str
    author: str | None
    text: str | None = None


@dataclass(slots=True)
class Batch:
    """Some rows of a file: `cells` by column name, `rows` their lines, `done` bytes read so far."""

    rows: list[int]
    cells: "Mapping[str, Sequence[str | None] | pl.Series]"
    bad: list[BadRow] = field(default_factory=list)
    done: int = 0
    messages: list[list[RawMessage]] | None = None


class Table(Protocol):
    """An open file of tickets, rows numbered by their lines; a blank line is no row."""

    @property
    def header(self) -> tuple[str, ...]:
        """Return the column names, each once, none empty."""
        ...

    @property
    def starts_1904(self) -> bool:
        """Tell whether bare day numbers count from 1904."""
        ...

    @property
    def decimal_comma(self) -> bool:
        """Tell whether numbers have a decimal comma where they do not tell themselves."""
        ...

    @property
    def place(self) -> str:
        """Return where in the file the table stands, empty when at its start."""
        ...

    @property
    def remarks(self) -> Sequence[Remark]:
        """Return what was passed over, once the rows are read."""
        ...

    @property
    def has_messages(self) -> bool:
        """Tell whether tickets come with their messages."""
        ...

    def batches(self, columns: Sequence[str]) -> Iterator[Batch]:
        """Yield the rows from the first on, with the cells of these columns."""
        ...
