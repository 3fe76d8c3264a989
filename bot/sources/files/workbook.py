"""Excel workbooks: the sheet that looks like tickets; a time cell stays a time."""

from collections.abc import Iterator, Sequence
from itertools import islice

from bot.errors import BotError
from bot.sources.files.csv_records import fault
from bot.sources.files.examine import FileFacts
from bot.sources.files.header import unique_names
from bot.sources.files.outline import Outline, Remark, find_header, find_tail, passed_over
from bot.sources.files.sheets import LOOKED_AT, choose_sheet, listed, rows_of
from bot.sources.files.table import BadRow, Batch, bad_row
from bot.sources.files.workbook_guard import check_workbook

_ROWS = 4_000
_FEW = 100
_UNREADABLE = "?"


class Workbook:
    """A Table over one sheet of an .xlsx or .xlsm file."""

    has_messages = False
    decimal_comma = False

    def __init__(self, facts: FileFacts, outline: Outline) -> None:
        self._facts = facts
        self._outline = outline
        self._starts_1904 = check_workbook(facts.path)
        self._sheet, self._others = choose_sheet(facts.path, outline)
        self._top = (self._sheet.start or (0, 0))[0] + 1
        self._header = self._read_header()
        self._below = 0

    @property
    def header(self) -> tuple[str, ...]:
        """Return the column names."""
        return self._header

    @property
    def starts_1904(self) -> bool:
        """Tell whether bare day numbers count from 1904."""
        return self._starts_1904

    @property
    def place(self) -> str:
        """Return the sheet where there are several, and the line of a header below others."""
        line = str(self._top + self._skipped - 1) if self._above else ""
        return ":".join(filter(None, (self._sheet.name if self._others else "", line)))

    @property
    def remarks(self) -> list[Remark]:
        """Return which sheet was read of several, and what was passed over on it."""
        remarks = passed_over(self._above, self._below)
        if self._others:
            params = {"sheet": self._sheet.name, "others": listed(self._others)}
            remarks.insert(0, Remark("import.note.sheet", params))
        return remarks

    def _read_header(self) -> tuple[str, ...]:
        path, told = self._facts.path.name, self._outline.header_row
        if told:
            start = max(told - self._top, 0)
            rows = [texts or [] for texts in islice(rows_of(self._sheet), start, start + 1)]
            place = start if rows and any(map(str.strip, rows[0])) and told >= self._top else None
            if place is None:
                raise BotError("import.no_header_row", path=path, row=told)
            above = list(islice(rows_of(self._sheet), place))
        else:
            above = list(islice(rows_of(self._sheet), LOOKED_AT))
            place = find_header((texts or [] for texts in above), self._outline)
            if place is None:
                raise BotError("import.no_header", path=path)
            rows = [above[place] or []]
        self._skipped = place + 1
        self._above = sum(any(map(str.strip, texts or [])) for texts in above[:place])
        return unique_names(rows[0])

    def batches(self, columns: Sequence[str]) -> Iterator[Batch]:
        """Yield the rows, 4,000 at a time."""
        places = {name: self._header.index(name) for name in columns}
        total = max(self._sheet.height, 1)
        rows = islice(enumerate(rows_of(self._sheet)), self._skipped, None)
        chunk = list(islice(rows, _ROWS))
        while chunk:
            ahead = list(islice(rows, _ROWS))
            if len(ahead) < _FEW:
                chunk = self._without_tail(chunk + ahead)
                ahead = []
            done = self._facts.size * (chunk[-1][0] + 1 if chunk else total) // total
            yield self._batch(chunk, places, done)
            chunk = ahead

    def _without_tail(
        self, chunk: list[tuple[int, list[str] | None]]
    ) -> list[tuple[int, list[str] | None]]:
        texts = [[_UNREADABLE] if row is None else row for _, row in chunk]
        cut = find_tail(texts, len(self._header))
        self._below = sum(any(map(str.strip, row)) for row in texts[cut:])
        return chunk[:cut]

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
