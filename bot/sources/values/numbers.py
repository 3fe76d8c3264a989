"""Numbers and lengths of time as files write them, read a column at a time."""

import polars as pl

_CLOCK = (
    r"^(?P<sign>-)?(?:(?P<days>\d{1,5})\s*(?:days?|天),?\s*)?(?P<hours>\d{1,6}):"
    r"(?P<minutes>\d{1,2})(?::(?P<seconds>\d{1,2}(?:[.,]\d{1,9})?))?$"
)
_WORDS = (
    r"^(?P<sign>-)?(?:(?P<days>\d+(?:[.,]\d+)*)\s*(?:days?|d|天|日)[, ]*)?"
    r"(?:(?P<hours>\d+(?:[.,]\d+)*)\s*(?:hours?|hrs?|h|小时|时)[, ]*)?"
    r"(?:(?P<minutes>\d+(?:[.,]\d+)*)\s*(?:minutes?|mins?|m|分钟|分)[, ]*)?"
    r"(?:(?P<seconds>\d+(?:[.,]\d+)*)\s*(?:seconds?|secs?|s|秒钟|秒))?$"
)
# Clocks of columns that say how they write them, in words.
_PARTED = {
    "minutes": (r"^(-?\d+):(\d{1,2}(?:[.,]\d+)?)$", "${1}m${2}s"),
    "days": (r"^(-?\d+):(\d{1,2}):(\d{1,2})$", "${1}d${2}h${3}m"),
}
_SIZES = {"days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}
_LARGEST = 1e10
_GAP = "[ \u00a0\u202f\u2019']"
_SPACED = rf"^[+-]?\d{{1,3}}(?:{_GAP}\d{{3}})+(?:[.,]\d+)?$"


def read_numbers(text: pl.Series, *, comma: bool = False) -> pl.Series:
    """Return a float for each text, null where it is no finite number below 10¹⁰.

    `1,5` is one and a half. In `1,500` and `1,500.5` thousands are marked, unless the column has a
    decimal `comma`: then they are in `1.500` and `1.500,5`.
    """
    thousand, mark = (".", ",") if comma else (",", ".")
    spaced = text.str.contains(_SPACED)
    bare = text.str.replace_all(_GAP, "").zip_with(spaced, text) if spaced.any() else text
    marked = bare.str.contains(rf"^-?\d{{1,3}}(\{thousand}\d{{3}})+(\{mark}\d+)?$")
    plain = bare.str.replace_all(thousand, "", literal=True).zip_with(marked, bare)
    plain = plain.str.replace(",", ".", literal=True)
    strict = plain.set(~plain.str.contains(r"^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$"), None)
    value = strict.cast(pl.Float64, strict=False)
    return value.set(~(value.abs() < _LARGEST), None)


def read_durations(
    text: pl.Series, unit: int | None, *, comma: bool = False, clock: str = ""
) -> pl.Series:
    """Return microseconds for each text, null where it is no length of time.

    Two parts with a colon are hours and minutes, unless the column's `clock` begins with minutes;
    where it begins with days, three are days, hours and minutes. A bare number counts `unit`
    seconds; without a unit it is null, because nothing says whether 90 is seconds or minutes.
    """
    plain = text.str.normalize("NFKC").str.to_lowercase().str.strip_chars()
    if clock in _PARTED:
        plain = plain.str.replace(*_PARTED[clock])
    clocks = _seconds(plain.str.extract_groups(_CLOCK), comma=False)
    words = _seconds(plain.set(plain == "", None).str.extract_groups(_WORDS), comma=comma)
    seconds = clocks.zip_with(clocks.is_not_null(), words)
    if unit is not None:
        bare = read_numbers(plain, comma=comma) * unit
        seconds = seconds.zip_with(seconds.is_not_null(), bare)
    seconds = seconds.set(~(seconds.abs() < _LARGEST), None)
    return (seconds * 1e6).round(0).cast(pl.Int64)


def _seconds(groups: pl.Series, *, comma: bool) -> pl.Series:
    parts = groups.struct.unnest()
    known = pl.any_horizontal(pl.col(*_SIZES).is_not_null())
    counts = [read_numbers(parts[part], comma=comma) * size for part, size in _SIZES.items()]
    parts = parts.with_columns(counts)
    total = pl.sum_horizontal(*_SIZES)
    signed = pl.when(pl.col("sign").is_not_null()).then(-total).otherwise(total)
    return parts.select(pl.when(known).then(signed)).to_series()
