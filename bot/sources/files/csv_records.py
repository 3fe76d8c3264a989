"""Records of delimited text with their lines, and what to do where the text is broken.

The standard library's parser tells the line of every record and its true width, which polars'
reader does not: it pads ragged rows in silence. So that one reads only what nothing is wrong with.
"""

import csv
import gc
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO, cast

from bot.sources.files.csv_plain import plain_columns
from bot.sources.files.table import CELL_LIMIT, BadRow, bad_row

if TYPE_CHECKING:
    import polars as pl

_CHUNK = 1 << 20
_CSV_CHUNK = 4 << 20
_LINE_LIMIT = 4 << 20
_RECORD_LIMIT = 1 << 20

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


@dataclass(slots=True)
class Records:
    """Records in order with the line each starts on, and the lines that are none.

    `suspicious` tells that cells may be too long or hold NUL, so that they need a closer look.
    With `columns` the records are there as columns, and only there until they are unfolded.
    """

    lines: list[int] = field(default_factory=list)
    records: list[list[str]] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    suspicious: bool = False
    columns: "pl.DataFrame | None" = None

    def unfold(self) -> None:
        """Have the records as lists, to be looked at one by one."""
        if self.columns is not None:
            self.records = list(map(list, self.columns.fill_null("").iter_rows()))
            self.columns = None


def _blocks(file: TextIO, line_end: str, size: int = _CHUNK) -> Iterator[str]:
    """Yield text that ends at a line end; a line beyond all measure is cut and marked with NUL."""
    carry = ""
    while chunk := file.read(size):
        text = carry + chunk
        cut = text.rfind(line_end) + 1
        if cut:
            yield text[:cut]
        carry = text[cut:]
        if len(carry) > _LINE_LIMIT:
            yield carry[:_RECORD_LIMIT] + "\0" + line_end
            carry = _after_line(file, line_end)
    if carry:
        yield carry


def _after_line(file: TextIO, line_end: str) -> str:
    while chunk := file.read(_CHUNK):
        _, found, rest = chunk.partition(line_end)
        if found:
            return rest
    return ""


def read_records(
    file: TextIO, separator: str, line_end: str, first_line: int, width: int
) -> Iterator[Records]:
    """Yield the records of `file` in blocks of a few megabytes.

    A quote that is never closed, is followed by other text, or has whole rows of `width` cells
    before the next quote, spoils its own line only: reading goes on with the next one.
    """
    parser = _Parser(separator, first_line, width)
    for block in _blocks(file, line_end, _CSV_CHUNK):
        yield parser.take(block)
    yield parser.finish()


class _Parser:
    """Keeps the record that a block left open."""

    def __init__(self, separator: str, first_line: int, width: int) -> None:
        self._separator = separator
        self._width = width
        self._line = first_line
        self._open: list[str] = []
        self._has_begun = False

    def take(self, block: str) -> Records:
        plain = self._plain(block) if self._has_begun and not self._open else None
        self._has_begun = True
        if plain is not None:
            return plain
        lines = self._open + io.StringIO(block, newline="").readlines()
        result = self._a_record_a_line(lines) or self._parse(lines, final=False)
        longest = max(map(len, lines), default=0)
        result.suspicious |= "\0" in block or longest > CELL_LIMIT
        return result

    def finish(self) -> Records:
        return self._parse(self._open, final=True)

    def _plain(self, block: str) -> Records | None:
        columns = plain_columns(block, self._separator, self._width)
        if columns is None:
            return None
        first, self._line = self._line, self._line + columns.height
        return Records(list(range(first, self._line)), columns=columns)

    def _a_record_a_line(self, lines: list[str]) -> Records | None:
        """Read lines that all are records, as nearly always; None when any is not."""
        try:
            records = list(csv.reader(lines, delimiter=self._separator, strict=True))
        except csv.Error:
            return None
        if len(records) != len(lines):
            return None
        first, self._line, self._open = self._line, self._line + len(lines), []
        return Records(list(range(first, self._line)), records)

    def _parse(self, lines: list[str], *, final: bool) -> Records:
        result = Records()
        start = 0
        while start < len(lines):
            read, seen = self._run(lines, start, result)
            start += read
            may_go_on = not final and seen == len(lines)
            if start == len(lines) or (may_go_on and _size(lines, start) < _RECORD_LIMIT):
                break
            shown = lines[start].rstrip()
            result.bad.append(bad_row(self._line + start, "", shown, "broken_quote"))
            start += 1
        self._open = lines[start:]
        self._line += start
        result.suspicious = True
        return result

    def _run(self, lines: list[str], start: int, result: Records) -> tuple[int, int]:
        """Read records up to the first fault; return how many lines they took, and lines seen."""
        ahead = map(lines.__getitem__, range(start, len(lines)))
        reader = csv.reader(ahead, delimiter=self._separator, strict=True)
        first = self._line + start
        read = 0
        try:
            for record in reader:
                if reader.line_num - read > 2 and self._swallowed(
                    lines[start + read + 1 : start + reader.line_num - 1]
                ):
                    return read, start + read
                result.lines.append(first + read)
                result.records.append(record)
                read = reader.line_num
        except csv.Error:
            return read, start + reader.line_num
        return len(lines) - start, len(lines)

    def _swallowed(self, inner: list[str]) -> bool:
        """Tell whether lines inside quotes are rows: the quote before them was never closed."""
        if self._width < 3:
            return False
        return any(line.count(self._separator) == self._width - 1 for line in inner)


@contextmanager
def without_collector() -> Iterator[None]:
    """Spare thousands of new lists, none of them garbage, the collector's repeated visits."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _size(lines: list[str], start: int) -> int:
    return sum(len(lines[place]) for place in range(start, len(lines)))


def fault(record: list[str], width: int) -> str | None:
    """Return the reason why a record is no row of a table this wide."""
    if len(record) != width:
        return "wrong_width"
    if max(map(len, record)) > CELL_LIMIT:
        return "cell_too_long"
    return "nul" if "\0" in "".join(record) else None


def read_lines(file: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of `file` in blocks of about a megabyte, with the number of the first."""
    first = 1
    for block in _blocks(file, "\n"):
        lines = io.StringIO(block, newline="\n").readlines()
        yield first, lines
        first += len(lines)


def position(file: TextIO) -> int:
    """Return how many bytes of the file have been read."""
    return cast("io.BufferedReader", file.buffer).tell()
