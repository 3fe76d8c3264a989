"""One person's figures, whole and in parts."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from bot.metrics.figures import Figures, GroupBy, Key
from bot.metrics.instants import local
from bot.metrics.tally import Tally
from bot.metrics.tickets import TicketFacts

Part = tuple[Key, list[TicketFacts], list[TicketFacts]]


def individual(people: Iterable[tuple[Key, Figures]], key: str) -> Figures:
    """Return the figures credited to a person; those of no ticket when there are none."""
    return next((figures for name, figures in people if name == key), Tally().figures())


def partitioned(
    tickets: Iterable[TicketFacts],
    waiting: Iterable[TicketFacts],
    by: GroupBy,
    zone: ZoneInfo,
) -> list[Part]:
    """Return (key, tickets, open waits) of each group: hours and days in order, else by size."""
    key_of = _key_of(by, zone)
    parts: defaultdict[Key, tuple[list[TicketFacts], list[TicketFacts]]]
    parts = defaultdict(lambda: ([], []))
    for index, several in enumerate((tickets, waiting)):
        for ticket in several:
            parts[key_of(ticket)][index].append(ticket)
    found: list[Part] = [(key, *both) for key, both in parts.items()]
    if by in {"hour", "day"}:
        return sorted(found, key=lambda part: _sortable(part[0]))
    return sorted(found, key=lambda part: (-len(part[1]), _sortable(part[0])))


def _key_of(by: GroupBy, zone: ZoneInfo) -> Callable[[TicketFacts], Key]:
    if by == "hour":
        return lambda ticket: local(ticket.opened_at, zone).hour
    if by == "day":
        return lambda ticket: local(ticket.opened_at, zone).date().isoformat()
    index = TicketFacts._fields.index(by)
    return lambda ticket: ticket[index]  # type: ignore[return-value]


def _sortable(key: Key) -> tuple[bool, int, str]:
    return key is None, key if isinstance(key, int) else 0, str(key)
