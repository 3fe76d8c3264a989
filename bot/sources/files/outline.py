"""Where a table begins and ends in a file: titles stand above it, totals and footers below."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.sources.columns import recognise
from bot.sources.files.header import header_sha256, unique_names

HEADER_AMONG = 30
_CELLS_LOOKED_AT = 20_000
_LONGEST_NAME = 100
_LONGEST_TAIL = 20
_KNOWN = 1_000
_TOTAL = re.compile(
    r"(?:(?:grand|sub|over ?all)?[ -]?totals?|sums?|counts?|averages?|avg|mean)"
    r"(?: of)?(?: (?:tickets|rows|records|cases))?"
    r"|合计|总计|共计|小计|总数|总和|求和|计数|平均值?|均值",
    re.IGNORECASE,
)
_AFTER_TOTAL = re.compile(r"[\s:：=(（]*[\d.,]*[)）]?$")
_DATE = re.compile(r"\d[-/.年]\d")
_CAPTION = re.compile(r"[\s:：]")


@dataclass(frozen=True, slots=True)
class Outline:
    """What is told of a file: the sheet, the line of the header, columns that it has (by name).

    `headers` are those of earlier files, as `header_sha256` writes them.
    """

    sheet: str | None = None
    header_row: int | None = None
    named: frozenset[str] = frozenset()
    headers: frozenset[str] = frozenset()


class Remark(NamedTuple):
    """A sentence of `bot/text` about what was passed over, with its parameters."""

    key: str
    params: Mapping[str, object]


def passed_over(above: int, below: int) -> list[Remark]:
    """Return the remarks on rows above the header and below the table."""
    remarks = []
    if above:
        remarks.append(Remark("import.note.above_header", {"n": above}))
    if below:
        remarks.append(Remark("import.note.below", {"n": below}))
    return remarks


def weight(cells: Sequence[str], outline: Outline) -> int:
    """Return how many fields a row names, 0 when an opening time or a told column is not there.

    The header of an earlier file weighs more than any other row.
    """
    if outline.headers and header_sha256(unique_names(cells)) in outline.headers:
        return _KNOWN
    names = [cell for cell in cells if _may_be_name(cell)]
    fields = recognise(names)
    told = len(outline.named & {" ".join(name.split()).casefold() for name in names})
    return len(fields) + told if told or "opened_at" in fields else 0


def _may_be_name(cell: str) -> bool:
    text = cell.strip()
    return 0 < len(text) <= _LONGEST_NAME and not text[0].isdigit()


def find_header(rows: Iterable[Sequence[str]], outline: Outline) -> int | None:
    """Return the place of the row that names most fields, else of the first with text.

    Rows after the first thirty with text are not looked at.
    """
    best: tuple[int, int] | None = None
    looked_at = seen = 0
    for place, row in enumerate(rows):
        if not any(map(str.strip, row)):
            continue
        fields = weight(row, outline)
        if best is None or fields > best[0]:
            best = fields, place
        looked_at, seen = looked_at + len(row), seen + 1
        if looked_at > _CELLS_LOOKED_AT or seen >= HEADER_AMONG:
            break
    return best and best[1]


def find_tail(rows: Sequence[Sequence[str]], width: int) -> int:
    """Return where the end of the rows stops being tickets of a table this wide.

    Totals are none, nor are lines of words below a blank line or a total.
    """
    start = len(rows)
    while start > max(0, len(rows) - _LONGEST_TAIL) and _is_below(rows[start - 1], width):
        start -= 1
    for place in range(start, len(rows)):
        if not _first_text(rows[place]) or _is_total(rows[place]):
            return place
    return len(rows)


def _is_below(row: Sequence[str], width: int) -> bool:
    return not _first_text(row) or _is_total(row) or _is_caption(row, width)


def _first_text(row: Sequence[str]) -> str:
    return next(filter(None, map(str.strip, row)), "")


def _is_total(row: Sequence[str]) -> bool:
    """Tell whether a row adds up those above: it begins with such a word and has no date."""
    text = _first_text(row)
    word = _TOTAL.match(text)
    if word is None or not _AFTER_TOTAL.match(text[word.end() :]):
        return False
    return not any(map(_DATE.search, row))


def _is_caption(row: Sequence[str], width: int) -> bool:
    filled = sum(map(bool, map(str.strip, row)))
    is_other = len(row) < width or (filled == 1 and width > 2)
    return is_other and filled <= 3 and bool(_CAPTION.search(_first_text(row)))
