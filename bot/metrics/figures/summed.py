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
from functools import cached_property
from hashlib import sha256
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple, Self
from zoneinfo import ZoneInfo

from bot.metrics.clocks import Micros, local, midnight
from bot.metrics.figures.breakdowns import OF_DATES, Key, key_of_date
from bot.metrics.figures.samples import Run, Samples
from bot.metrics.figures.selection import Where, with_values
from bot.metrics.figures.tally import COUNTS, SAMPLES, TOTALS, Tally, Total
from bot.metrics.tickets import TicketFacts

if TYPE_CHECKING:
    from bot.metrics.figures.columns import By, Columns

_WIDTH = len(COUNTS) + 2 * len(TOTALS)
_OF_HEADLINE = ("answered", "met", "missed")
_FIRST_RESPONSES = SAMPLES.index("first_responses")
_ONE_DAY = timedelta(days=1)


class Sums(NamedTuple):
    """What one group's settled tickets of a day come to: numbers, samples, exclusions."""

    numbers: Sequence[int]
    samples: Sequence[Run]
    excluded: Mapping[str, int]

    @classmethod
    def of(cls, tally: Tally) -> Self:
        """Return the sums that a tally has."""
        totals: list[Total] = [getattr(tally, name) for name in TOTALS]
        numbers = [*(getattr(tally, name) for name in COUNTS)]
        numbers += [number for total in totals for number in (total.n, total.millionths)]
        samples = tuple(Run.of(getattr(tally, name).ordered()) for name in SAMPLES)
        return cls(numbers, samples, dict(sorted(tally.excluded.items())))


Groups = Mapping[Key, Sums]


@dataclass(frozen=True)
class Day:
    """A local date's sums by one breakdown; `number` names them and the day's tickets."""

    on: date
    number: int
    groups: Groups

    @cached_property
    def headline(self) -> int:
        """Return a number that names what headline figures and their samples are made of."""
        said = sha256()
        for key, sums in self.groups.items():
            counts = [sums.numbers[COUNTS.index(name)] for name in _OF_HEADLINE]
            said.update(repr((key, *counts)).encode())
            said.update(array("d", sums.samples[_FIRST_RESPONSES].ordered).tobytes())
        return int.from_bytes(said.digest()[:8], "big")

    @property
    def kilobytes(self) -> int:
        """Return about how much memory it takes."""
        samples = (one for sums in self.groups.values() for one in sums.samples)
        numbers = _WIDTH * len(self.groups) + sum(len(one.ordered) for one in samples)
        return 1 + (8 * numbers + 500 * len(self.groups)) // 1_000


def packed(groups: Groups) -> bytes:
    """Return groups as bytes: what they are called, then numbers, then samples."""
    runs = [[(len(one.ordered), one.exact) for one in sums.samples] for sums in groups.values()]
    head = json.dumps([list(groups), runs, [dict(sums.excluded) for sums in groups.values()]])
    numbers = array("q", [number for sums in groups.values() for number in sums.numbers])
    samples = array("d")
    for sums in groups.values():
        for one in sums.samples:
            samples.extend(one.ordered)
    return head.encode() + b"\n" + numbers.tobytes() + samples.tobytes()


def unpacked(body: bytes) -> Groups:
    """Return groups from their bytes."""
    head, _, rest = body.partition(b"\n")
    keys, runs, excluded = json.loads(head)
    split = 8 * _WIDTH * len(keys)
    numbers, samples = array("q", rest[:split]), array("d", rest[split:])
    sizes = (size for own in runs for size, _ in own)
    spans = (slice(*ends) for ends in pairwise(accumulate(sizes, initial=0)))
    return {
        key: Sums(
            numbers[place * _WIDTH : (place + 1) * _WIDTH],
            tuple(Run(samples[next(spans)], exact) for _, exact in own),
            excluded[place],
        )
        for place, (key, own) in enumerate(zip(keys, runs, strict=True))
    }


class Known(NamedTuple):
    """What names the tickets of a day, and when their first responses were known last."""

    number: int
    told: Micros


@dataclass(frozen=True, slots=True)
class Summed:
    """Tickets of a team: `days` by breakdown ("" is none), and `parts` of all others.

    `alias` gives people one name each; the parts have it already. `known` are days, those of which
    tickets are parts among them.
    """

    days: Mapping[str, Sequence[Day]]
    parts: Sequence["Sequence[TicketFacts] | Columns"]
    known: Mapping[date, Known]
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

    def having(self, where: Where) -> "Summed":
        """Return those with one of some values of one column, by which there are sums."""
        ((by, values),) = where
        days = [
            replace(day, groups={key: day.groups[key] for key in day.groups if key in values})
            for day in self.days[by]
        ]
        parts = [
            with_values(part, where) if isinstance(part, Sequence) else part.having(where)
            for part in self.parts
        ]
        parts = [part for part in parts if len(part)]
        return replace(self, days={"": days, by: days}, parts=parts)

    @property
    def last_response(self) -> Micros:
        """Return an instant after which no first response was known, not always the earliest."""
        parts = (
            last_of(part) if isinstance(part, Sequence) else part.last_response
            for part in self.parts
        )
        return max((*(self.known[day.on].told for day in self.days[""]), *parts), default=0)

    def content(self, first: date, last: date, at: Micros) -> tuple[int, ...] | None:
        """Return what names the headline of some days, judged at an instant; None: nothing does.

        Another is there as soon as one of its tickets was answered otherwise. Of days whose sums
        are not what they were at that instant it names all that is known of their tickets.
        """
        headlines = {day.on: day.headline for day in self.days[""] if self.known[day.on].told <= at}
        dates = [first + step * _ONE_DAY for step in range((last - first).days + 1)]
        known = [self.known.get(day) for day in dates]
        if None in known:
            return None
        pairs = zip(dates, known, strict=True)
        return tuple(headlines.get(day, one.number) for day, one in pairs if one is not None)

    def tallies(self, by: "By") -> dict[Key, Tally]:
        """Return what the days with sums come to, by a breakdown or by spans of local dates."""
        found: defaultdict[Key, list[Sums]] = defaultdict(list)
        for key, sums in self._keyed(by):
            found[key].append(sums)
        return {key: _together(sums) for key, sums in found.items()}

    def _keyed(self, by: "By") -> Iterator[tuple[Key, Sums]]:
        if isinstance(by, str) and by not in OF_DATES:
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
    if not by:
        return None
    if isinstance(by, str):
        return key_of_date(by, day)
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
        samples: Samples = getattr(tally, name)
        for one in parts:
            samples.extend(one.samples[place])
    for one in parts:
        tally.excluded.update(Counter(one.excluded))
    return tally
