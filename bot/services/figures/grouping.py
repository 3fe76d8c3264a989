"""One person's figures, whole and in parts."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.metrics.figures.breakdowns import Key, in_order, key_of, sortable
from bot.metrics.figures.cohort import Cohort, Figures
from bot.metrics.figures.tally import Tally
from bot.metrics.tickets import TicketFacts

Part = tuple[Key, Cohort, list[TicketFacts]]


def individual(people: Iterable[tuple[Key, Figures]], key: str) -> Figures:
    """Return the figures credited to a person; those of no ticket when there are none."""
    return next((figures for name, figures in people if name == key), Tally().figures())


def partitioned(
    tickets: Cohort,
    waiting: Iterable[TicketFacts],
    by: str,
    zone: ZoneInfo,
) -> list[Part]:
    """Return (key, tickets, open waits) of each group: hours and days in order, else by size."""
    group_of = key_of(by, zone)
    if isinstance(tickets, Sequence):
        parts: dict[Key, Cohort] = dict(_parts(tickets, group_of))
    else:
        parts = dict(tickets.parts(by, zone))
    waits = _parts(waiting, group_of)
    keys = dict.fromkeys([*parts, *waits])
    found: list[Part] = [(key, parts.get(key, []), waits.get(key, [])) for key in keys]
    if in_order(by):
        return sorted(found, key=lambda part: sortable(part[0]))
    return sorted(found, key=lambda part: (-len(part[1]), sortable(part[0])))


def _parts(
    tickets: Iterable[TicketFacts], group_of: Callable[[TicketFacts], Key]
) -> Mapping[Key, list[TicketFacts]]:
    parts: defaultdict[Key, list[TicketFacts]] = defaultdict(list)
    for ticket in tickets:
        parts[group_of(ticket)].append(ticket)
    return parts
