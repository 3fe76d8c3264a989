"""What only a whole file tells of how it is written: first suggested, in the end decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.metrics.imports import Note
from bot.services.imports.types import Reading
from bot.sources.column_names import zone_in
from bot.sources.columns import DURATIONS, INSTANTS, NUMBERS, ColumnMap, counts_business_hours
from bot.sources.tickets import TicketReader
from bot.sources.values.date_order import Order
from bot.sources.values.decimal_mark import Marks
from bot.sources.values.seen import Seen

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file is taken for.

    `order` is that of its dates, `commas` are the fields whose numbers have a decimal comma,
    `no_times` those whose columns hold no times.
    """

    order: Order | None = None
    commas: frozenset[str] = frozenset()
    no_times: frozenset[str] = frozenset()

    @classmethod
    def first(cls, order: Order | None, *, decimal_comma: bool) -> "Taken":
        """Return what a file is taken for before a row of it is read."""
        return cls(order, frozenset(NUMBERS if decimal_comma else ()))

    def mapping(self, reading: Reading) -> ColumnMap:
        """Return the columns that are read."""
        return {
            field: names for field, names in reading.sources.items() if field not in self.no_times
        }

    def reads_as(self, other: "Taken") -> bool:
        """Tell whether a file read as `other` need not be read again; no order, no dates."""
        return replace(self, order=self.order or other.order) == other


def suggest(reader: TicketReader, taken: Taken) -> Taken:
    """Return what the rows that were read suggest where `taken` leaves it open."""
    commas = frozenset(name for name, marks in reader.seen.marks.items() if marks.suggested())
    return replace(taken, order=taken.order or reader.wall.evidence.guess, commas=commas)


def decide(reader: TicketReader, reading: Reading) -> Taken:
    """Return what the whole file says, once all of it is read.

    Raises BotError when it says too little, or one thing here and another there.
    """
    order = reader.wall.evidence.decide(reading.date_order)
    none = frozenset(field for field, times in reader.seen.times.items() if times.are_none)
    marks = reader.seen.marks.items()
    return Taken(
        order,
        frozenset(name for name, each in marks if each.decide(_column(reader, name))),
        none,
    )


def seen(taken: Taken) -> Seen:
    """Return what a reader starts from that takes a file for `taken`."""
    return Seen(marks={name: Marks(has_comma=True) for name in taken.commas})


def not_times(reader: TicketReader, taken: Taken) -> list[Note]:
    """Return what is said of columns that hold no times."""
    return [
        Note(
            "import.note.not_times",
            {
                "column": _column(reader, field),
                "field": field,
                "example": reader.seen.times[field].other[:40],
            },
        )
        for field in sorted(taken.no_times)
    ]


def not_yet(reader: TicketReader) -> Iterator[Note]:
    """Yield what is said of cells that were taken as a time still to come."""
    for field, times in reader.seen.times.items():
        if times.taken:
            params = {
                "n": times.taken,
                "column": _column(reader, field),
                "examples": times.examples(),
            }
            yield Note("import.note.not_yet", params)


def half_converted(reader: TicketReader) -> list[Note]:
    """Return what is said of a column in which only some dates are those of a spreadsheet."""
    mixed = reader.wall.evidence.mixed
    if mixed is None:
        return []
    (row, date), (other_row, other) = mixed
    params = {"row": row, "date": date, "other_row": other_row, "other": other}
    return [Note("import.note.half_converted", params)]


def not_counted(reader: TicketReader) -> Iterator[Note]:
    """Yield what is said of replies that do not count, or that none could be told by its text."""
    phrases = reader.phrases
    if phrases.told and not phrases.saw_text:
        yield Note("import.note.no_texts", {})
    if phrases.met:
        met = phrases.met.most_common(_SHOWN)
        examples = ", ".join(f"“{phrase[:40]}” × {n}" for phrase, n in met)
        params = {"n": phrases.met.total(), "examples": examples}
        yield Note("import.note.not_replies", params)


def said_by_names(header: Sequence[str], reading: Reading) -> Iterator[Note]:
    """Yield what is said of columns whose names tell a zone of their own, or business hours."""
    mapping = reading.mapping
    for field in (name for name in INSTANTS if name in mapping):
        zone = zone_in(mapping[field])
        if zone and zone != reading.zone:
            yield Note("import.note.zone", {"column": "+".join(mapping[field]), "zone": zone})
    read = {name for names in mapping.values() for name in names}
    told = set(mapping) | {DURATIONS[field][0] for field in DURATIONS if field in mapping}
    for name in header:
        moment = counts_business_hours(name)
        if moment and name in read:
            yield Note("import.note.business_hours_read", {"column": name})
        elif moment and moment not in told:
            yield Note("import.note.business_hours", {"column": name})


def _column(reader: TicketReader, field: str) -> str:
    return "+".join(reader.mapping.get(field, ()))
