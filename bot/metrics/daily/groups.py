"""Tickets that were not met, grouped by what they have in common: probably one cause each."""

import json
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.metrics.clocks import local
from bot.metrics.tickets import TicketFacts, TicketKey

LEAST = 3
"""So many tickets are a group; fewer are among the others."""
MOST = 30
"""So many groups there are at most."""
HOURS = 3
"""How long a block of hours of opening is."""
OTHERS = "others"
"""What the tickets in no group are called where a group's key stands."""
REST = "rest"
"""In what was looked at: these are what other groups of the channel leave."""
_DAY = 24
_LEVELS = (
    ("channel", "hour", "group", "category"),
    ("channel", "hour", "category"),
    ("channel", "hour", "group"),
    ("channel", "hour"),
    ("channel",),
)
"""By what tickets are grouped: as finely as half of them still stand in groups, not too many."""


class Slice(NamedTuple):
    """What the tickets of a group have in common.

    `by` is what was looked at; None in it is that they have none. `hour` (0–23) is the first of
    `HOURS` hours of opening, which may run past midnight.
    """

    by: tuple[str, ...]
    channel: str | None = None
    hour: int | None = None
    group: str | None = None
    category: str | None = None

    @property
    def end(self) -> int | None:
        """The hour (0–23) that the block of hours ends with."""
        return None if self.hour is None else (self.hour + HOURS) % _DAY

    @property
    def key(self) -> str:
        """What names the slice in a button: 16 characters, whatever its texts are."""
        return sha256(json.dumps(self).encode()).hexdigest()[:16]


class Group(NamedTuple):
    """Tickets with something in common, in the order in which they were given."""

    slice: Slice
    tickets: tuple[TicketKey, ...]


class Grouping(NamedTuple):
    """Groups, the largest first, and the tickets in none."""

    groups: tuple[Group, ...]
    others: tuple[TicketKey, ...]

    def of(self, key: str) -> tuple[TicketKey, ...] | None:
        """Return the tickets of a group by its key, or the others; None: there is no such group."""
        if key == OTHERS:
            return self.others
        return next((one.tickets for one in self.groups if one.slice.key == key), None)

    def slice_of(self, key: str) -> Slice | None:
        """Return what a group has in common by its key; None for the others."""
        return next((one.slice for one in self.groups if one.slice.key == key), None)


def grouped(tickets: Sequence[TicketFacts], zone: ZoneInfo) -> Grouping:
    """Return tickets grouped by channel, hours of opening in `zone`, agent group and category.

    Agent group and category are left out where all are of the same, and with the hours where half
    of the tickets would stand alone with them, or in too many groups. What is in no group then is
    grouped by channel alone. Blocks of hours begin where they hold most.
    """
    hours = _blocks(tickets, zone)
    large: list[Group] = []
    for level in _LEVELS:
        large = _large(_at(level, tickets, hours))
        held = sum(len(one.tickets) for one in large)
        if held * 2 >= len(tickets) and len(large) <= MOST:
            break
    kept = {key for one in large for key in one.tickets}
    large += _large(_rest([one for one in tickets if _key(one) not in kept]))
    large.sort(key=lambda one: (-len(one.tickets), _sortable(one.slice)))
    large = large[:MOST]
    kept = {key for one in large for key in one.tickets}
    return Grouping(tuple(large), tuple(key for key in map(_key, tickets) if key not in kept))


def _at(
    level: Sequence[str], tickets: Sequence[TicketFacts], hours: Sequence[int]
) -> dict[Slice, list[TicketKey]]:
    told = [name for name in level if name == "hour" or _tells(name, tickets)]
    texts = [name for name in told if name != "hour"]
    found: dict[Slice, list[TicketKey]] = {}
    for ticket, hour in zip(tickets, hours, strict=True):
        values = {name: getattr(ticket, name) for name in texts}
        made = Slice(tuple(told), hour=hour if "hour" in told else None, **values)
        found.setdefault(made, []).append(_key(ticket))
    return found


def _tells(name: str, tickets: Sequence[TicketFacts]) -> bool:
    """Return whether a column tells anything: a channel by itself, others where they differ."""
    held = {getattr(one, name) for one in tickets}
    return len(held) > 1 or (name == "channel" and held != {None})


def _rest(tickets: Sequence[TicketFacts]) -> dict[Slice, list[TicketKey]]:
    """Return tickets by channel, as far as they have one."""
    found: dict[Slice, list[TicketKey]] = {}
    for ticket in tickets:
        if ticket.channel is not None:
            found.setdefault(Slice(("channel", REST), ticket.channel), []).append(_key(ticket))
    return found


def _large(found: dict[Slice, list[TicketKey]]) -> list[Group]:
    return [Group(one, tuple(keys)) for one, keys in found.items() if len(keys) >= LEAST]


def _blocks(tickets: Sequence[TicketFacts], zone: ZoneInfo) -> list[int]:
    """Return the first hour of each ticket's block."""
    opened = [(one.channel, local(one.opened_at, zone).hour) for one in tickets]

    def gathered(offset: int) -> int:
        counts = Counter((channel, _first(hour, offset)) for channel, hour in opened)
        return sum(n * n for n in counts.values())

    offset = max(range(HOURS), key=gathered)
    return [_first(hour, offset) for _, hour in opened]


def _first(hour: int, offset: int) -> int:
    return ((hour - offset) % _DAY // HOURS * HOURS + offset) % _DAY


def _key(ticket: TicketFacts) -> TicketKey:
    return TicketKey(ticket.source, ticket.external_id)


def _sortable(one: Slice) -> tuple[bool, str, int, str, str]:
    texts = (one.channel or "", one.hour or 0, one.group or "", one.category or "")
    return REST in one.by, *texts
