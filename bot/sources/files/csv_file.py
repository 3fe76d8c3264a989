"""Delimited text: its separator, its header, its rows."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from operator import itemgetter

from bot.errors import BotError
from bot.sources.columns import recognise
from bot.sources.files.csv_records import Records, fault, position, read_records, without_collector
from bot.sources.files.examine import FileFacts
from bot.sources.files.table import CELL_LIMIT, Batch, bad_row, unique_names

_SEPARATORS = ",;\t|"
_SAMPLE = 1 << 18
_SEP_LINE = re.compile(r"sep=([,;|\t])\r?\n", re.IGNORECASE)


class CsvFile:
    """A Table over delimited text."""

    starts_1904 = False
    has_messages = False

    def __init__(self, facts: FileFacts) -> None:
        self._facts = facts
        sample = self._start()
        self._line_end = "\n" if "\n" in sample else "\r"
        told = _SEP_LINE.match(sample)
        self._skipped = told.end() if told else 0
        self._separator = told[1] if told else _separator(sample, self._line_end)
        self._header = self._read_header(sample[self._skipped :])

    @property
    def header(self) -> tuple[str, ...]:
        """Return the column names."""
        return self._header

    @property
    def decimal_comma(self) -> bool:
        """Tell whether the separator leaves the comma to numbers."""
        return self._separator == ";"

    def batches(self, columns: Sequence[str]) -> Iterator[Batch]:
        """Yield the rows, about a megabyte of text at a time."""
        places = {name: self._header.index(name) for name in columns}
        awaits_header = True
        with without_collector(), self._open() as file:
            file.read(self._skipped)
            first = 2 if self._skipped else 1
            for records in read_records(
                file, self._separator, self._line_end, first, len(self._header)
            ):
                if awaits_header and _drop_header(records):
                    awaits_header = False
                yield self._batch(records, places, position(file))

    def _open(self) -> io.TextIOWrapper:
        return self._facts.path.open(encoding=self._facts.encoding, errors="replace", newline="")

    def _start(self) -> str:
        with self._open() as file:
            return file.read(_SAMPLE)

    def _read_header(self, sample: str) -> tuple[str, ...]:
        lines = io.StringIO(sample, newline="")
        reader = csv.reader(lines, delimiter=self._separator, strict=True)
        try:
            header = next(record for record in reader if any(cell.strip() for cell in record))
        except (csv.Error, StopIteration) as error:
            raise BotError("import.no_header", path=self._facts.path.name) from error
        if max(map(len, header)) > CELL_LIMIT:
            raise BotError("import.no_header", path=self._facts.path.name)
        return unique_names(header)

    def _batch(self, read: Records, places: dict[str, int], done: int) -> Batch:
        if not _is_even(read, len(self._header)):
            self._sort_out(read)
        columns = list(zip(*read.records, strict=True)) or [()] * len(self._header)
        cells = {name: columns[place] for name, place in places.items()}
        return Batch(read.lines, cells, read.bad, done)

    def _sort_out(self, read: Records) -> None:
        """Move what is no row of this table to the bad rows; leave out rows without any text."""
        lines, records = read.lines, read.records
        read.lines, read.records = [], []
        for line, record in zip(lines, records, strict=True):
            if not any(map(str.strip, record)):
                continue
            reason = fault(record, len(self._header))
            if reason is None:
                read.lines.append(line)
                read.records.append(record)
            else:
                shown = self._separator.join(record[:50])
                read.bad.append(bad_row(line, "", shown, reason))


def _is_even(read: Records, width: int) -> bool:
    """Tell quickly that every record is a row, as nearly always."""
    if read.suspicious or set(map(len, read.records)) != {width}:
        return False
    return all(map(itemgetter(0), read.records))


def _drop_header(read: Records) -> bool:
    for place, record in enumerate(read.records):
        if any(cell.strip() for cell in record):
            del read.records[: place + 1], read.lines[: place + 1]
            return True
    return False


def _separator(sample: str, line_end: str) -> str:
    """Return the separator under which the header names most fields, and the rows are even."""
    whole = sample[: sample.rfind(line_end) + 1] or sample
    return max(_SEPARATORS, key=lambda separator: _score(whole, separator))


def _score(sample: str, separator: str) -> tuple[int, int, int]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    records = [record for record, _ in zip(reader, range(50), strict=False) if record]
    if not records:
        return 0, 0, 0
    width = len(records[0])
    even = sum(len(record) == width for record in records)
    return len(recognise(records[0])), even if width > 1 else 0, width
