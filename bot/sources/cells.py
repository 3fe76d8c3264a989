"""Columns of a batch on their way from text to values, and the rows that fail on it."""

import hashlib
from typing import Literal

import polars as pl

from bot.sources.columns import ColumnMap
from bot.sources.files.table import BadRow, Batch, bad_row
from bot.sources.values.words import MISSING

_MISSING = sorted(
    {form for word in MISSING for form in (word, word.upper(), word.title())} | {"NaN"}
)
# Copied along with a cell, they would make two tickets or two agents of one.
_UNSEEN = "".join(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060))) + "\ufeff \t"
_MIDNIGHT = r" 00:00:00$"
_INCOMPLETE = "?"
IdKind = Literal["told", "parts", "row"]


class Cells:
    """The text of each field for some rows, and what is wrong with which row."""

    def __init__(self, batch: Batch, mapping: ColumnMap, ids: IdKind = "told") -> None:
        self.mapping = mapping
        self.rows = pl.Series("row", batch.rows, dtype=pl.Int64)
        made = {"external_id"} if ids == "row" else set()
        told = {field: names for field, names in mapping.items() if field not in made}
        clean = iter(_cleaned(batch, told))
        parts = {field: [next(clean) for _ in names] for field, names in told.items()}
        self._texts = {
            field: _ids(each) if (field, ids) == ("external_id", "parts") else _joined(each)
            for field, each in parts.items()
        }
        if made:
            self._texts["external_id"] = _digests(batch, mapping["external_id"])
        self._faults: list[tuple[str, str, pl.Series]] = []

    def text(self, field: str) -> pl.Series:
        """Return the field's text, null where it is empty or the file has no such column."""
        text = self._texts.get(field)
        if text is not None:
            return text
        return pl.Series([None], dtype=pl.String).new_from_index(0, len(self.rows))

    def has(self, *fields: str) -> bool:
        """Tell whether the file has a column for any of the fields."""
        return any(field in self._texts for field in fields)

    def fail(self, field: str, reason: str, where: pl.Series) -> None:
        """Note that the rows of `where` cannot be taken in because of this field."""
        if where.any():
            self._faults.append((field, reason, where.fill_null(value=False)))

    def failed(self) -> pl.Series:
        """Tell which rows cannot be taken in."""
        failed = pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(self.rows))
        for _, _, where in self._faults:
            failed |= where
        return failed

    def bad_rows(self) -> list[BadRow]:
        """Return the rows that cannot be taken in, each with the first thing that is wrong."""
        found: dict[int, BadRow] = {}
        for field, reason, where in self._faults:
            column = "+".join(self.mapping.get(field, (field,)))
            texts = self.text(field).filter(where)
            for row, text in zip(self.rows.filter(where), texts, strict=True):
                found.setdefault(row, bad_row(row, column, text or "", reason))
        return [found[row] for row in sorted(found)]


def _cleaned(batch: Batch, mapping: ColumnMap) -> list[pl.Series]:
    """Return the columns of every field, one field after another, all cleaned in one go."""
    named = [(field, name) for field, names in mapping.items() for name in names]
    cells = {
        str(place): pl.Series(batch.cells[name], dtype=pl.String)
        for place, (_, name) in enumerate(named)
    }
    return (
        pl.DataFrame(cells)
        .select(_clean(field, pl.col(str(place))) for place, (field, _) in enumerate(named))
        .get_columns()
    )


def _clean(field: str, cells: pl.Expr) -> pl.Expr:
    text = cells.str.strip_chars()
    if field != "subject":
        text = text.str.strip_chars(_UNSEEN)
    return pl.when(~text.is_in(_MISSING)).then(text)


def _joined(parts: list[pl.Series]) -> pl.Series:
    """Join columns with a space; a row with only some of the parts keeps a mark that spoils it."""
    if len(parts) == 1:
        return parts[0]
    frame = pl.DataFrame({str(place): part for place, part in enumerate(parts)})
    last = frame.columns[-1]
    whole = pl.concat_str(
        *(
            pl.col(name).str.replace(_MIDNIGHT, "").fill_null(_INCOMPLETE)
            for name in frame.columns[:-1]
        ),
        pl.col(last).fill_null(_INCOMPLETE),
        separator=" ",
    )
    some = pl.any_horizontal(pl.all().is_not_null())
    return frame.select(pl.when(some).then(whole)).to_series()


def _ids(parts: list[pl.Series]) -> pl.Series:
    """Join what makes a ticket one of its kind; a part that is missing is marked."""
    frame = pl.DataFrame({str(place): part for place, part in enumerate(parts)})
    whole = pl.concat_str(pl.all().fill_null(_INCOMPLETE), separator=" / ")
    return frame.select(pl.when(pl.any_horizontal(pl.all().is_not_null())).then(whole)).to_series()


def _digests(batch: Batch, names: tuple[str, ...]) -> pl.Series:
    """Return an id for each row that is the same whenever its cells are."""
    rows = zip(*(batch.cells[name] for name in names), strict=True)
    texts = ("\x1f".join([(cell or "").strip() for cell in row]) for row in rows)
    digests = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:20] for text in texts]
    return pl.Series(digests, dtype=pl.String)
