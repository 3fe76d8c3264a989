"""Numbers and lengths of time as files write them, read a column at a time."""

from datetime import date

import polars as pl

_CLOCK = (
    r"^(?P<sign>-)?(?:(?P<days>\d{1,5})\s*(?:days?|天),?\s*)?(?P<hours>\d{1,6}):"
    r"(?P<minutes>\d{1,2})(?::(?P<seconds>\d{1,2}(?:[.,]\d{1,9})?))?$"
)
_COUNT = r"(?P<{}>\d+(?:[.,]\d+)*)\s*(?:{})\.?[, ]*"
_UNITS = {
    "days": "days?|d|天|日|일|tage?n?|jours?|j|d[ií]as?|giorn[oi]|gg?|dag(?:en)?",
    "hours": "hours?|hrs?|h|小时|小時|时|時間|시간|stunden?|std|heures?|horas?|or[ae]|uur|uren",
    "minutes": "minut(?:es?|en?|os?|i)|mins?|m|分钟|分鐘|分|분",
    "seconds": "second(?:s|es?|en|[oi])?|secs?|s|秒钟|秒|초|sekunden?|sek|segundos?",
}
_WORDS = (
    "^(?P<sign>-)?"
    + "".join(f"(?:{_COUNT.format(part, words)})?" for part, words in _UNITS.items())
    + "$"
)
_HOURS = rf"(?:{_UNITS['hours']})\.?$"
# Days that a spreadsheet counts, shown as the date so many days after the last of 1899.
_SHEET_DAYS = r"^(?:1899-12-3[01]|1900-0[12]-\d\d)[ t]\d\d:\d\d"
_SHEET_START = date(1899, 12, 31)
_REWRITES = (
    (r"^(-)?p(\d+d)?(?:t([\d.,]+h)?([\d.,]+m)?([\d.,]+s)?)?$", "$1$2$3$4$5"),
    (r"^(?:<|under|less than|unter|weniger als|moins de|menos de|meno di|不到|少于) ?", ""),
    (r"^(?:an?|one) ", "1 "),
    (r"(\p{L}\.?),? (?:and|und|et|y|e|en) (\d)", "$1 $2"),
    (rf"^(-?\d+:[\d:.,]+) ?{_HOURS}", "$1"),
    (rf"^(-?\d+):(\d\d) ?(?:{_UNITS['minutes']})\.?$", "${1}m${2}s"),
)
# Clocks of columns that say how they write them, in words.
_PARTED = {
    "minutes": (r"^(-?\d+):(\d{1,2}(?:[.,]\d+)?)$", "${1}m${2}s"),
    "days": (r"^(-?\d+):(\d{1,2}):(\d{1,2})$", "${1}d${2}h${3}m"),
}
_SPECIAL = rf"^-?p|^(?:[<a-z]|不到|少于)|\p{{L}}\.?,? \p{{L}}+ \d|:.*\p{{L}}|{_SHEET_DAYS}"
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
    where it begins with days, three are days, hours and minutes. Less than a minute is a minute.
    A bare number counts `unit`
    seconds; without a unit it is null, because nothing says whether 90 is seconds or minutes.
    """
    plain = text.str.normalize("NFKC").str.to_lowercase().str.strip_chars()
    if clock in _PARTED:
        plain = plain.str.replace(*_PARTED[clock])
    if plain.str.contains(_SPECIAL).any():
        for pattern, written in _REWRITES:
            plain = plain.str.replace(pattern, written)
        plain = _with_sheet_days(plain)
    clocks = _seconds(plain.str.extract_groups(_CLOCK), comma=False)
    words = _seconds(plain.set(plain == "", None).str.extract_groups(_WORDS), comma=comma)
    seconds = clocks.zip_with(clocks.is_not_null(), words)
    if unit is not None:
        bare = read_numbers(plain, comma=comma) * unit
        seconds = seconds.zip_with(seconds.is_not_null(), bare)
    seconds = seconds.set(~(seconds.abs() < _LARGEST), None)
    return (seconds * 1e6).round(0).cast(pl.Int64)


def is_sheet_length(text: pl.Series) -> pl.Series:
    """Tell which texts are dates around 1900 that stand for a length of time."""
    return text.str.contains(_SHEET_DAYS.replace("[ t]", "[ T]")).fill_null(value=False)


def _with_sheet_days(plain: pl.Series) -> pl.Series:
    dated = plain.str.contains(_SHEET_DAYS)
    if not dated.any():
        return plain
    days = (plain.str.slice(0, 10).str.to_date(strict=False) - _SHEET_START).dt.total_days()
    days = days.clip(lower_bound=0)
    frame = pl.DataFrame({"plain": plain, "dated": dated, "days": days})
    length = pl.format("{} days, {}", "days", pl.col("plain").str.slice(11))
    return frame.select(pl.when("dated").then(length).otherwise("plain")).to_series()


def _seconds(groups: pl.Series, *, comma: bool) -> pl.Series:
    parts = groups.struct.unnest()
    known = pl.any_horizontal(pl.col(*_SIZES).is_not_null())
    counts = [read_numbers(parts[part], comma=comma) * size for part, size in _SIZES.items()]
    parts = parts.with_columns(counts)
    total = pl.sum_horizontal(*_SIZES)
    signed = pl.when(pl.col("sign").is_not_null()).then(-total).otherwise(total)
    return parts.select(pl.when(known).then(signed)).to_series()
