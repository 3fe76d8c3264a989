"""Times as people and programs write them, read a column at a time."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import polars as pl

from bot.metrics.clocks import from_wall
from bot.sources.values.date_order import Evidence, Order, parts
from bot.sources.values.formats import find_format, parsed
from bot.sources.values.spelling import PARTS, spelled, translated
from bot.sources.values.zones import ZONE, east_of

_ISO = "%Y-%m-%d %H:%M:%S%.f"
_ISO_OFFSET = "%Y-%m-%dT%H:%M:%S%.f%:z"
_PROGRAMS = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d(?:\.\d{1,6})?[+-]\d\d:\d\d$"
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_EXCEL_DAYS_TO_1970 = 25_569
_EXCEL_1904_SHIFT = 1_462
_DAY = 86_400_000_000
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
# Worth a second look in other languages: letters beside digits, or dots in a time.
_WORDED = r"\d.*\p{L}\p{L}|\p{L}{2}.*\d|\d ?h|\d \d{1,2}\.\d\d"
_TIME = (
    rf"(?:(?:[t,]|at)?\s*(?P<before>{PARTS})?\s*(?P<hour>\d{{1,2}}):(?P<minute>\d{{1,2}})"
    rf"(?::(?P<second>\d{{1,2}})(?:[.,](?P<fraction>\d{{1,9}}))?)?\s*(?P<after>{PARTS})?"
    rf"\s*(?P<offset>{ZONE})?)?$"
)
_NUMERIC = r"^(?P<p0>\d{1,4})[-/.] ?(?P<p1>\d{1,2})[-/.] ?(?P<p2>[1-9]\d{3}|\d{1,2})\.?\s*" + _TIME
_DAY_FIRST = (
    r"^(?P<d>\d{1,2})(?:st|nd|rd|th)?[-/. ]+(?P<m>[a-z]{3,9})\.?[-/., ]+(?P<y>\d{2,4}),?\s*"
)
_NAME_FIRST = r"^(?P<m>[a-z]{3,9})\.? +(?P<d>\d{1,2})(?:st|nd|rd|th)?,? +(?P<y>\d{4}),?\s*"


@dataclass(slots=True)
class Wall:
    """How the clock of a file is to be read; `evidence` gathers what its dates say of the order.

    `zone` is an IANA name, or an offset such as +05:30.
    """

    zone: str
    order: Order | None = None
    starts_1904: bool = False
    evidence: Evidence = field(default_factory=Evidence)


def in_range(micros: pl.Expr) -> pl.Expr:
    """Tell which instants lie in 1990 to 2099, where tickets can be."""
    first, last = (int(at.timestamp()) * 1_000_000 for at in (_EARLIEST, _LATEST))
    return micros.is_between(first, last, closed="left")


def read_instants(text: pl.Series, rows: pl.Series, wall: Wall) -> pl.Series:
    """Return microseconds since 1970 UTC for each text, null where it is not a time.

    A naive time is the zone's wall clock: one shown twice is its first occurrence, one skipped is
    the moment of the skip. `rows` are the lines in the file, for `wall.evidence`. A date alone is
    its midnight. Bare numbers are Unix seconds or milliseconds, or Excel days.
    """
    walls = text.str.to_datetime(_ISO, strict=False, time_unit="us")
    result = _with_offsets(text, _to_utc(walls, wall.zone))
    left = result.is_null() & text.is_not_null()
    if not left.any():
        return result
    known = wall.evidence.dates
    read = _left(text.filter(left), rows.filter(left), wall)
    done = result.is_not_null()
    if wall.evidence.mixed is None and wall.evidence.dates > known and done.any():
        wall.evidence.mixed = (
            (rows.filter(done)[0], text.filter(done)[0]),
            (rows.filter(left)[0], text.filter(left)[0]),
        )
    return result.scatter(left.arg_true(), read)


def _left(text: pl.Series, rows: pl.Series, wall: Wall) -> pl.Series:
    """Read texts by the format of the first ones, and what has another by all that are known."""
    one = find_format(text, wall.order)
    if one is None:
        return _slowly(text, rows, wall)
    walls = parsed(text, one)
    read = _to_utc(walls, "UTC" if one.is_utc else wall.zone)
    done = walls.is_not_null()
    if one.order:
        wall.evidence.add(_open_dates(text, rows, walls, one.order))
    if done.all():
        return read
    slow = _slowly(text.filter(~done), rows.filter(~done), wall)
    return read.scatter((~done).arg_true(), slow)


def _open_dates(text: pl.Series, rows: pl.Series, walls: pl.Series, order: Order) -> pl.DataFrame:
    """Return dates of an order as `Evidence` takes them."""
    numbers = {"y": walls.dt.year(), "m": walls.dt.month(), "d": walls.dt.day()}
    places = {f"p{place}": numbers[part].cast(pl.Int64) for place, part in enumerate(order)}
    return pl.DataFrame({"row": rows, "text": text, **places}).drop_nulls("p0")


def _to_utc(walls: pl.Series, zone: str) -> pl.Series:
    if zone == "UTC":
        return walls.dt.epoch("us")
    if zone[0] in "+-":
        return walls.dt.epoch("us") - _east(zone)
    aware = walls.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    result = aware.dt.epoch("us")
    skipped = result.is_null() & walls.is_not_null()
    if not skipped.any():
        return result
    info = ZoneInfo(zone)
    moved = [from_wall(each, info) for each in walls.filter(skipped)]
    return result.scatter(skipped.arg_true(), moved)


def _east(offset: str) -> int:
    """Return the microseconds of an offset such as +05:30."""
    hours, minutes = offset[1:].split(":")
    size = (int(hours) * 60 + int(minutes)) * 60_000_000
    return -size if offset[0] == "-" else size


def _with_offsets(text: pl.Series, result: pl.Series) -> pl.Series:
    """Add the instants that programs write, with an offset."""
    written = text.str.contains(_PROGRAMS).fill_null(value=False) & result.is_null()
    if not written.any():
        return result
    instants = text.filter(written).str.to_datetime(_ISO_OFFSET, strict=False, time_unit="us")
    return result.scatter(written.arg_true(), instants.dt.epoch("us"))


def _slowly(text: pl.Series, rows: pl.Series, wall: Wall) -> pl.Series:
    plain = spelled(text, six_digits=wall.order == "ymd")
    read = _instants(text, rows, plain, wall)
    left = read.is_null() & plain.str.contains(_WORDED).fill_null(value=False)
    if not left.any():
        return read
    worded = translated(plain.filter(left))
    changed = worded != plain.filter(left)
    places, worded = left.arg_true().filter(changed), worded.filter(changed)
    return read.scatter(places, _instants(text[places], rows[places], worded, wall))


def _instants(text: pl.Series, rows: pl.Series, plain: pl.Series, wall: Wall) -> pl.Series:
    frame = _dates(pl.DataFrame({"row": rows, "text": text, "plain": plain}), wall)
    walls = _walls(frame, wall.order or wall.evidence.guess)
    zones = frame["offset"]
    naive = _to_utc(walls.set(zones.is_not_null(), None), wall.zone)
    shifted = walls.dt.epoch("us") - east_of(zones, walls, wall.zone) * 60_000_000
    read = pl.DataFrame({"naive": naive, "shifted": shifted, "plain": plain})
    return read.select(pl.coalesce("shifted", "naive", _unix(), _excel(plain, wall))).to_series()


def _dates(frame: pl.DataFrame, wall: Wall) -> pl.DataFrame:
    """Add the parts of dates and times; only numeric dates without a leading year keep p0 to p2."""
    plain = pl.col("plain")
    number = plain.str.extract_groups(_NUMERIC)
    named = [plain.str.extract_groups(pattern + _TIME) for pattern in (_DAY_FIRST, _NAME_FIRST)]
    parted = frame.with_columns(number.alias("n"), named[0].alias("x"), named[1].alias("y"))
    months = pl.coalesce(pl.col("x").struct["m"], pl.col("y").struct["m"])
    parted = parted.with_columns(
        *(pl.col("n").struct[f"p{place}"].cast(pl.Int64).alias(f"p{place}") for place in range(3)),
        year_first=pl.col("n").struct["p0"].str.len_chars() >= 3,
        named_year=pl.coalesce(pl.col("x").struct["y"], pl.col("y").struct["y"]).cast(pl.Int64),
        named_month=months.replace_strict(_MONTHS, default=None, return_dtype=pl.Int64),
        named_day=pl.coalesce(pl.col("x").struct["d"], pl.col("y").struct["d"]).cast(pl.Int64),
        **{part: pl.coalesce(*(pl.col(each).struct[part] for each in "nxy")) for part in _CLOCK},
    )
    open_dates = parted.filter(pl.col("p0").is_not_null() & ~pl.col("year_first"))
    wall.evidence.add(open_dates.select("row", "text", "p0", "p1", "p2"))
    return parted


_REST = ("minute", "second", "fraction")
_CLOCK = ("before", "hour", "minute", "second", "fraction", "after", "offset")


def _walls(frame: pl.DataFrame, order: Order) -> pl.Series:
    places = [pl.col(f"p{place}") for place in parts(order)]
    leading = pl.col("year_first")
    by_order = [
        pl.when(leading).then(pl.col(f"p{place}")).otherwise(chosen)
        for place, chosen in enumerate(places)
    ]
    year, month, day = (
        pl.coalesce(f"named_{name}", chosen)
        for name, chosen in zip(("year", "month", "day"), by_order, strict=True)
    )
    century = pl.when(year >= 70).then(1900).otherwise(2000)
    year = pl.when((year <= 99) & ~leading.fill_null(value=False)).then(year + century)
    iso = pl.format(
        "{}-{}-{} {}:{}:{}.{}",
        year.otherwise(pl.coalesce("named_year", by_order[0])),
        month,
        day,
        pl.col("clock") % 24,
        pl.col("minute").fill_null("0"),
        pl.col("second").fill_null("0"),
        pl.col("fraction").fill_null("0"),
    )
    walls = iso.str.to_datetime(_ISO, strict=False, time_unit="us")
    next_day = pl.duration(days=pl.col("clock") // 24)
    return frame.with_columns(clock=_hour()).select(walls + next_day).to_series()


def _hour() -> pl.Expr:
    """Return the hour of 24, or 24 and more on the next day; null for what no clock shows.

    `13:30 pm` stays, `14 am` is no time, `12:30 evening` is half past midnight, `24:00` ends its
    day, and nothing says of which day `12:30 night` is.
    """
    hour = pl.col("hour").cast(pl.Int64).fill_null(0)
    half = pl.coalesce("before", "after")
    is_full = pl.all_horizontal(pl.col(part).fill_null("0").str.contains("^0+$") for part in _REST)
    return (
        pl.when(half.is_null())
        .then(pl.when((hour < 24) | ((hour == 24) & is_full)).then(hour))
        .when((half == "evening") & (hour == 12))
        .then(24)
        .when((half == "evening") & (hour < 5))
        .then(None)
        .when((half == "noon") & hour.is_between(10, 14))
        .then(hour)
        .when((half == "noon") & hour.is_between(4, 23))
        .then(None)
        .when(half.is_in(["morning", "night"]) & (hour < 6))
        .then(hour)
        .when((half == "night") & ((hour == 6) | hour.is_between(12, 17)))
        .then(None)
        .when(half == "morning")
        .then(pl.when(hour < 12).then(hour))
        .when(half == "am")
        .then(pl.when(hour <= 12).then(hour % 12))
        .when(hour < 12)
        .then(hour + 12)
        .when(hour < 24)
        .then(hour)
    )


def _unix() -> pl.Expr:
    number = pl.col("plain").str.extract(r"^(\d{9,10}(?:\.\d+)?|\d{13})$").cast(pl.Float64)
    return (
        pl.when(number >= 1e11).then(number * 1e3).otherwise(number * 1e6).round(0).cast(pl.Int64)
    )


def _excel(plain: pl.Series, wall: Wall) -> pl.Series:
    """Read Excel's days: 45000.5, or a date and a time cell, `45000 0.5`."""
    both = plain.str.extract_groups(r"^([2-7]\d{4}(?:\.\d+)?)(?: (0(?:\.\d+)?|\.\d+))?$")
    days = both.struct.field("1").cast(pl.Float64) + both.struct.field("2").cast(
        pl.Float64
    ).fill_null(0.0)
    shift = _EXCEL_DAYS_TO_1970 - (_EXCEL_1904_SHIFT if wall.starts_1904 else 0)
    # A day's fraction in a float is exact to a microsecond or so: cells hold milliseconds.
    millis = ((days - shift) * (_DAY / 1000)).round(0).cast(pl.Int64)
    cells = pl.Series(millis * 1000, dtype=pl.Int64).cast(pl.Datetime("us"))
    return _to_utc(cells, wall.zone)
