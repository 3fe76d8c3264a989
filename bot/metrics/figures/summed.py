"""A cohort of which whole days that are over are known by their sums: rollups.

What the settled tickets of a local date come to stays as it is until one of them changes. Those
that wait, and the days that are not over, stand beside them one by one or in columns.
"""

import json
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple, Self
from zoneinfo import ZoneInfo

from bot.metrics.clocks import Micros, local, midnight
from bot.metrics.figures.breakdowns import Key
from bot.metrics.figures.tally import COUNTS, SAMPLES, TOTALS, Tally, Total
from bot.metrics.tickets import TicketFacts

if TYPE_CHECKING:
    from bot.metrics.figures.columns import By, Columns

_WIDTH = len(COUNTS) + 2 * len(TOTALS)
_ONE_DAY = timedelta(days=1)


class Sums(NamedTuple):
    """What one group's settled tickets of a day come to: numbers, samples in order, exclusions."""

    numbers: Sequence[int]
    samples: Sequence[Sequence[float]]
    excluded: Mapping[str, int]

    @classmethod
    def of(cls, tally: Tally) -> Self:
        """Return the sums that a tally has."""
        totals: list[Total] = [getattr(tally, name) for name in TOTALS]
        numbers = [*(getattr(tally, name) for name in COUNTS)]
        numbers += [number for total in totals for number in (total.n, total.millionths)]
        samples = tuple(array("d", sorted(getattr(tally, name))) for name in SAMPLES)
        return cls(numbers, samples, dict(sorted(tally.excluded.items())))


Groups = Mapping[Key, Sums]


class Day(NamedTuple):
    """A local date's sums by one breakdown; `number` names them and the day's tickets."""

    on: date
    number: int
    groups: Groups

    @property
    def kilobytes(self) -> int:
        """Return about how much memory it takes."""
        return (
            1
            + sum(8 * (_WIDTH + sum(map(len, sums.samples))) + 500 for sums in self.groups.values())
            // 1_000
        )


def packed(groups: Groups) -> bytes:
    """Return groups as bytes: what they are called, then numbers, then samples."""
    sizes = [[len(samples) for samples in sums.samples] for sums in groups.values()]
    head = json.dumps([list(groups), sizes, [dict(sums.excluded) for sums in groups.values()]])
    numbers = array("q", [number for sums in groups.values() for number in sums.numbers])
    samples = array("d")
    for sums in groups.values():
        for one in sums.samples:
            samples.extend(one)
    return head.encode() + b"\n" + numbers.tobytes() + samples.tobytes()


def unpacked(body: bytes) -> Groups:
    """Return groups from their bytes."""
    head, _, rest = body.partition(b"\n")
    keys, sizes, excluded = json.loads(head)
    split = 8 * _WIDTH * len(keys)
    numbers, samples = array("q", rest[:split]), array("d", rest[split:])
    ends = iter(pairwise(accumulate((size for own in sizes for size in own), initial=0)))
    return {
        key: Sums(
            numbers[place * _WIDTH : (place + 1) * _WIDTH],
            tuple(samples[slice(*next(ends))] for _ in own),
            excluded[place],
        )
        for place, (key, own) in enumerate(zip(keys, sizes, strict=True))
    }


@dataclass(frozen=True, slots=True)
class Summed:
    """Tickets of a team: `days` by breakdown ("" is none), and `parts` of all others.

    `alias` gives people one name each; the parts have it already. `numbers` names the tickets of
    days, as far as it is known; `told` is when the first responses of `days` were known last.
    """

    days: Mapping[str, Sequence[Day]]
    parts: Sequence["Sequence[TicketFacts] | Columns"]
    numbers: Mapping[date, int]
    told: Micros
    zone: ZoneInfo
    alias: Mapping[str, str]

    def between(self, start: Micros, end: Micros) -> "Summed":
        """Return those opened from one instant to another, neither of which cuts a day's sums."""
        first, after = (_first_from(at, self.zone) for at in (start, end))
        days = {
            by: [day for day in days if first <= day.on < after] for by, days in self.days.items()
        }
        parts = [_between(part, start, end) for part in self.parts]
        return replace(self, days=days, parts=[part for part in parts if len(part)])

    @property
    def last_response(self) -> Micros:
        """Return an instant after which no first response was known, not always the earliest."""
        parts = (
            last_of(part) if isinstance(part, Sequence) else part.last_response
            for part in self.parts
        )
        return max(self.told, *parts, 0)

    def content(self, first: date, last: date) -> tuple[int, ...] | None:
        """Return what names the tickets of some days, also of those that are parts; or None.

        Others are there as soon as one of the tickets changes.
        """
        dates = [first + step * _ONE_DAY for step in range((last - first).days + 1)]
        found = [number for day in dates if (number := self.numbers.get(day)) is not None]
        return tuple(found) if len(found) == len(dates) else None

    def tallies(self, by: "By") -> dict[Key, Tally]:
        """Return what the days with sums come to, by a breakdown or by spans of local dates."""
        found: defaultdict[Key, list[Sums]] = defaultdict(list)
        for key, sums in self._keyed(by):
            found[key].append(sums)
        return {key: _together(sums) for key, sums in found.items()}

    def _keyed(self, by: "By") -> Iterator[tuple[Key, Sums]]:
        if isinstance(by, str) and by != "day":
            alias = self.alias if by == "agent" else {}
            for day in self.days[by]:
                for key, sums in day.groups.items():
                    yield (alias.get(key, key) if isinstance(key, str) else key), sums
            return
        for day in self.days[""]:
            key = _key(day.on, by)
            for sums in day.groups.values():
                if key is not None or not by:
                    yield key, sums


def last_of(tickets: Iterable[TicketFacts]) -> Micros:
    """Return the latest first response, 0 without any."""
    return max((one.first_response_at or 0 for one in tickets), default=0)


def _first_from(at: Micros, zone: ZoneInfo) -> date:
    """Return the first local date that begins at an instant or later."""
    day = local(at, zone).date()
    return day if midnight(day, zone) >= at else day + _ONE_DAY


def _between(
    part: "Sequence[TicketFacts] | Columns", start: Micros, end: Micros
) -> "Sequence[TicketFacts] | Columns":
    if not isinstance(part, Sequence):
        return part.between(start, end)
    return [ticket for ticket in part if start <= ticket.opened_at < end]


def _key(day: date, by: "By") -> Key:
    if by == "day":
        return day.isoformat()
    if not by or isinstance(by, str):
        return None
    place = bisect_right([first for first, _ in by], day) - 1
    return place if place >= 0 and day <= by[place][1] else None


def _together(parts: Iterable[Sums]) -> Tally:
    parts = list(parts)
    numbers = [sum(column) for column in zip(*(one.numbers for one in parts), strict=True)]
    totals = numbers[len(COUNTS) :]
    tally = Tally(**dict(zip(COUNTS, numbers, strict=False)))
    for place, name in enumerate(TOTALS):
        setattr(tally, name, Total(totals[2 * place], totals[2 * place + 1]))
    for place, name in enumerate(SAMPLES):
        samples: list[float] = getattr(tally, name)
        for one in parts:
            samples.extend(one.samples[place])
        samples.sort()
    for one in parts:
        tally.excluded.update(Counter(one.excluded))
    return tally
