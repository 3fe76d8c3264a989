"""The instants of a ticket: written as instants, or as a length of time since the opening."""

from dataclasses import replace

import polars as pl

from bot.errors import BotError
from bot.sources.cells import Cells
from bot.sources.column_names import clock_in, zone_in
from bot.sources.columns import DURATIONS
from bot.sources.values.instants import Wall, in_range, read_instants
from bot.sources.values.not_yet import is_far, is_no_time
from bot.sources.values.numbers import is_sheet_length, read_durations, read_numbers
from bot.sources.values.seen import Seen
from bot.sources.values.zones import has_unclear_zone

_CLOCK = r"^-?\d{1,6}:\d{1,2}(:\d{1,2}([.,]\d+)?)?$"


def read_opening(cells: Cells, wall: Wall) -> pl.Series:
    """Return when each ticket was opened; a row without it fails."""
    text = cells.text("opened_at")
    opened = read_instants(text, cells.rows, _told(cells, "opened_at", wall))
    cells.fail("opened_at", "no_opened_at", text.is_null())
    _check(cells, "opened_at", text, opened)
    return opened


def read_moment(cells: Cells, field: str, opened: pl.Series, wall: Wall, seen: Seen) -> pl.Series:
    """Return the field's instants, from its own column or from one of lengths of time.

    What stands for a time still to come is null, and counted into `seen` by field.
    """
    moment = pl.Series([None], dtype=pl.Int64).new_from_index(0, len(opened))
    if cells.has(field):
        moment = _from_text(cells, field, opened, wall, seen)
    for duration, (target, unit) in DURATIONS.items():
        if target == field and cells.has(duration):
            text = cells.text(duration)
            marks = seen.marks_of(duration)
            marks.add(text, cells.rows)
            clock = clock_in(cells.mapping[duration])
            length = read_durations(text, unit, comma=marks.has_comma, clock=clock)
            unread = text.is_not_null() & length.is_null()
            not_yet = _not_yet(text, unread)
            seen.times_of(duration).add(text, length, not_yet)
            cells.fail(duration, "unparsable_duration", unread & ~not_yet)
            moment = moment.zip_with(moment.is_not_null(), opened + length)
    return moment


def _from_text(cells: Cells, field: str, opened: pl.Series, wall: Wall, seen: Seen) -> pl.Series:
    text = cells.text(field)
    clocks = text.str.contains(_CLOCK).fill_null(value=False) | _sheet_lengths(text)
    moment = read_instants(text.set(clocks, None), cells.rows, _told(cells, field, wall))
    not_yet = _not_yet(text, ~_inside(moment)) | is_far(moment).fill_null(value=False)
    moment = moment.set(not_yet, None)
    left = moment.is_null() & text.is_not_null() & ~not_yet
    if left.any():
        marks = seen.marks_of(field)
        clock = clock_in(cells.mapping[field])
        length = read_durations(text.set(~left, None), None, comma=marks.has_comma, clock=clock)
        marks.add(text.set(length.is_null() | clocks, None), cells.rows)
        moment = moment.zip_with(moment.is_not_null(), opened + length)
        not_yet |= _not_yet(text, left & length.is_null())
        if not length.count():
            not_yet |= (text == "0").fill_null(value=False)
        _refuse_bare_numbers(cells, field, text.set(moment.is_not_null() | not_yet, None))
    seen.times_of(field).add(text, moment, not_yet)
    _check(cells, field, text.set(not_yet, None), moment)
    return moment


def _sheet_lengths(text: pl.Series) -> pl.Series:
    lengths = is_sheet_length(text)
    return lengths & ~is_no_time(text).fill_null(value=True) if lengths.any() else lengths


def _told(cells: Cells, field: str, wall: Wall) -> Wall:
    """Return the clock of the field's column, whose name may tell the zone."""
    zone = zone_in(cells.mapping.get(field, ()))
    return replace(wall, zone=zone) if zone else wall


def _not_yet(text: pl.Series, unread: pl.Series) -> pl.Series:
    """Tell which of the unread texts stand for a time still to come."""
    if not unread.any():
        return unread.fill_null(value=False)
    return (unread & is_no_time(text)).fill_null(value=False)


def _refuse_bare_numbers(cells: Cells, field: str, unread: pl.Series) -> None:
    """Stop at a column of plain numbers: nothing says whether 90 is seconds or minutes.

    A column of nothing but 1 and 0 goes on: the whole file tells whether it says yes and no.
    """
    bare = unread.filter(read_numbers(unread).is_not_null())
    if (
        field in {target for target, _ in DURATIONS.values()}
        and len(bare) * 2 > cells.text(field).count()
        and not bare.is_in(["0", "1"]).all()
    ):
        what = next(name for name, (target, _) in DURATIONS.items() if target == field)
        raise BotError(
            "import.unit_unknown",
            column="+".join(cells.mapping[field]),
            value=bare.filter(~bare.is_in(["0", "1"]))[0],
            field=what.removesuffix("_seconds"),
        )


def _check(cells: Cells, field: str, text: pl.Series, moment: pl.Series) -> None:
    unread = text.is_not_null() & moment.is_null()
    if unread.any():
        cells.fail(field, "zone_unclear", unread & has_unclear_zone(text))
        cells.fail(field, "unparsable_time", unread)
    cells.fail(field, "time_out_of_range", ~_inside(moment))


def _inside(moment: pl.Series) -> pl.Series:
    return moment.to_frame("at").select(in_range(pl.col("at"))).to_series()
