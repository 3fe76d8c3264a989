"""Satisfaction on the one scale that is kept, 1 to 5, and what is left out."""

from dataclasses import dataclass

import polars as pl

from bot.sources.values.decimal_mark import Marks
from bot.sources.values.numbers import read_numbers
from bot.sources.values.words import NOT_RATED, RATINGS

_DECORATED = r"^(\d(?:[.,]\d+)?)\s*(?:/\s*5|stars?|星|分)$"
# Above this share of numbers beyond 1 to 5 the column is on another scale, not mistyped.
_MISTYPED = 0.01


@dataclass(slots=True)
class RatingScale:
    """What the ratings seen so far look like."""

    on_scale: int = 0
    off_scale: int = 0
    words: int = 0

    @property
    def is_other(self) -> bool:
        """Tell whether the file rates on another scale, so that none of its ratings is kept."""
        return self.off_scale > (self.on_scale + self.off_scale) * _MISTYPED

    @property
    def left_out(self) -> int:
        """Return how many ratings are not kept."""
        return self.words + self.off_scale + (self.on_scale if self.is_other else 0)


def read_ratings(text: pl.Series, rows: pl.Series, scale: RatingScale, marks: Marks) -> pl.Series:
    """Return ratings of 1 to 5, null elsewhere, and count into `scale` what is left out.

    Five-step words become their step. Words such as good and bad, and numbers beyond 1 to 5, are
    left out: what they mean on five steps would be a guess. 0 means not rated. `rows` are the lines
    in the file, for `marks`.
    """
    lower = text.str.to_lowercase()
    rated = lower.set(lower.is_in(sorted(NOT_RATED)), None)
    bare = rated.str.replace(_DECORATED, "$1")
    marks.add(bare, rows)
    number = read_numbers(bare, comma=marks.has_comma)
    worded = rated.replace_strict(RATINGS, default=None, return_dtype=pl.Float64)
    value = number.zip_with(number.is_not_null(), worded)
    fits = value.is_between(1, 5)
    scale.on_scale += int(fits.sum())
    scale.off_scale += int((~fits).sum())
    scale.words += int((rated.is_not_null() & value.is_null()).sum())
    return value.set(~fits, None)
