"""The staging area: a file read and judged whole, on disk, before any of it is applied."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import polars as pl

from bot.errors import BotError
from bot.metrics.imports import Note, SetAside
from bot.services.imports.judging import (
    Taken,
    decide,
    half_converted,
    not_counted,
    not_times,
    not_yet,
    said_by_names,
    seen,
    suggest,
)
from bot.services.imports.types import Progress, Reading
from bot.sources.columns import counts_business_hours
from bot.sources.dumps import unused_responses
from bot.sources.files.examine import FileFacts
from bot.sources.files.table import BadRow, Batch, Table
from bot.sources.phrases import Phrases
from bot.sources.tickets import LATEST, Staged, TicketReader
from bot.sources.values.date_order import Order
from bot.sources.values.instants import Wall

_CHUNK_ROWS = 40_000
_EXAMPLES = 5
_AT_ONCE = 500_000
_MESSAGE_COLUMNS = ("row", "external_id", "position", "at", "kind", "author")


@dataclass(slots=True)
class Chunk:
    """Some staged tickets, each id once in the whole stage, with their messages."""

    tickets: pl.DataFrame
    messages: pl.DataFrame | None


@dataclass(slots=True)
class Stage:
    """A file as tickets and bad rows, in files of `directory`; small whatever the file's size."""

    directory: Path
    order: Order | None = None
    told: tuple[str, ...] = ()
    rows: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    examples: list[SetAside] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    no_times: frozenset[str] = frozenset()
    phrases: Phrases = field(default_factory=Phrases)
    first_opened: int | None = None
    last_opened: int | None = None
    superseded: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.Int64))
    has_ended: bool = False
    files: int = 0
    bad_files: int = 0
    _ids: list[pl.Series] = field(default_factory=list)

    @property
    def to_apply(self) -> int:
        """Return how many tickets there are once the last row of each id is chosen."""
        return self.rows - len(self.superseded)

    @property
    def quarantined(self) -> int:
        """Return how many rows are no tickets."""
        return self.reasons.total()

    def chunks(self) -> Iterator[Chunk]:
        """Yield the tickets in the order of the file."""
        for number in range(self.files):
            tickets = pl.read_ipc(self._path("tickets", number))
            messages = self._path("messages", number)
            yield Chunk(
                tickets.filter(~pl.col("row").is_in(self._superseded(tickets).implode())),
                pl.read_ipc(messages) if messages.exists() else None,
            )

    def bad_rows(self) -> Iterator[list[tuple[int, str, str, str]]]:
        """Yield the bad rows, some at a time."""
        for number in range(self.bad_files):
            yield pl.read_ipc(self._path("bad", number)).rows()

    def add_tickets(self, parts: list[Staged]) -> None:
        """Write the tickets and messages of some batches."""
        tickets = pl.concat([part.tickets for part in parts])
        self.rows += tickets.height
        self._ids.append(tickets["external_id"].hash())
        self._widen(tickets["opened_at"])
        self.has_ended = self.has_ended or bool(tickets["ended_at"].count())
        tickets.write_ipc(self._path("tickets", self.files), compression="lz4")
        messages = [one for part in parts for one in part.messages]
        if messages:
            frame = pl.DataFrame(messages, schema=_MESSAGE_SCHEMA, orient="row")
            frame.write_ipc(self._path("messages", self.files), compression="lz4")
        self.files += 1

    def add_bad(self, bad: list[BadRow]) -> None:
        """Write rows that are no tickets."""
        self.reasons.update(row.reason for row in bad)
        missing = _EXAMPLES - len(self.examples)
        self.examples += [SetAside(*row) for row in islice(bad, max(missing, 0))]
        frame = pl.DataFrame(bad, schema=_BAD_SCHEMA, orient="row")
        frame.write_ipc(self._path("bad", self.bad_files), compression="lz4")
        self.bad_files += 1

    def find_superseded(self, reading: Reading) -> None:
        """Find the rows whose id comes again: the last row of an id counts.

        Raises BotError when rows of one id were opened at different times, unless told that they
        are one ticket all the same.
        """
        if not self._ids:
            return
        twice = _twice(self._ids)
        self._ids.clear()
        if twice.is_empty():
            return
        paths = [self._path("tickets", number) for number in range(self.files)]
        names = ["external_id", "row", "opened_at"]
        names += [name for name in reading.sources if name == LATEST]
        alike = pl.concat(
            pl.read_ipc(path, columns=names).filter(
                pl.col("external_id").hash().is_in(twice.implode())
            )
            for path in paths
        )
        if reading.latest_per is None:
            _check_reused(alike, "+".join(reading.mapping["external_id"]))
        ordered = alike.sort([name for name in (LATEST, "row") if name in names], nulls_last=False)
        self.superseded = ordered.filter(~pl.col("external_id").is_last_distinct())["row"].sort()

    def _superseded(self, tickets: pl.DataFrame) -> pl.Series:
        """Return those of the superseded rows that may be among the tickets of a chunk."""
        if tickets.is_empty():
            return self.superseded.clear()
        first, last = tickets["row"].min(), tickets["row"].max()
        start, end = (
            self.superseded.search_sorted(first, "left"),
            self.superseded.search_sorted(last, "right"),
        )
        return self.superseded[start:end]

    def _widen(self, opened: pl.Series) -> None:
        times = [at for at in (self.first_opened, self.last_opened) if at is not None]
        times += [at for at in (opened.min(), opened.max()) if isinstance(at, int)]
        if times:
            self.first_opened, self.last_opened = min(times), max(times)

    def _path(self, kind: str, number: int) -> Path:
        return self.directory / f"{kind}-{number}.arrow"


