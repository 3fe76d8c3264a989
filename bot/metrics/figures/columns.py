"""Many tickets at once, in columns: the same counts and samples as one by one, in native code.

For periods with more tickets than a few thousand; what is counted, and why so, is told where
tickets are entered one by one (`ledger.py`), and tests hold the two to the same figures.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

import polars as pl

from bot.metrics.clocks import BusinessClock, Micros
from bot.metrics.figures.breakdowns import Key
from bot.metrics.figures.entering import entered
from bot.metrics.figures.judging import INSTANTS, judged, ranked, seen
from bot.metrics.figures.many import COLUMNS, SETTLING, Kind
from bot.metrics.figures.selection import Where
from bot.metrics.figures.tally import Reach, Rules, Tally
from bot.metrics.tickets import OUTCOMES, Outcome

_TYPES: Mapping[Kind, pl.DataType] = {
    "instant": pl.Int64(),
    "text": pl.String(),
    "truth": pl.Boolean(),
    "number": pl.Int64(),
    "rating": pl.Float64(),
    "turns": pl.List(pl.List(pl.Int64())),
    "names": pl.List(pl.String()),
}
_AS_JSON: Mapping[Kind, pl.DataType] = {
    **_TYPES,
    "truth": pl.Int64(),
    "turns": pl.String(),
    "names": pl.String(),
}
SCHEMA = pl.Schema({name: _TYPES[kind] for name, kind in COLUMNS.items()})
_PEOPLE = ("agent", "responder", "resolver")

By = str | Sequence[tuple[date, date]] | None
"""A breakdown; or spans of local dates, each known by its place among them; None is everyone."""

_RANK = ("outcome", "late", "opened_at")
_c = pl.col
_SETTLED = pl.any_horizontal(_c(name).is_not_null() for name in SETTLING)


class Rank(NamedTuple):
    """Where a ticket stands in a list of many."""

    outcome: int
    late: float
    opened_at: Micros


class Columns:
    """Tickets of a team in order of an instant; `frame` has the columns of SCHEMA."""

    def __init__(self, frame: pl.DataFrame, by: str = "opened_at") -> None:
        self.frame = frame
        self._by = by

    @classmethod
    def of_json(cls, texts: Sequence[str], by: str) -> Self:
        """Return tickets from a text for each column."""
        told = pl.DataFrame([texts], schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
        return cls(told.select(_of_json(name, kind) for name, kind in COLUMNS.items()), by)

    def followed_by(self, others: Iterable[Self]) -> Self:
        """Return these tickets and others, in order."""
        return self._with(pl.concat([self.frame, *(other.frame for other in others)]))

    def _with(self, frame: pl.DataFrame) -> Self:
        return type(self)(frame, self._by)

    def __len__(self) -> int:
        """Return how many tickets there are."""
        return self.frame.height

    @property
    def kilobytes(self) -> int:
        """Return how much memory they take."""
        return int(self.frame.estimated_size()) // 1_000

    @property
    def last_response(self) -> Micros:
        """Return the latest first response, 0 without any."""
        latest = self.frame["first_response_at"].max()
        return latest if isinstance(latest, int) else 0

    def between(self, start: Micros, end: Micros) -> Self:
        """Return those of which it is from an instant up to another."""
        first, last = (int(self.frame[self._by].search_sorted(at)) for at in (start, end))
        return self._with(self.frame[first:last])

    def renamed(self, alias: Mapping[str, str]) -> Self:
        """Return the tickets with each person under one name."""
        if not alias:
            return self
        one_name = [_c(name).replace(alias) for name in _PEOPLE]
        authors = _c("turn_authors").list.eval(pl.element().replace(alias))
        return self._with(self.frame.with_columns(*one_name, authors))

    def responded_by(self, key: str) -> Self:
        """Return those that count in somebody's first-response figures."""
        responder = _or_agent("responder")
        theirs = pl.when(_c("first_response_at").is_null()).then(_c("agent")).otherwise(responder)
        return self._with(self.frame.filter(theirs == key))

    def having(self, where: Where) -> Self:
        """Return those that have one of the values in every column."""
        return self._with(
            self.frame.filter(*(_c(name).is_in(list(found)) for name, found in where))
        )

    def outside(self, business: BusinessClock) -> Self:
        """Return those opened outside working hours; none without any."""
        opened = self.frame["opened_at"]
        if not self.frame.height:
            return self
        worked = business.worked(int(self.frame.item(0, "opened_at")), int(opened[-1]))
        if worked is None or not worked.starts:
            return self._with(self.frame.clear() if worked is None else self.frame)
        starts, ends = (pl.Series(at, dtype=pl.Int64) for at in (worked.starts, worked.ends))
        place = starts.search_sorted(opened, side="right").cast(pl.Int64) - 1
        return self._with(self.frame.filter((place < 0) | (ends[place.clip(0)] <= opened)))

    def parts(self, by: str, zone: ZoneInfo) -> list[tuple[Key, Self]]:
        """Return the tickets of each group."""
        keyed = self.frame.with_columns(_key(by, zone).alias("key"))
        return [(key[0], self._with(part)) for key, part in keyed.group_by("key")]

    def ranks(self, rules: Rules) -> "Ranks":
        """Return in which order the tickets are listed: what is to be looked at first on top."""
        found = ranked(judged(seen(self.frame, rules.as_of), rules)).select(_RANK)
        return Ranks(found.sort(_RANK, descending=[False, True, False], maintain_order=True))

    def tallies(self, by: By, rules: Rules) -> dict[Key, Tally]:
        """Return what the tickets of each group come to: counts and samples.

        By agent, responses and resolutions belong to who sent or solved them.
        """
        opened = self.frame.filter(_c("opened_at") <= rules.as_of)
        found = seen(opened, rules.as_of).with_columns(*_credits(by, rules.zone), on=None)
        made = entered(found, rules, is_by_agent=by == "agent")
        return {key: tally for (_, key), tally in made.items()}

    def facts(self, zone: ZoneInfo) -> dict[date, str]:
        """Return all that is known of the tickets of each local date, as a text."""
        parts = self.frame.with_columns(on=_opened(zone).dt.date()).partition_by("on", as_dict=True)
        return {
            key[0]: "\n".join(sorted(part.write_ndjson().split("\n")))
            for key, part in parts.items()
        }

    def daily(self, by: str | None, rules: Rules) -> dict[date, tuple[Reach, dict[Key, Tally]]]:
        """Return what the settled tickets opened on each local date come to, and up to when.

        Settled are those that do not wait for anything any more: only `tallies` tells of the rest.
        """
        settled = self.frame.filter(_SETTLED).with_columns(on=_opened(rules.zone).dt.date())
        found: dict[date, tuple[Reach, dict[Key, Tally]]] = {
            on: (Reach(last, told), {}) for on, last, told in _reached(settled).iter_rows()
        }
        if found:
            rules = rules._replace(as_of=max(reach.last for reach, _ in found.values()))
            keyed = seen(settled, rules.as_of).with_columns(*_credits(by, rules.zone))
            for (on, key), tally in entered(keyed, rules, is_by_agent=by == "agent").items():
                if on is not None:
                    found[on][1][key] = tally
        return found


