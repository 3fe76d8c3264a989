"""Tickets in columns, entered into tallies: the native twin of what `ledger.py` does one by one."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

import polars as pl

from bot.metrics.figures.breakdowns import Key
from bot.metrics.figures.judging import Stopwatch, judged
from bot.metrics.figures.samples import Samples
from bot.metrics.figures.tally import SATISFIED, Rules, Tally, Total

_c = pl.col


On = tuple[date | None, Key]
"""A date, where days are counted by themselves, and whose."""


def entered(seen: pl.DataFrame, rules: Rules, *, is_by_agent: bool) -> dict[On, Tally]:
    """Return what tickets as seen at an instant come to, each by date and whom it is credited to.

    `on` has the date, `of` the ticket's, `answers` its first response's and `solves` its
    resolution's; the single replies are of who responded, or with `is_by_agent` of who wrote them.
    """
    tallies: defaultdict[On, Tally] = defaultdict(Tally)
    for on, key, reason, number in _excluded(seen).iter_rows():
        tallies[on, key].excluded[reason] = number
    counted = seen.filter(_c("excluded").is_null()).with_row_index("place")
    whose = pl.when("is_answered").then("answers").otherwise("of")
    found = judged(counted, rules).with_columns(whose=whose)
    if rules.is_headline:
        _enter(tallies, found.filter("owed"), "whose", _OF_HEADLINE)
        return dict(tallies)
    replies = _replies(counted, rules, is_by_agent=is_by_agent)
    reversed_turns = replies.filter("is_reversed")["place"].unique().implode()
    is_impossible = _c("is_impossible") | _c("place").is_in(reversed_turns)
    found = found.with_columns(is_impossible=is_impossible)
    _enter(tallies, found, "of", _OF_TICKET)
    _enter(tallies, found.filter("owed"), "whose", _OF_RESPONSE)
    _enter(tallies, found.filter(_c("handover").is_not_null()), "answers", _OF_HANDOVER)
    _enter(tallies, found.filter("is_solved"), "solves", _OF_SOLVING)
    _enter(tallies, replies.filter(_c("seconds") >= 0), "by", _OF_REPLY)
    return dict(tallies)


def _excluded(seen: pl.DataFrame) -> pl.DataFrame:
    return seen.filter(_c("excluded").is_not_null()).group_by("on", "of", "excluded").len()


def _enter(
    tallies: Mapping[On, Tally], frame: pl.DataFrame, key: str, wanted: Mapping[str, pl.Expr]
) -> None:
    """Add to tallies what a frame comes to; where it has no row, nothing."""
    made = frame.group_by("on", _c(key).alias("key")).agg(**wanted)
    for row in made.iter_rows(named=True):
        tally = tallies[row.pop("on"), row.pop("key")]
        for name, value in row.items():
            found = Total(**value) if isinstance(value, dict) else value
            setattr(tally, name, Samples(found) if isinstance(found, list) else found)


def _known(name: str) -> pl.Expr:
    return _c(name).drop_nulls().sort()


def _n(name: str) -> pl.Expr:
    return _c(name).sum()


def _total(values: pl.Expr) -> pl.Expr:
    millionths = (values * 1e6).round().cast(pl.Int64).sum()
    return pl.struct(n=values.count().cast(pl.Int64), millionths=millionths)


_OF_TICKET = {
    "tickets": pl.len(),
    "data_issues": _n("is_impossible"),
    "untold": _n("is_untold"),
    "kinds_known": _c("kind").count(),
    "complaints": _n("is_complaint"),
    "complaints_resolvable": (_c("is_complaint") & _c("resolvable")).sum(),
    "unresolvable": (~_c("resolvable")).sum(),
    "solved_of_own": _n("is_solved"),
    "complaints_solved": (_c("is_complaint") & _c("is_solved")).sum(),
    "ratings": _total(_c("csat").filter(~_c("bad_rating"))),
    "satisfied": ((_c("csat") >= SATISFIED) & ~_c("bad_rating")).sum(),
    "bot_responses": _known("bot_seconds"),
}
_OF_RESPONSE = {
    "answered": _n("is_answered"),
    "open_waits": _n("is_waiting"),
    "met": (_c("is_answered") & ~_c("is_late") & _c("taken").is_not_null()).sum(),
    "missed": _n("is_late"),
    "pending": (_c("is_waiting") & ~_c("is_late") & _c("taken").is_not_null()).sum(),
    "no_response": _n("is_closed"),
    "closed_late": (_c("is_closed") & _c("is_late")).sum(),
    "first_responses": _c("taken").filter("is_answered").drop_nulls().sort(),
    "answered_quickly": (_c("is_answered") & _c("is_quick")).sum(),
    "answered_slowly": (~_c("is_closed") & ~_c("is_quick")).sum(),
    "waited": _c("taken").filter(~_c("is_answered") & ~_c("is_reversed")).drop_nulls().sort(),
}
_OF_HEADLINE = {
    name: _OF_RESPONSE[name] for name in ("answered", "met", "missed", "first_responses")
}
_OF_HANDOVER = {"handovers": _known("handover")}
_OF_SOLVING = {
    "resolved": pl.len(),
    "reopened": (_c("is_timed") & _c("reopened")).sum(),
    "reopenings_known": (_c("is_timed") & _c("has_messages")).sum(),
    "known_reopened": (_c("is_timed") & _c("has_messages") & _c("reopened")).sum(),
    "counted_replies": (_c("is_timed") & _c("replies").is_not_null()).sum(),
    "one_touch": (_c("is_timed") & (_c("replies") == 1)).sum(),
    "resolutions": _known("resolution"),
    "complaint_resolutions": _c("resolution").filter("is_complaint").drop_nulls().sort(),
    "handlings": _total(_c("handling")),
}
_OF_REPLY = {"responses": _total(_c("seconds"))}


def _replies(counted: pl.DataFrame, rules: Rules, *, is_by_agent: bool) -> pl.DataFrame:
    """Return every reply that was sent by then: the ticket's place, whose it is, its seconds."""
    turns = counted.select("place", "on", "answers", "turns", "turn_authors")
    turns = turns.filter(_c("turns").list.len() > 0)
    # Authors are there for each turn or for none.
    named = turns.filter(_c("turn_authors").list.len() > 0).explode("turns", "turn_authors")
    unnamed = turns.filter((_c("turn_authors").list.len() > 0).not_().fill_null(value=True))
    unnamed = unnamed.explode("turns")
    named = named.with_columns(by=_c("turn_authors") if is_by_agent else _c("answers"))
    unnamed = unnamed.with_columns(by=_c("answers"))
    both = pl.concat([one.drop("turn_authors") for one in (named, unnamed)])
    both = both.with_columns(
        asked=_c("turns").list.first(), replied=_c("turns").list.last()
    ).filter(_c("replied") <= rules.as_of)
    watch = Stopwatch(rules.clock, both, ("asked", "replied"), rules.as_of)
    possible = _c("asked") <= _c("replied")
    return both.select(
        "place",
        "on",
        "by",
        seconds=pl.when(possible).then(watch.between("asked", "replied")),
        is_reversed=~possible,
    )
