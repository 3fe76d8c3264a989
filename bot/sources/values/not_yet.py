"""Words and dates that stand where a time is still to come."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

_MIDNIGHT = r"(?:[ t]+(?:[0:.]+|12:00(?::00)?\s*am)\s*(?:z|utc|[+-]00:?00)?)?$"
# What programs write for no date: day zero of a calendar, a database or a spreadsheet.
_NO_DATE = (
    r"^(?:0{1,4}[-/.]0{1,2}[-/.]0{1,4}"
    r"|1900[-/.]0?1[-/.]0?[01]|1899[-/.]12[-/.]3[01]|(?:0001|1601|1753)[-/.]0?1[-/.]0?1"
    r"|0?[01][-/.]0?[01][-/.](?:0001|1601|1753|1900)|3[01][-/.]12[-/.]1899|12[-/.]3[01][-/.]1899"
    r"|00?-jan-(?:19)?00)" + _MIDNIGHT
)
_HOUR = 3_600_000_000
_FAR = 29_348_006_400_000_000  # 2900-01-01
_WAITING = (
    r"^(?:[^\p{L}\d]+$|not\b|no\s|un|pending|waiting|awaiting|open\b|new\b|in progress|tb[acd]\b"
    r"|never|nil|n\.?\s*[/.]?a\b|offen|ausstehend|en attente|en curso|pendi?ente|in attesa|nog niet"
    r"|未|待|无|暂|尚|没|等|处理中|进行中|还没|保留|미|대기)"
)
_KEPT = 1_000


def is_no_time(text: pl.Series) -> pl.Series:
    """Tell which texts stand for no time at all: no digit in them, or day zero of some calendar."""
    lower = text.str.normalize("NFKC").str.to_lowercase()
    return ~lower.str.contains(r"\d") | lower.str.contains(_NO_DATE)


def is_far(micros: pl.Series) -> pl.Series:
    """Tell which instants mean never: the start of 1970 in any zone, or the year 2900 and later."""
    return micros.is_between(-14 * _HOUR, 14 * _HOUR) | (micros >= _FAR)


@dataclass(slots=True)
class Times:
    """What the cells of a column of times held so far: times, and what was taken as not yet."""

    times: int = 0
    bits: int = 0
    texts: Counter[str] = field(default_factory=Counter)
    taken: int = 0
    other: str = ""

    def add(self, text: pl.Series, moment: pl.Series, not_yet: pl.Series) -> None:
        """Take in a batch: its texts, the times they were read as, and which are not yet."""
        self.times += moment.count()
        if not not_yet.any() and self.times:
            return
        bits = text.filter(text.is_in(["0", "1"]))
        self.bits += len(bits)
        absent = text.filter(not_yet.fill_null(value=False))
        self.taken += len(absent)
        words = absent.filter(~_says_waiting(absent))
        self.other = self.other or next(_first(words), "") or next(_first(bits), "")
        counted = absent.value_counts(sort=True).head(max(_KEPT - len(self.texts), 0))
        self.texts.update(dict(counted.iter_rows()))

    @property
    def are_none(self) -> bool:
        """Tell whether the column holds yes and no, or words, and no time anywhere."""
        return not self.times and bool(self.other)

    def examples(self) -> str:
        """Return the texts that were most often taken as not yet, each with its count."""
        return ", ".join(f"“{text[:40]}” × {n}" for text, n in self.texts.most_common(3))


def _first(texts: pl.Series) -> Iterator[str]:
    yield from texts.head(1)


def _says_waiting(absent: pl.Series) -> pl.Series:
    """Tell which texts say that something is still to come, or are no word."""
    lower = absent.str.normalize("NFKC").str.to_lowercase()
    return lower.str.contains(_WAITING) | lower.str.contains(r"\d.*\d")
