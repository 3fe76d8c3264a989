"""What figures are broken down by: a column of the tickets, or the hour or day of opening."""

from collections.abc import Callable
from typing import Literal, TypeAlias, get_args
from zoneinfo import ZoneInfo

from bot.metrics.instants import local
from bot.metrics.tickets import TicketFacts

Breakdown: TypeAlias = Literal["agent", "channel", "priority", "tier", "category", "hour", "day"]
Key: TypeAlias = str | int | None

BREAKDOWNS: tuple[Breakdown, ...] = get_args(Breakdown)
IN_ORDER = frozenset({"hour", "day"})
"""Those whose groups stand in their own order; the others' stand by number of tickets."""


def breakdown(name: str) -> Breakdown | None:
    """Return the breakdown of a name, None for anything else."""
    return next((known for known in BREAKDOWNS if known == name), None)


def key_of(by: Breakdown, zone: ZoneInfo) -> Callable[[TicketFacts], Key]:
    """Return what tells a ticket's group: local hour of opening (0-23), ISO date, or its column."""
    if by == "hour":
        return lambda ticket: local(ticket.opened_at, zone).hour
    if by == "day":
        return lambda ticket: local(ticket.opened_at, zone).date().isoformat()
    index = TicketFacts._fields.index(by)
    return lambda ticket: ticket[index]  # type: ignore[return-value]


def sortable(key: Key) -> tuple[bool, int, str]:
    """Return what puts groups in order by key: numbers by size, texts by letter, None last."""
    return key is None, key if isinstance(key, int) else 0, str(key)
