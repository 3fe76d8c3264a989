"""Tickets in columns, judged at an instant: the native twin of `verdicts.py`."""

import polars as pl

from bot.metrics.clocks import SECOND, BusinessClock, Clock, Micros
from bot.metrics.complaints import KIND as COMPLAINT
from bot.metrics.figures.many import COLUMNS
from bot.metrics.figures.tally import Rules
from bot.metrics.tickets import (
    DEFAULT_LIMIT_SECONDS,
    DIMENSIONS,
    OUTCOMES,
    Outcome,
    Standards,
    alike,
)

_c = pl.col
INSTANTS = [name for name, kind in COLUMNS.items() if kind == "instant"]
_MEASURED = (
    "opened_at",
    "waits_from",
    "first_response_at",
    "solved_at",
    "over_at",
    "bot_first_response_at",
    "handed_off_at",
)


def seen(frame: pl.DataFrame, as_of: Micros) -> pl.DataFrame:
    """Return tickets with only what had happened by an instant, as `as_seen` does."""
    last_turn = _c("turns").list.eval(pl.element().list.last()).list.max()
    is_clipped = pl.max_horizontal(*INSTANTS, last_turn) > as_of
    known: dict[str, pl.Expr] = {
        name: pl.when(_c(name) <= as_of).then(_c(name)) for name in INSTANTS
    }
    answered_later = (_c("first_response_at") > as_of).fill_null(value=False)
    solved_later = (_c("solved_at") > as_of).fill_null(value=False)
    known["solved_at"] = (
        pl.when(solved_later).then(known["first_solved_at"]).otherwise(_c("solved_at"))
    )
    is_reopened = _c("reopened") & ~(
        is_clipped & (solved_later | known["first_solved_at"].is_null())
    )
    no_reply = pl.when(_c("replies").is_not_null()).then(0)
    return frame.with_columns(
        **known,
        reopened=is_reopened,
        responder=pl.when(~answered_later).then(_c("responder")),
        replies=pl.when(answered_later).then(no_reply).otherwise(_c("replies")),
        ended_as=pl.when(~is_clipped | known["ended_at"].is_not_null()).then(_c("ended_as")),
    )


def _found_impossible(tickets: pl.DataFrame) -> pl.DataFrame:
    """Return tickets with what in them can't be true, as `impossibilities` finds it."""
    response, opened = _c("first_response_at"), _c("opened_at")
    found = {
        "bad_response": (response < opened).fill_null(value=False)
        | (response < _c("waits_from")).fill_null(value=False),
        "bad_solving": (_c("solved_at") < opened).fill_null(value=False),
        "bad_rating": ((_c("csat") < 1) | (_c("csat") > 5)).fill_null(value=False),
        "bad_bot": (_c("bot_first_response_at") < opened).fill_null(value=False),
        "bad_handover": (_c("handed_off_at") < opened).fill_null(value=False),
    }
    return tickets.with_columns(
        has_messages=_c("turns").is_not_null(),
        over_at=pl.coalesce("solved_at", "ended_at"),
        is_complaint=(_c("kind") == COMPLAINT).fill_null(value=False),
        **found,
    ).with_columns(is_impossible=pl.any_horizontal(*found))


class Stopwatch:
    """A clock that measures columns."""

    def __init__(
        self, clock: Clock, frame: pl.DataFrame, columns: tuple[str, ...], as_of: Micros
    ) -> None:
        self._second = pl.repeat(float(SECOND), frame.height, eager=True)
        self._has_hours = True
        self._intervals: list[pl.Series] | None = None
        if isinstance(clock, BusinessClock):
            worked = clock.worked(*_reach(frame, columns, as_of))
            self._has_hours = worked is not None
            if worked is not None:
                found = (worked.starts, worked.ends, worked.before)
                self._intervals = [pl.Series(each, dtype=pl.Int64) for each in found]

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
        return instants if self._intervals is None else _worked(instants, *self._intervals)


