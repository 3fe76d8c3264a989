"""Delimited text in which nothing is quoted, as columns in one go: no object for each cell.

polars' reader pads short rows in silence, so the separators are counted; it refuses longer ones.
"""

from typing import TYPE_CHECKING

from bot.sources.files.table import CELL_LIMIT

if TYPE_CHECKING:
    import polars as pl

_NOT_PLAIN = ('"', "\0", "\ufeff")


def plain_columns(block: str, separator: str, width: int) -> "pl.DataFrame | None":
    """Return the cells of whole lines that are a row each; empty ones are null.

    None where a closer look is needed: at quotes, NUL, rows of another width than `width`, rows
    whose first cell is empty, cells that are too long.
    """
    import polars as pl

    if width < 2 or any(mark in block for mark in _NOT_PLAIN):
        return None
    text = block.replace("\r\n", "\n")
    lines = text.count("\n")
    is_even = text.count(separator) == lines * (width - 1)
    if "\r" in text or not is_even:
        return None
    try:
        frame = pl.read_csv(
            text.encode(),
            has_header=False,
            separator=separator,
            quote_char=None,
            schema={str(place): pl.String() for place in range(width)},
        )
    except pl.exceptions.PolarsError:
        return None
    longest = max(frame.select(pl.all().str.len_bytes().max().fill_null(0)).row(0), default=0)
    has_gaps = frame.height != lines or frame["0"].null_count() > 0
    return None if has_gaps or longest > CELL_LIMIT else frame
