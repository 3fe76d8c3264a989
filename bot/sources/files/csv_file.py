"""Delimited text: its separator, its header, its rows."""

import csv
import io
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import itemgetter

from bot.errors import BotError
from bot.sources.files.csv_records import Records, fault, position, read_records, without_collector
from bot.sources.files.examine import FileFacts
from bot.sources.files.header import unique_names
from bot.sources.files.outline import (
    Outline,
    Remark,
    find_header,
    find_tail,
    passed_over,
    weight,
)
from bot.sources.files.table import CELL_LIMIT, Batch, bad_row

_SEPARATORS = ",;\t|"
_SAMPLE = 1 << 18
_FEW = 100
_JOINED = 3
_SEP_LINE = re.compile(r"sep=([,;|\t])\r?\n", re.IGNORECASE)


class CsvFile:
    """A Table over delimited text."""

    starts_1904 = False
    has_messages = False

    def __init__(self, facts: FileFacts, outline: Outline) -> None:
        self._facts = facts
        self._outline = outline
        sample = self._start()
        self._line_end = "\n" if "\n" in sample else "\r"
        told = _SEP_LINE.match(sample)
        self._skipped = told.end() if told else 0
        self._first_line = 2 if told else 1
        sample = sample[self._skipped :]
        self._separator = told[1] if told else self._find_separator(sample)
        self._header, self._least = self._read_header(sample)
        self._below = 0

    @property
    def header(self) -> tuple[str, ...]:
        """Return the column names."""
        return self._header

    @property
    def decimal_comma(self) -> bool:
        """Tell whether the separator leaves the comma to numbers."""
        return self._separator == ";"

    @property
    def place(self) -> str:
        """Return the line of the header, empty when nothing stands above it."""
        return str(self._line) if self._above else ""

    @property
    def remarks(self) -> list[Remark]:
        """Return what was passed over above and below the table."""
        return passed_over(self._above, self._below)

    def batches(self, columns: Sequence[str]) -> Iterator[Batch]:
        """Yield the rows, a few megabytes of text at a time."""
        places = {name: self._header.index(name) for name in columns}
        with without_collector(), self._open() as file:
            file.read(self._skipped)
            blocks = read_records(
                file, self._separator, self._line_end, self._first_line, self._row_width
            )
            for records, is_last in _knowing_the_last(blocks):
                _drop_above(records, self._line)
                if is_last:
                    self._drop_below(records)
                yield self._batch(records, places, position(file))

    def _open(self) -> io.TextIOWrapper:
        return self._facts.path.open(encoding=self._facts.encoding, errors="replace", newline="")

    def _start(self) -> str:
        with self._open() as file:
            return file.read(_SAMPLE)

    def _find_separator(self, sample: str) -> str:
        """Return the separator under which the header names most fields, and rows are even."""
        whole = sample[: sample.rfind(self._line_end) + 1] or sample
        if self._outline.header_row:
            skipped = self._outline.header_row - self._first_line
            whole = "".join(io.StringIO(whole, newline="").readlines()[skipped:]) or whole
        return max(_SEPARATORS, key=lambda separator: _score(whole, separator, self._outline))

    def _read_header(self, sample: str) -> tuple[tuple[str, ...], int]:
        """Return the header and how many cells a row has at least; note where the header is."""
        text = io.StringIO(sample, newline="")
        read = Records()
        for block in read_records(text, self._separator, self._line_end, self._first_line, 0):
            _extend(read, block)
        place = self._header_place(read)
        header = read.records[place]
        if max(map(len, header)) > CELL_LIMIT:
            raise BotError("import.no_header", path=self._facts.path.name)
        self._line = read.lines[place]
        self._above = sum(any(map(str.strip, record)) for record in read.records[:place])
        self._above += sum(one.row < self._line for one in read.bad)
        widths = Counter(len(record) for record in read.records[place + 1 : place + 50] if record)
        self._row_width = widths.most_common(1)[0][0] if widths else len(header)
        filled = (at for at, cell in enumerate(header, start=1) if cell.strip())
        return unique_names(header), max(filled)

    def _header_place(self, read: Records) -> int:
        path, told = self._facts.path.name, self._outline.header_row
        if told:
            if told in read.lines and any(map(str.strip, read.records[read.lines.index(told)])):
                return read.lines.index(told)
            raise BotError("import.no_header_row", path=path, row=told)
        place = find_header(read.records, self._outline)
        if place is None:
            raise BotError("import.no_header", path=path)
        is_spoilt = bool(read.bad) and read.bad[0].row < read.lines[place]
        if is_spoilt and not weight(read.records[place], self._outline):
            raise BotError("import.no_header", path=path)
        return place

    def _drop_below(self, read: Records) -> None:
        read.unfold()
        cut = find_tail(read.records, len(self._header))
        self._below = sum(any(map(str.strip, record)) for record in read.records[cut:])
        del read.records[cut:], read.lines[cut:]

    def _batch(self, read: Records, places: dict[str, int], done: int) -> Batch:
        if read.columns is not None and read.columns.width == len(self._header):
            told = read.columns.get_columns()
            cells = {name: told[place] for name, place in places.items()}
            return Batch(read.lines, cells, read.bad, done)
        read.unfold()
        if not _is_even(read, len(self._header)):
            self._sort_out(read)
        columns = list(zip(*read.records, strict=True)) or [()] * len(self._header)
        return Batch(
            read.lines, {name: columns[place] for name, place in places.items()}, read.bad, done
        )

    def _sort_out(self, read: Records) -> None:
        """Move what is no row of this table to the bad rows; leave out rows without any text."""
        lines, records = read.lines, read.records
        read.lines, read.records = [], []
        for line, record in zip(lines, records, strict=True):
            if not any(map(str.strip, record)):
                continue
            fitted = self._fitted(record)
            reason = fault(fitted, len(self._header))
            if reason is None:
                read.lines.append(line)
                read.records.append(fitted)
            else:
                shown = self._separator.join(record[:50])
                read.bad.append(bad_row(line, "", shown, reason))

    def _fitted(self, record: list[str]) -> list[str]:
        """Return the row as wide as the header where only separators are too many or too few."""
        width = len(self._header)
        if len(record) > width and not any(map(str.strip, record[width:])):
            return record[:width]
        if self._least <= len(record) < width:
            return record + [""] * (width - len(record))
        return record