def _worked(at: pl.Expr, starts: pl.Series, ends: pl.Series, before: pl.Series) -> pl.Expr:
    """Return the working time before instants, in microseconds."""
    if starts.is_empty():
        return at * 0
    place = pl.lit(starts).search_sorted(at, side="right").cast(pl.Int64) - 1
    start, end, done = (pl.lit(each).gather(place.clip(0)) for each in (starts, ends, before))
    done += pl.min_horizontal(at, end) - start
    return pl.when(at.is_not_null()).then(pl.when(place >= 0).then(done).otherwise(0))


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
    watch = Stopwatch(rules.clock, counted, _MEASURED, rules.as_of)
    answered, over = _c("first_response_at").is_not_null(), _c("over_at").is_not_null()
    timed = counted.with_columns(
        limit=_limit(counted, rules.standards),
        taken=pl.when(answered)
        .then(watch.between("waits_from", "first_response_at"))
        .when(over)
        .then(watch.between("waits_from", "over_at"))
        .otherwise(watch.between("waits_from", rules.as_of)),
        age=watch.seconds(rules.as_of - _c("waits_from")),
        is_reversed=pl.coalesce("over_at", pl.lit(rules.as_of)) < _c("waits_from"),
        resolvable=~_c("bad_solving") & _c("resolution_told"),
    )
    return timed if rules.is_headline else _with_lengths(timed, watch)


def _with_lengths(timed: pl.DataFrame, watch: Stopwatch) -> pl.DataFrame:
    """Return tickets with the lengths that the headline is not made of."""
    possible = _c("resolvable")
    handled = (_c("opened_at") <= _c("first_response_at")) & (
        _c("first_response_at") <= _c("solved_at")
    )
    handed = ~_c("bad_handover") & (_c("handed_off_at") <= _c("first_response_at"))
    return timed.with_columns(
        resolution=pl.when(possible).then(watch.between("opened_at", "solved_at")),
        handling=pl.when(possible & handled).then(watch.between("first_response_at", "solved_at")),
        bot_seconds=pl.when(~_c("bad_bot")).then(
            watch.between("opened_at", "bot_first_response_at")
        ),
        handover=pl.when(handed).then(watch.between("handed_off_at", "first_response_at")),
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


def judged(tickets: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Return tickets as seen at an instant with what becomes of them, as `judge_seen` has it."""
    timed = _timed(_found_impossible(tickets), rules)
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
    )


def ranked(found: pl.DataFrame) -> pl.DataFrame:
    """Return judged tickets with their outcome's place in OUTCOMES, and how late they are.

    `late` is in seconds: past the limit, else waited for up to now, else to the first response.
    """
    late, timed = _c("is_late"), _c("taken").is_not_null()
    outcome = (
        pl.when(_c("excluded").is_not_null())
        .then(_place("excluded"))
        .when("bad_response")
        .then(_place("impossible"))
        .when(_c("waits_from").is_null())
        .then(_place("no_clock_start"))
        .when("is_untold")
        .then(_place("not_told"))
        .when("is_late")
        .then(_place("missed"))
        .when("is_closed")
        .then(_place("no_response"))
        .when(_c("taken").is_null())
        .then(_place("no_working_hours"))
        .when("is_waiting")
        .then(_place("pending"))
        .otherwise(_place("met"))
    )
    seconds = (
        pl.when(late)
        .then(_c("taken") - _c("limit"))
        .when("is_waiting")
        .then(pl.coalesce("taken", "age"))
        .when(_c("is_answered") & timed)
        .then("taken")
    )
    counts = _c("owed") & _c("excluded").is_null()
    return found.with_columns(outcome=outcome, late=pl.when(counts).then(seconds).fill_null(0.0))


def _place(outcome: Outcome) -> pl.Expr:
    return pl.lit(OUTCOMES.index(outcome))
