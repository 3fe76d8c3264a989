"""Some of a team's tickets: those with a value in a column, or opened outside working hours."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol, Self, TypeAlias, TypeVar

from bot.metrics.clocks import BusinessClock
from bot.metrics.figures.breakdowns import BREAKDOWNS
from bot.metrics.tickets import TicketFacts

Where: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Columns of tickets in order, each with the values that will do, as they are stored."""

FILTERS = tuple(key for key, one in BREAKDOWNS.items() if one.key is None and key != "agent")
"""The columns that tickets can be told apart by: but not by person, whose figures are theirs."""


class Many(Protocol):
    """Tickets in columns, which know by themselves which of them are asked for."""

    def having(self, where: Where) -> Self:
        """Return those that have one of the values in every column."""
        ...

    def outside(self, business: BusinessClock) -> Self:
        """Return those opened outside working hours."""
        ...


M = TypeVar("M", bound=Many)


class Filter(NamedTuple):
    """What is asked of tickets: one of FILTERS or `hours`, and a value; "" is not known yet."""

    of: str
    value: str


class Selection(NamedTuple):
    """Which of a team's tickets are asked for; without anything all of them.

    `filters` are what was asked for, as it is said: `where` says so of columns. `is_night` stands
    for those opened outside the team's working hours.
    """

    filters: tuple[Filter, ...] = ()
    where: Where = ()
    is_night: bool = False

    @property
    def is_one_column(self) -> bool:
        """Whether it is told by the values of one column alone."""
        return len(self.where) == 1 and not self.is_night

    def of_hours(
        self, tickets: Sequence[TicketFacts] | M, business: BusinessClock
    ) -> Sequence[TicketFacts] | M:
        """Return those of some tickets that were opened at its hours."""
        if not self.is_night:
            return tickets
        if not isinstance(tickets, Sequence):
            return tickets.outside(business)
        return _outside(tickets, business)

    def waiting(self, tickets: Sequence[TicketFacts], business: BusinessClock) -> list[TicketFacts]:
        """Return those of the tickets that wait; of whom nothing is told is said all the same."""
        if not self.is_night:
            return list(tickets)
        untold = [one for one in tickets if not one.response_told]
        return [*untold, *_outside([one for one in tickets if one.response_told], business)]


def with_values(tickets: Iterable[TicketFacts], where: Where) -> list[TicketFacts]:
    """Return those tickets that have one of the values in every column."""
    return [one for one in tickets if all(getattr(one, name) in found for name, found in where)]


def _outside(tickets: Sequence[TicketFacts], business: BusinessClock) -> list[TicketFacts]:
    opened = [one.opened_at for one in tickets]
    worked = business.worked(min(opened), max(opened)) if opened else None
    if worked is None:
        return []
    places = (bisect_right(worked.starts, at) - 1 for at in opened)
    return [
        one
        for one, place in zip(tickets, places, strict=True)
        if place < 0 or worked.ends[place] <= one.opened_at
    ]
