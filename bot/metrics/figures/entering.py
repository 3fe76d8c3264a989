"""Tickets in columns, entered into tallies: the native twin of what `cohort.py` does one by one."""

from collections import defaultdict
from collections.abc import Mapping

import polars as pl

from bot.metrics.clocks import SECOND, BusinessClock, Clock, Micros
from bot.metrics.complaints import KIND as COMPLAINT
from bot.metrics.figures.breakdowns import Key
from bot.metrics.figures.tally import Rules, Tally
from bot.metrics.tickets import DEFAULT_LIMIT_SECONDS, DIMENSIONS, Standards, alike

_c = pl.col
_MEASURED = (
    "opened_at",
    "waits_from",
    "first_response_at",
    "solved_at",
    "over_at",
    "bot_first_response_at",
    "handed_off_at",
)
_CREDITS = ("of", "answers", "solves")
_DROPPED = ("turns", "turn_authors")


def entered(seen: pl.DataFrame, rules: Rules, *, is_by_agent: bool) -> dict[Key, Tally]:
    """Return what tickets as seen at an instant come to, each by whom it is credited to.

    `of` has the ticket, `answers` its first response and `solves` its resolution; the single
    replies are of who responded, or with `is_by_agent` of who wrote them.
    """
    tallies: defaultdict[Key, Tally] = defaultdict(Tally)
    for key, reason, number in _excluded(seen).iter_rows():
        tallies[key].excluded[reason] = number
    counted = seen.filter(_c("excluded").is_null()).with_row_index("place")
    replies = _replies(counted, rules, is_by_agent=is_by_agent)
    timed = _timed(_found_impossible(counted, replies), rules)
    judged = _judged(timed, rules)
    _enter(tallies, judged, "of", _OF_TICKET)
    _enter(tallies, judged.filter("owed"), "first", _OF_RESPONSE)
    _enter(tallies, judged.filter(_c("handover").is_not_null()), "answers", _OF_HANDOVER)
    _enter(tallies, judged.filter("is_solved"), "solves", _OF_SOLVING)
    _enter(tallies, replies.filter(_c("seconds") >= 0), "by", {"responses": _c("seconds")})
    return dict(tallies)


def _excluded(seen: pl.DataFrame) -> pl.DataFrame:
    return seen.filter(_c("excluded").is_not_null()).group_by("of", "excluded").len()


def _enter(
    tallies: Mapping[Key, Tally], frame: pl.DataFrame, key: str, wanted: Mapping[str, pl.Expr]
) -> None:
    """Add to tallies what a frame comes to; where it has no row, nothing."""
    made = frame.group_by(_c(key).alias("key")).agg(**wanted)
    for row in made.iter_rows(named=True):
        tally = tallies[row.pop("key")]
        for name, value in row.items():
            setattr(tally, name, value)


def _known(name: str) -> pl.Expr:
    return _c(name).drop_nulls().sort()


def _n(name: str) -> pl.Expr:
    return _c(name).sum()


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
    "ratings": _c("csat").filter(~_c("bad_rating")).drop_nulls(),
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
    "handlings": _known("handling"),
}


def _replies(counted: pl.DataFrame, rules: Rules, *, is_by_agent: bool) -> pl.DataFrame:
    """Return every reply that was sent by then: the ticket's place, whose it is, its seconds."""
    turns = counted.select("place", "answers", "turns", "turn_authors")
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
    watch = _Stopwatch(rules.clock, both, ("asked", "replied"), rules.as_of)
    possible = _c("asked") <= _c("replied")
    return both.select(
        "place",
        "by",
        seconds=pl.when(possible).then(watch.between("asked", "replied")),
        is_reversed=~possible,
    )


def _found_impossible(counted: pl.DataFrame, replies: pl.DataFrame) -> pl.DataFrame:
    """Return tickets with what in them can't be true, as `impossibilities` finds it."""
    response, opened = _c("first_response_at"), _c("opened_at")
    reversed_turns = replies.filter("is_reversed")["place"].unique()
    found = {
        "bad_response": (response < opened).fill_null(value=False)
        | (response < _c("waits_from")).fill_null(value=False),
        "bad_solving": (_c("solved_at") < opened).fill_null(value=False),
        "bad_rating": ((_c("csat") < 1) | (_c("csat") > 5)).fill_null(value=False),
        "bad_bot": (_c("bot_first_response_at") < opened).fill_null(value=False),
        "bad_handover": (_c("handed_off_at") < opened).fill_null(value=False),
        "bad_turn": _c("place").is_in(reversed_turns.implode()),
    }
    return counted.with_columns(
        has_messages=_c("turns").is_not_null(),
        over_at=pl.coalesce("solved_at", "ended_at"),
        is_complaint=(_c("kind") == COMPLAINT).fill_null(value=False),
        **found,
    ).with_columns(is_impossible=pl.any_horizontal(*found))