class Ranks:
    """Tickets in the order in which they are listed: by outcome, the latest first, by opening.

    Each is known by these three: the place of its outcome in OUTCOMES, `late` in seconds and the
    instant. Tickets of which all three are the same stand as they were read.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __len__(self) -> int:
        """Return how many tickets there are."""
        return self._frame.height

    def counts(self) -> dict[Outcome, int]:
        """Return how many tickets have each outcome."""
        counted = self._frame["outcome"].value_counts()
        return {OUTCOMES[place]: number for place, number in counted.iter_rows()}

    def of(self, outcome: str) -> Self:
        """Return those with an outcome."""
        place = OUTCOMES.index(outcome)
        return type(self)(self._frame.filter(_c("outcome") == place))

    def page(self, start: int, most: int) -> tuple[list[Rank], int]:
        """Return some of them from a place on, and how many above are ranked as the first is."""
        found = [Rank(*row) for row in self._frame.slice(start, most).iter_rows()]
        if not found:
            return [], 0
        alike = self._frame.head(start).select(
            pl.all_horizontal(_c(name) == value for name, value in found[0]._asdict().items())
        )
        return found, int(alike.to_series().sum())


def _of_json(name: str, kind: Kind) -> pl.Expr:
    values = _c(name).str.json_decode(pl.List(_AS_JSON[kind])).explode()
    if kind in {"turns", "names"}:
        return values.str.json_decode(_TYPES[kind])
    return values.cast(_TYPES[kind])


def _or_agent(name: str) -> pl.Expr:
    return pl.when(_c(name) != "").then(_c(name)).otherwise(_c("agent"))


def _reached(tickets: pl.DataFrame) -> pl.DataFrame:
    """Return when anything became known of the tickets of each date last, and what the rest is.

    That is when they were answered, or were over without an answer.
    """
    last_turn = _c("turns").list.eval(pl.element().list.max()).list.max()
    over = pl.coalesce("solved_at", "ended_at")
    told = pl.max_horizontal("opened_at", "waits_from", pl.coalesce("first_response_at", over))
    return tickets.group_by("on").agg(
        pl.max_horizontal(*INSTANTS, last_turn).max().alias("last"), told.max().alias("told")
    )


def _opened(zone: ZoneInfo) -> pl.Expr:
    opened = pl.from_epoch("opened_at", "us").dt.replace_time_zone("UTC")
    return opened.dt.convert_time_zone(zone.key)


def _key(by: By, zone: ZoneInfo) -> pl.Expr:
    if not by:
        return pl.lit(None, pl.String)
    opened = _opened(zone)
    if by == "hour":
        return opened.dt.hour().cast(pl.Int64)
    if by == "weekday":
        return opened.dt.weekday().cast(pl.Int64)
    if by == "day":
        return opened.dt.date().dt.to_string("iso")
    if isinstance(by, str):
        return _c(by)
    return _place(opened.dt.date(), by)


def _place(day: pl.Expr, spans: Sequence[tuple[date, date]]) -> pl.Expr:
    """Return at which place a date is in spans that are in order; none: in none of them."""
    starts, ends = (pl.Series(dates, dtype=pl.Date) for dates in zip(*spans, strict=True))
    place = pl.lit(starts).search_sorted(day, side="right").cast(pl.Int64) - 1
    place = pl.when(place >= 0).then(place)
    return pl.when(day <= pl.lit(ends).gather(place)).then(place)


def _credits(by: By, zone: ZoneInfo) -> list[pl.Expr]:
    """Return whose a ticket, its response and its resolution are."""
    if by == "agent":
        theirs = (_c("agent"), _or_agent("responder"), _or_agent("resolver"))
    else:
        theirs = (_key(by, zone),) * 3
    return [one.alias(name) for one, name in zip(theirs, ("of", "answers", "solves"), strict=True)]