def _twice(ids: list[pl.Series]) -> pl.Series:
    """Return what comes more than once; a part at a time, lest it takes as much memory again."""
    parts = 1 + sum(map(len, ids)) // _AT_ONCE
    found = []
    for part in range(parts):
        some = pl.concat(each.filter(each % parts == part) for each in ids)
        found.append(some.filter(some.is_duplicated()).unique())
    return pl.concat(found)


def _check_reused(alike: pl.DataFrame, column: str) -> None:
    """Stop where rows of one id were opened at different times: the id is not the ticket's."""
    opened = pl.col("opened_at")
    reused = alike.filter(opened.n_unique().over("external_id") > 1).sort("row")
    if reused.is_empty():
        return
    openings = reused.unique(["external_id", "opened_at"], keep="first", maintain_order=True)
    rows = openings.group_by("external_id", maintain_order=True).agg(pl.col("row").head(2))
    examples = ", ".join(f"{one} ({rows[0]}, {rows[1]})" for one, rows in rows.head(2).iter_rows())
    raise BotError("import.ids_reused", column=column, n=rows.height, examples=examples)


_MESSAGE_SCHEMA = dict(
    zip(
        _MESSAGE_COLUMNS,
        (pl.Int64, pl.String, pl.Int64, pl.Int64, pl.String, pl.String),
        strict=True,
    )
)
_BAD_SCHEMA = {"row": pl.Int64, "column": pl.String, "value": pl.String, "reason": pl.String}