class _Stopwatch:
    """A clock that measures columns."""

    def __init__(
        self, clock: Clock, frame: pl.DataFrame, columns: tuple[str, ...], as_of: Micros
    ) -> None:
        self._second = pl.repeat(float(SECOND), frame.height, eager=True)
        self._has_hours = True
        self._intervals: pl.DataFrame | None = None
        if isinstance(clock, BusinessClock):
            worked = clock.worked(*_reach(frame, columns, as_of))
            self._has_hours = worked is not None
            if worked is not None:
                found = {"start": worked.starts, "end": worked.ends, "before": worked.before}
                self._intervals = pl.DataFrame(found, schema=dict.fromkeys(found, pl.Int64))

    def between(self, start: str | Micros, end: str | Micros) -> pl.Expr:
        """Return the seconds from one instant to another, null without a clock."""
        if not self._has_hours:
            return pl.lit(None, pl.Float64)
        first, last = (self._until(at) for at in (start, end))
        return self.seconds(last - first)

    def seconds(self, micros: pl.Expr) -> pl.Expr:
        """Return seconds to the last bit: by a number, polars multiplies with its reciprocal."""
        return micros / pl.lit(self._second)

    def _until(self, at: str | Micros) -> pl.Expr:
        instants = _c(at) if isinstance(at, str) else pl.lit(at, pl.Int64)
        if self._intervals is None:
            return instants
        return instants.map_batches(self._before, return_dtype=pl.Int64)

    def _before(self, at: pl.Series) -> pl.Series:
        """Return the working time before instants, in microseconds."""
        intervals = self._intervals
        if intervals is None or intervals.is_empty():
            return at * 0
        place = intervals["start"].search_sorted(at, side="right").cast(pl.Int64) - 1
        found = intervals[place.clip(0)].with_columns(at=at, place=place)
        done = _c("before") + pl.min_horizontal("at", "end") - _c("start")
        done = pl.when(_c("place") >= 0).then(done).otherwise(0)
        return found.select(pl.when(_c("at").is_not_null()).then(done)).to_series()


def _reach(frame: pl.DataFrame, columns: tuple[str, ...], as_of: Micros) -> tuple[Micros, Micros]:
    """Return the first and the last instant that are measured."""
    ends = frame.select(pl.min(*columns).name.suffix(" first"), pl.max(*columns)).row(0)
    known = [at for at in ends if at is not None]
    return min([*known, as_of]), max([*known, as_of])


def _timed(counted: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Return tickets with their limit and the lengths that are measured of them.

    `taken` is from when somebody waits: to the first response, else to the end of the ticket,
    else up to now.
    """
    watch = _Stopwatch(rules.clock, counted, _MEASURED, rules.as_of)
    answered, over = _c("first_response_at").is_not_null(), _c("over_at").is_not_null()
    possible = ~_c("bad_solving") & _c("resolution_told")
    handled = (_c("opened_at") <= _c("first_response_at")) & (
        _c("first_response_at") <= _c("solved_at")
    )
    handed = ~_c("bad_handover") & (_c("handed_off_at") <= _c("first_response_at"))
    return counted.with_columns(
        limit=_limit(counted, rules.standards),
        taken=pl.when(answered)
        .then(watch.between("waits_from", "first_response_at"))
        .when(over)
        .then(watch.between("waits_from", "over_at"))
        .otherwise(watch.between("waits_from", rules.as_of)),
        age=watch.seconds(rules.as_of - _c("waits_from")),
        is_reversed=pl.coalesce("over_at", pl.lit(rules.as_of)) < _c("waits_from"),
        resolution=pl.when(possible).then(watch.between("opened_at", "solved_at")),
        handling=pl.when(possible & handled).then(watch.between("first_response_at", "solved_at")),
        bot_seconds=pl.when(~_c("bad_bot")).then(
            watch.between("opened_at", "bot_first_response_at")
        ),
        handover=pl.when(handed).then(watch.between("handed_off_at", "first_response_at")),
        resolvable=possible,
    )


def _limit(counted: pl.DataFrame, standards: Standards) -> pl.Expr:
    """Return each ticket's limit, as `Standards.limit_for` has it."""
    values = {name: counted[name].drop_nulls().unique().to_list() for name in DIMENSIONS}
    limit = pl.lit(DEFAULT_LIMIT_SECONDS)
    for rule in reversed(standards.ranked):
        applies = _c("opened_at") >= rule.valid_from
        if rule.valid_until is not None:
            applies &= _c("opened_at") < rule.valid_until
        for name in DIMENSIONS:
            wanted = getattr(rule, name)
            if wanted is not None:
                applies &= _c(name).is_in([one for one in values[name] if alike(wanted, one)])
        limit = pl.when(applies).then(rule.limit_seconds).otherwise(limit)
    return limit


def _judged(timed: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Return tickets with what becomes of them, as `judge_seen` and `cohort.py` tell it."""
    answered, over = _c("first_response_at").is_not_null(), _c("over_at").is_not_null()
    owes = _c("waits_from").is_not_null() & ~_c("bad_response")
    untold = owes & ~answered & ~_c("response_told")
    waits = ~answered & ~over
    how_long = pl.when(waits).then(pl.coalesce("taken", "age")).otherwise(_c("taken"))
    solved = _c("solved_at").is_not_null()
    ended = (_c("ended_as") == "solved").fill_null(value=False)
    return timed.with_columns(
        owed=owes & ~untold,
        is_untold=untold,
        is_answered=answered,
        is_waiting=waits,
        is_closed=~answered & over,
        is_late=(_c("taken") > _c("limit")).fill_null(value=False),
        is_quick=how_long <= rules.standards.quick,
        is_solved=_c("resolvable") & (solved | ended),
        is_timed=solved,
        first=pl.when(answered).then(_c("answers")).otherwise(_c("of")),
    )
