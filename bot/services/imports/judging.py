"""What only a whole file tells of how it is written: first suggested, in the end decided."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.services.imports.types import Note, Reading
from bot.sources.columns import ColumnMap
from bot.sources.tickets import TicketReader
from bot.sources.values.date_order import Order


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file is taken for: the order of its dates, and fields whose columns hold no times."""

    order: Order | None = None
    no_times: frozenset[str] = frozenset()

    def mapping(self, reading: Reading) -> ColumnMap:
        """Return the columns that are read."""
        return {
            field: names for field, names in reading.mapping.items() if field not in self.no_times
        }

    def reads_as(self, other: "Taken") -> bool:
        """Tell whether a file read as `other` need not be read again; no order, no dates."""
        return replace(self, order=self.order or other.order) == other


def suggest(reader: TicketReader, taken: Taken) -> Taken:
    """Return what the rows that were read suggest where `taken` leaves it open."""
    return replace(taken, order=taken.order or reader.wall.evidence.guess)


def decide(reader: TicketReader, reading: Reading) -> Taken:
    """Return what the whole file says, once all of it is read.

    Raises BotError when it says too little, or one thing here and another there.
    """
    order = reader.wall.evidence.decide(reading.date_order)
    none = frozenset(field for field, times in reader.seen.items() if times.are_none)
    return Taken(order, none)


def not_times(reader: TicketReader, taken: Taken) -> list[Note]:
    """Return what is said of columns that hold no times."""
    return [
        Note(
            "import.note.not_times",
            {
                "column": _column(reader, field),
                "field": field,
                "example": reader.seen[field].other[:40],
            },
        )
        for field in sorted(taken.no_times)
    ]


def not_yet(reader: TicketReader) -> Iterator[Note]:
    """Yield what is said of cells that were taken as a time still to come."""
    for field, times in reader.seen.items():
        if times.taken:
            params = {
                "n": times.taken,
                "column": _column(reader, field),
                "examples": times.examples(),
            }
            yield Note("import.note.not_yet", params)


def _column(reader: TicketReader, field: str) -> str:
    return "+".join(reader.mapping[field])
