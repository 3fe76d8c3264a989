"""Excel workbooks: the first sheet that has rows; a time cell stays a time."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from bot.errors import BotError
from bot.sources.files.csv_records import fault
from bot.sources.files.examine import FileFacts
from bot.sources.files.table import BadRow, Batch, bad_row, unique_names
from bot.sources.files.workbook_guard import check_workbook

_ROWS = 4_000
Cell = int | float | str | bool | time | date | datetime | timedelta


class Workbook:
    """A Table over the first sheet with rows of an .xlsx or .xlsm file."""

    has_messages = False
    decimal_comma = False

    def __init__(self, facts: FileFacts) -> None:
        self._facts = facts
        self._starts_1904 = check_workbook(facts.path)
        try:
            self._sheet = _first_sheet(facts)
        except (CalamineError, OSError, ValueError) as error:
            raise BotError("import.broken_workbook", path=facts.path.name) from error
        self._top = (self._sheet.start or (0, 0))[0] + 1
        self._header = self._read_header()

    @property
    def header(self) -> tuple[str, ...]:
        """Return the column names."""
        return self._header

    @property
    def starts_1904(self) -> bool:
        """Tell whether bare day numbers count from 1904."""
        return self._starts_1904

    def _read_header(self) -> tuple[str, ...]:
        for skipped, texts in enumerate(self._rows()):
            if texts is None or any(text.strip() for text in texts):
                self._skipped = skipped + 1
                return unique_names(texts or ())
        raise BotError("import.no_header", path=self._facts.path.name)

    def batches(self, columns: Sequence[str]) -> Iterator[Batch]:
        """Yield the rows, 4,000 at a time."""
        places = {name: self._header.index(name) for name in columns}
        total = max(self._sheet.height, 1)
        rows = islice(enumerate(self._rows()), self._skipped, None)
        while chunk := list(islice(rows, _ROWS)):
            done = self._facts.size * (chunk[-1][0] + 1) // total
            yield self._batch(chunk, places, done)

    def _rows(self) -> Iterator[list[str] | None]:
        """Yield the texts of each row, None for one with a number that no time can be."""
        rows = self._sheet.iter_rows()
        while True:
            try:
                yield [_text(cell) for cell in next(rows)]
            except StopIteration:
                return
            except (OverflowError, ValueError):
                yield None

    def _batch(
        self, chunk: list[tuple[int, list[str] | None]], places: dict[str, int], done: int
    ) -> Batch:
        rows: list[int] = []
        records: list[list[str]] = []
        bad: list[BadRow] = []
        for place, texts in chunk:
            if texts is None:
                bad.append(bad_row(self._top + place, "", "", "time_out_of_range"))
            elif reason := fault(texts, len(self._header)):
                bad.append(bad_row(self._top + place, "", ",".join(texts[:50]), reason))
            elif any(map(str.strip, texts)):
                rows.append(self._top + place)
                records.append(texts)
        columns = {name: [record[at] for record in records] for name, at in places.items()}
        return Batch(rows, dict(columns), bad, done)


def _first_sheet(facts: FileFacts) -> CalamineSheet:
    workbook = CalamineWorkbook.from_path(facts.path)
    for place in range(len(workbook.sheet_names)):
        sheet = workbook.get_sheet_by_index(place)
        if sheet.height:
            return sheet
    raise BotError("import.empty", path=facts.path.name)


def _text(cell: Cell) -> str:
    """Return a cell as CSV would hold it; times to the millisecond, which is all a cell keeps."""
    if isinstance(cell, datetime):
        return _millis(cell).isoformat(" ")
    if isinstance(cell, timedelta):
        return _clock(cell)
    if isinstance(cell, time):
        return _clock(
            timedelta(
                hours=cell.hour,
                minutes=cell.minute,
                seconds=cell.second,
                microseconds=cell.microsecond,
            )
        )
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def _millis(at: datetime) -> datetime:
    shift = (at.microsecond + 500) // 1_000 * 1_000 - at.microsecond
    return at + timedelta(microseconds=shift)


def _clock(length: timedelta) -> str:
    millis = round(length / timedelta(milliseconds=1))
    sign, millis = ("-", -millis) if millis < 0 else ("", millis)
    seconds, fraction = divmod(millis, 1_000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{sign}{hour:02}:{minute:02}:{second:02}" + (f".{fraction:03}" if fraction else "")