def _is_even(read: Records, width: int) -> bool:
    """Tell quickly that every record is a row, as nearly always."""
    if read.suspicious or set(map(len, read.records)) != {width}:
        return False
    return all(map(itemgetter(0), read.records))


def _extend(read: Records, block: Records) -> None:
    read.unfold()
    block.unfold()
    read.lines += block.lines
    read.records += block.records
    read.bad += block.bad
    read.suspicious |= block.suspicious


def _knowing_the_last(blocks: Iterator[Records]) -> Iterator[tuple[Records, bool]]:
    """Yield the blocks and whether each is the last, which few rows alone are not."""
    held = next(blocks)
    joined = 0
    for block in blocks:
        if len(block.lines) < _FEW and joined < _JOINED:
            _extend(held, block)
            joined += 1
        else:
            yield held, False
            held, joined = block, 0
    yield held, True


def _drop_above(read: Records, line: int) -> None:
    """Leave out everything up to the line of the header."""
    place = bisect_right(read.lines, line)
    if place:
        read.unfold()
        del read.records[:place], read.lines[:place]
        read.bad = [one for one in read.bad if one.row > line]


def _score(sample: str, separator: str, outline: Outline) -> tuple[int, int, int]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    records = [record for record, _ in zip(reader, range(50), strict=False) if record]
    place = find_header(records, outline)
    if place is None:
        return 0, 0, 0
    width = len(records[place])
    even = sum(len(record) == width for record in records)
    return weight(records[place], outline), even if width > 1 else 0, width
