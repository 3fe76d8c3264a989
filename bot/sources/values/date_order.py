"""Whether 03/04/2026 is the third of April or the fourth of March, told by the whole file."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

from bot.errors import BotError

Order = Literal["dmy", "mdy", "ymd"]
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")
# A file in one order with a typing error in a hundred rows is still a file in that order.
_TOLERATED = 0.01


def parts(order: str) -> tuple[int, int, int]:
    """Return the places of year, month and day in a date written in `order`."""
    return order.index("y"), order.index("m"), order.index("d")


@dataclass(frozen=True, slots=True)
class Example:
    """A date that two orders read differently."""

    row: int
    text: str
    readings: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """Return `3: 03/04/2026 → dmy 2026-04-03, mdy 2026-03-04`."""
        return f"{self.row}: {self.text} → " + ", ".join(f"{o} {day}" for o, day in self.readings)


@dataclass(slots=True)
class Evidence:
    """What the dates seen so far say about their order.

    `only` is the first date that fits one order alone, for each order that has one, with its row.
    `mixed` are a date that leaves no order open and one that does, of one column, with their rows:
    a spreadsheet that took some dates for its own may have exchanged their day and month.
    """

    dates: int = 0
    fits: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ORDERS, 0))
    examples: list[Example] = field(default_factory=list)
    only: dict[str, tuple[int, str]] = field(default_factory=dict)
    mixed: tuple[tuple[int, str], tuple[int, str]] | None = None

    def add(self, dates: pl.DataFrame) -> None:
        """Take in dates: columns row, text, p0, p1, p2 (their three numbers, no year first)."""
        if dates.is_empty():
            return
        judged = dates.with_columns(_fits(order).alias(order) for order in ORDERS)
        judged = judged.filter(pl.any_horizontal(ORDERS))
        self.dates += judged.height
        for order in ORDERS:
            self.fits[order] += int(judged[order].sum())
        alone = judged.filter(pl.sum_horizontal(ORDERS) == 1)
        for order in ORDERS:
            for row, text in alone.filter(pl.col(order)).select("row", "text").head(1).rows():
                self.only.setdefault(order, (row, text))
        if len(self.examples) < 2:
            same = (pl.col("p0") == pl.col("p1")) & ~pl.col("ymd")
            unclear = judged.filter((pl.sum_horizontal(ORDERS) > 1) & ~same)
            self.examples += [_example(row) for row in unclear.head(8).iter_rows(named=True)]
            self.examples = _spread(self.examples)

    @property
    def guess(self) -> Order:
        """Return the order that fits most of the dates so far."""
        return max(ORDERS, key=lambda order: self.fits[order])

    def decide(self, known: Order | None) -> Order | None:
        """Return the one order of the file; None when no date left it open.

        `known` is how a file with this header was read before: it settles what the dates alone do
        not. Raises BotError when two orders fit and differ, or when no order fits.
        """
        if not self.dates:
            return None
        whole = [order for order in ORDERS if self.fits[order] == self.dates]
        if len(whole) == 1 or (whole and not self.examples):
            return whole[0]
        if known in whole:
            return known
        if whole:
            raise BotError(
                "import.date_order", examples="\n".join(str(one) for one in self.examples)
            )
        best = self.guess
        if self.fits[best] < self.dates * (1 - _TOLERATED):
            rows = [f"{row}: {text} → {order}" for order, (row, text) in self.only.items()]
            raise BotError(
                "import.date_order_mixed", n=self.dates, **self.fits, examples="\n".join(rows)
            )
        return best


def _spread(examples: list[Example]) -> list[Example]:
    """Return two examples, of different dates where there are such."""
    other = [one for one in examples if one.readings != examples[0].readings]
    return [*examples[:1], *(other or examples[1:])[:1]]


def _fits(order: Order) -> pl.Expr:
    year, month, day = (pl.col(f"p{place}") for place in parts(order))
    fits = month.is_between(1, 12) & day.is_between(1, 31)
    return fits & (year <= 99) if order == "ymd" else fits & (pl.col("p0") <= 31)


def full_year(year: int) -> int:
    """Return a year of two digits in full: 70 to 99 are 19xx."""
    return year if year > 99 else year + (1900 if year >= 70 else 2000)


def _example(row: dict[str, int | str]) -> Example:
    readings = []
    for order in ORDERS:
        year, month, day = (int(row[f"p{place}"]) for place in parts(order))
        if row[order]:
            try:
                readings.append((order, date(full_year(year), month, day).isoformat()))
            except ValueError:
                continue
    return Example(int(row["row"]), str(row["text"]), tuple(readings))
