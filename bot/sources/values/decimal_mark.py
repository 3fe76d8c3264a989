"""Whether 1,500 is one and a half or fifteen hundred, told by the whole column."""

from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from bot.errors import BotError

_NUMBER = r"(?:^|[^\d.,])(\d+(?:[.,]\d+)+|[.,]\d+)(?:[^\d.,]|[.,]?$|[.,]\s)"


def _proof(mark: str, other: str) -> str:
    """Return the pattern of numbers whose decimal mark can only be `mark`."""
    return (
        rf"^(?:\d*{mark}(?:\d\d?|\d{{4,}})|0*{mark}\d+|\d{{4,}}{mark}\d+"
        rf"|\d{{1,3}}(?:{other}\d{{3}})+{mark}\d+|\d{{1,3}}(?:{other}\d{{3}}){{2,}})$"
    )


_COMMA, _POINT = _proof(",", r"\."), _proof(r"\.", ",")


class Written(NamedTuple):
    """A number as it stands in the file."""

    row: int
    text: str


@dataclass(slots=True)
class Marks:
    """How a column's numbers are read, and the first of them that prove a comma or a point."""

    has_comma: bool = False
    comma: Written | None = None
    point: Written | None = None
    has_open: bool = False

    def add(self, text: pl.Series, rows: pl.Series) -> None:
        """Take in the numbers of a batch that are no clock, with their lines in the file."""
        marked = text.str.contains(r"^[^:]*\d[.,]\d[^:]*$|^[.,]\d").fill_null(value=False)
        if not marked.any():
            return
        text, rows = text.filter(marked), rows.filter(marked)
        number = text.str.extract(_NUMBER)
        self.comma = self.comma or _first(text, rows, number.str.contains(_COMMA))
        self.point = self.point or _first(text, rows, number.str.contains(_POINT))
        self.has_open = self.has_open or bool(number.is_not_null().any())

    def suggested(self) -> bool:
        """Return whether the numbers so far have a decimal comma."""
        if self.comma or self.point:
            return self.point is None
        return self.has_comma

    def decide(self, column: str) -> bool:
        """Return whether the column has a decimal comma; raises BotError when it has both marks."""
        if self.comma and self.point:
            raise BotError(
                "import.decimal_mixed",
                column=column,
                comma_row=self.comma.row,
                comma=self.comma.text[:40],
                point_row=self.point.row,
                point=self.point.text[:40],
            )
        return self.suggested()


def _first(text: pl.Series, rows: pl.Series, proves: pl.Series) -> Written | None:
    if not proves.any():
        return None
    place = proves.fill_null(value=False).arg_max() or 0
    return Written(rows[place], text[place])
