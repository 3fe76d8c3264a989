"""Pages of what is too long for one answer."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Page(NamedTuple):
    """A page of a list: its number counted from 1, how many there are, and rows on each."""

    number: int
    pages: int
    most: int

    @property
    def start(self) -> int:
        """How many rows stand on the pages before it."""
        return (self.number - 1) * self.most

    def of(self, rows: Sequence[T]) -> Sequence[T]:
        """Return the rows of all that stand on this page."""
        return rows[self.start : self.start + self.most]


ALL = Page(1, 1, 1 << 31)
"""The page of what is not divided into pages."""


def page_at(wanted: int, count: int, most: int) -> Page:
    """Return a page of `count` rows, at most so many on each; one that is not there is the nearest.

    Nothing at all is one empty page.
    """
    pages = max(-(-count // most), 1)
    return Page(min(max(wanted, 1), pages), pages, most)
