"""One person's figures, whole and in parts."""

from collections import defaultdict
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from bot.metrics.figures.breakdowns import Key, in_order, key_of, sortable
from bot.metrics.figures.cohort import Figures
from bot.metrics.figures.tally import Tally
from bot.metrics.tickets import TicketFacts

Part = tuple[Key, list[TicketFacts], list[TicketFacts]]


def individual(people: Iterable[tuple[Key, Figures]], key: str) -> Figures:
    """Return the figures credited to a person; those of no ticket when there are none."""
    return next((figures for name, figures in people if name == key), Tally().figures())


def partitioned(
    tickets: Iterable[TicketFacts],
    waiting: Iterable[TicketFacts],
    by: str,
    zone: ZoneInfo,
) -> list[Part]:
    """Return (key, tickets, open waits) of each group: hours and days in order, else by size."""
    group_of = key_of(by, zone)
    parts: defaultdict[Key, tuple[list[TicketFacts], list[TicketFacts]]]
    parts = defaultdict(lambda: ([], []))
    for index, several in enumerate((tickets, waiting)):
        for ticket in several:
            parts[group_of(ticket)][index].append(ticket)
    found: list[Part] = [(key, *both) for key, both in parts.items()]
    if in_order(by):
        return sorted(found, key=lambda part: sortable(part[0]))
    return sorted(found, key=lambda part: (-len(part[1]), sortable(part[0])))
