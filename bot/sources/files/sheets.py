"""The sheets of a workbook: which one looks like tickets, and its rows as text."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from bot.errors import BotError
from bot.sources.files.outline import HEADER_AMONG, Outline, find_header, weight

LOOKED_AT = 2 * HEADER_AMONG
Cell = int | float | str | bool | time | date | datetime | timedelta


def choose_sheet(path: Path, outline: Outline) -> tuple[CalamineSheet, list[str]]:
    """Return the sheet that is told, else that names most fields, and what others have rows.

    A hidden sheet is read only when it is told, or no other one names the fields of a ticket.
    Raises BotError when there is none.
    """
    try:
        return _chosen(CalamineWorkbook.from_path(path), path, outline)
    except (CalamineError, OSError, ValueError) as error:
        raise BotError("import.broken_workbook", path=path.name) from error


def _chosen(
    workbook: CalamineWorkbook, path: Path, outline: Outline
) -> tuple[CalamineSheet, list[str]]:
    told = _told(workbook.sheet_names, outline.sheet)
    best: tuple[tuple[bool, int, bool, int], CalamineSheet] | None = None
    filled: list[str] = []
    is_damaged = False
    for place, about in enumerate(workbook.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = _opened(workbook, place)
        is_damaged |= sheet is None
        if sheet is None or not sheet.height:
            continue
        filled.append(sheet.name)
        fields, is_visible = _fields(sheet, outline), about.visible == SheetVisibleEnum.Visible
        rank = (is_visible and fields > 0, fields, is_visible, sheet.height if fields else -place)
        if told in {None, place} and (best is None or rank > best[0]):
            best = rank, sheet
    if best is None:
        raise BotError("import.broken_workbook" if is_damaged else "import.empty", path=path.name)
    return best[1], [name for name in filled if name != best[1].name]


def _told(names: Sequence[str], told: str | None) -> int | None:
    """Return the place of the sheet with this name, or with this number from 1 on."""
    if told is None:
        return None
    wanted = told.strip().casefold()
    for place, name in enumerate(names):
        if name.strip().casefold() == wanted:
            return place
    if wanted.isdecimal() and len(wanted) < len("1000000") and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    raise BotError("import.unknown_sheet", sheet=told, sheets=listed(names))


def listed(names: Sequence[str]) -> str:
    """Return the names of sheets as a sentence takes them in, cut short."""
    shown = ", ".join("".join(filter(str.isprintable, name)) for name in names[:20])
    return shown + (" …" if len(names) > 20 else "")


def _opened(workbook: CalamineWorkbook, place: int) -> CalamineSheet | None:
    try:
        return workbook.get_sheet_by_index(place)
    except (CalamineError, ValueError):
        return None


def _fields(sheet: CalamineSheet, outline: Outline) -> int:
    rows = [texts or [] for texts in islice(rows_of(sheet), LOOKED_AT)]
    place = find_header(rows, outline)
    return 0 if place is None else weight(rows[place], outline)


def rows_of(sheet: CalamineSheet) -> Iterator[list[str] | None]:
    """Yield the texts of each row, None for one with a number that no time can be."""
    rows = sheet.iter_rows()
    while True:
        try:
            yield [_text(cell) for cell in next(rows)]
        except StopIteration:
            return
        except (OverflowError, ValueError):
            yield None


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