def stage(
    facts: FileFacts, table: Table, reading: Reading, directory: Path, progress: Progress
) -> Stage:
    """Read the whole file into `directory` and return what was found.

    The order of dates is taken from `reading`, else tried as the first rows suggest, and judged by
    the whole file: the file is read again when that says otherwise. Raises BotError when it says
    too little, or when the file changed meanwhile.
    """
    first = Taken.first(reading.date_order, decimal_comma=table.decimal_comma)
    result = _read(facts, table, reading, first, directory / "first", progress)
    taken = decide(result.reader, reading)
    notes = not_times(result.reader, taken)
    if not taken.reads_as(result.taken):
        result = _read(facts, table, reading, taken, directory / "second", progress)
    if not facts.still_there():
        raise BotError("import.changed", path=facts.path.name)
    if not result.stage.rows and not result.stage.quarantined:
        raise BotError("import.no_rows", path=facts.path.name)
    result.stage.order = taken.order
    result.stage.no_times = taken.no_times
    result.stage.phrases = result.reader.phrases
    result.stage.notes += [Note(*remark) for remark in table.remarks]
    if not table.has_messages:
        result.stage.notes += _unused_responses(table, reading)
    result.stage.find_superseded(reading)
    result.stage.notes += [*said_by_names(table.header, reading), *notes, *not_yet(result.reader)]
    result.stage.notes += [*half_converted(result.reader), *not_counted(result.reader)]
    _judge_ratings(result)
    return result.stage


def _unused_responses(table: Table, reading: Reading) -> list[Note]:
    """Return a note on columns that speak of first responses although none is read."""
    header = [name for name in table.header if counts_business_hours(name) is None]
    columns = unused_responses(header, reading.mapping)
    shown = ", ".join(columns[:5]) + (" …" if len(columns) > 5 else "")
    return [Note("import.note.unused_response", {"columns": shown})] if columns else []


@dataclass(slots=True)
class _Read:
    stage: Stage
    reader: TicketReader
    taken: Taken


class _Part(NamedTuple):
    """A batch as it was read, and how much of the file is read with it."""

    staged: Staged
    done: int


def _reader(table: Table, reading: Reading, taken: Taken) -> TicketReader:
    wall = Wall(reading.zone, taken.order, starts_1904=table.starts_1904)
    mapping = taken.mapping(reading)
    phrases = Phrases(reading.not_replies)
    return TicketReader(
        mapping, wall, table.has_messages, ids=reading.ids, seen=seen(taken), phrases=phrases
    )


def _first(
    table: Table, reading: Reading, taken: Taken
) -> tuple[TicketReader, Taken, Iterator[Batch], list[_Part]]:
    """Return a reader, what it takes the file for, the batches to read, and what is read already.

    What is not told is taken as the first rows suggest: they are read anew when it matters.
    """
    columns = sorted({name for names in reading.sources.values() for name in names})
    reader = _reader(table, reading, taken)
    batches = table.batches(columns)
    read = [_Part(reader.read(batch), batch.done) for batch in islice(batches, 1)]
    suggested = suggest(reader, taken)
    is_same = replace(suggested, order=taken.order) == taken
    if suggested == taken or (is_same and not reader.wall.evidence.dates):
        reader.wall.order = suggested.order
        return reader, suggested, batches, read
    return _reader(table, reading, suggested), suggested, table.batches(columns), []


def _read(
    facts: FileFacts,
    table: Table,
    reading: Reading,
    taken: Taken,
    directory: Path,
    progress: Progress,
) -> _Read:
    directory.mkdir()
    reader, taken, batches, read = _first(table, reading, taken)
    found = _Read(Stage(directory), reader, taken)
    parts: list[Staged] = []
    for part, done in chain(read, (_Part(reader.read(one), one.done) for one in batches)):
        if part.bad:
            found.stage.add_bad(part.bad)
        parts.append(part)
        if sum(each.tickets.height for each in parts) >= _CHUNK_ROWS:
            found.stage.add_tickets(parts)
            parts = []
        progress("read", done, facts.size)
    if parts:
        found.stage.add_tickets(parts)
    found.stage.told = found.reader.stored()
    return found


def _judge_ratings(result: _Read) -> None:
    """Leave out every rating of a file that rates on another scale than 1 to 5."""
    ratings, staged = result.reader.ratings, result.stage
    if ratings.is_other:
        staged.told = tuple(name for name in staged.told if name != "csat")
    if ratings.left_out:
        column = "+".join(result.reader.mapping["csat_score"])
        params = {"n": ratings.left_out, "column": column}
        staged.notes.append(Note("import.note.ratings", params))
