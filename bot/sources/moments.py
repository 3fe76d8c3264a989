"""The instants of a ticket: written as instants, or as a length of time since the opening."""

import polars as pl

from bot.errors import BotError
from bot.sources.cells import Cells
from bot.sources.columns import DURATIONS
from bot.sources.values.instants import Wall, in_range, read_instants
from bot.sources.values.numbers import read_durations, read_numbers

_CLOCK = r"^-?\d{1,6}:\d{1,2}(:\d{1,2}([.,]\d+)?)?$"


def read_opening(cells: Cells, wall: Wall) -> pl.Series:
    """Return when each ticket was opened; a row without it fails."""
    text = cells.text("opened_at")
    opened = read_instants(text, cells.rows, wall)
    cells.fail("opened_at", "no_opened_at", text.is_null())
    _check(cells, "opened_at", text, opened)
    return opened


def read_moment(cells: Cells, field: str, opened: pl.Series, wall: Wall) -> pl.Series:
    """Return the field's instants, from its own column or from one of lengths of time."""
    moment = pl.Series([None], dtype=pl.Int64).new_from_index(0, len(opened))
    if cells.has(field):
        moment = _from_text(cells, field, opened, wall)
    for duration, (target, unit) in DURATIONS.items():
        if target == field and cells.has(duration):
            text = cells.text(duration)
            length = read_durations(text, unit)
            cells.fail(duration, "unparsable_duration", text.is_not_null() & length.is_null())
            moment = moment.zip_with(moment.is_not_null(), opened + length)
    return moment


def _from_text(cells: Cells, field: str, opened: pl.Series, wall: Wall) -> pl.Series:
    text = cells.text(field)
    clocks = text.str.contains(_CLOCK).fill_null(value=False)
    moment = read_instants(text.set(clocks, None), cells.rows, wall)
    left = moment.is_null() & text.is_not_null()
    if left.any():
        length = read_durations(text.set(~left, None), None)
        moment = moment.zip_with(moment.is_not_null(), opened + length)
        _refuse_bare_numbers(cells, field, text.set(moment.is_not_null(), None))
    _check(cells, field, text, moment)
    return moment


def _refuse_bare_numbers(cells: Cells, field: str, unread: pl.Series) -> None:
    """Stop at a column of plain numbers: nothing says whether 90 is seconds or minutes."""
    bare = read_numbers(unread).is_not_null().sum()
    if (
        field in {target for target, _ in DURATIONS.values()}
        and bare * 2 > cells.text(field).count()
    ):
        what = next(name for name, (target, _) in DURATIONS.items() if target == field)
        raise BotError(
            "import.unit_unknown",
            column="+".join(cells.mapping[field]),
            value=unread.drop_nulls()[0],
            field=what.removesuffix("_seconds"),
        )


def _check(cells: Cells, field: str, text: pl.Series, moment: pl.Series) -> None:
    cells.fail(field, "unparsable_time", text.is_not_null() & moment.is_null())
    inside = moment.to_frame("at").select(in_range(pl.col("at"))).to_series()
    cells.fail(field, "time_out_of_range", ~inside)
