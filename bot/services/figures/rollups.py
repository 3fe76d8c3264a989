"""Long periods from what their whole days come to: read where it is kept, else kept for later.

Where tickets are many; a person's figures, and days that are cut or not over, are counted anew.
"""

from asyncio import to_thread
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database, later
from bot.metrics.clocks import Micros, Period, local, midnight, to_micros
from bot.metrics.figures import (
    AnyCohort,
    Cohort,
    Day,
    Key,
    Known,
    Reach,
    Rules,
    Summed,
    Sums,
    Tally,
    packed,
)
from bot.metrics.figures.breakdowns import OF_DATES, sortable
from bot.services.figures.selecting import opened
from bot.services.team import Names, Standing, find_team
from bot.store.kept import name, named
from bot.store.tickets import are_many, cohort_between, in_columns_between, rollups, tickets

if TYPE_CHECKING:
    from bot.metrics.figures import Columns

_FORMAT = 2
"""Another whenever tickets are judged or counted otherwise than before."""
_AT_ONCE = 31
"""So many days are made of columns at once."""
_SOON = 3
"""So few days are made before they are needed, not afterwards."""
_ONE_DAY = timedelta(days=1)


class Use(NamedTuple):
    """A span of tickets and when they are judged, with `is_told` for first responses alone."""

    start: Micros
    end: Micros
    at: Micros
    is_told: bool = False


class _Way(NamedTuple):
    """How a team's tickets are judged: rules, what names them, and by which breakdowns."""

    team_id: int
    rules: Rules
    named: str
    breakdowns: tuple[str, ...]


def use(period: Period, at: Micros, *, is_told: bool = False) -> Use:
    """Return the use of the tickets opened in a period."""
    return Use(to_micros(period.start), to_micros(period.end), at, is_told)


async def summed(
    session: AsyncSession, standing: Standing, names: Names, uses: Sequence[Use], by: str | None
) -> AnyCohort:
    """Return the tickets asked for, for some uses: with sums of whole days, where there are many.

    Days that are not kept yet are counted from their tickets, and will be kept. Those with a value
    of one column are summed by that column; what two columns tell together is counted anew.
    """
    start, end = min(one.start for one in uses), max(one.end for one in uses)
    team_id, zone = standing.team.id, standing.team.zone
    by = None if by in OF_DATES else by
    asked = standing.selection
    column = asked.where[0][0] if asked.is_one_column else None
    is_summed = not asked.filters or (column is not None and by in {None, column})
    if not is_summed or not await are_many(session, team_id, (start, end)):
        return names.unify(await opened(session, standing, start, end))
    by = column or by
    way = _way(standing, by)
    today = local(max(one.at for one in uses), zone).date()
    over = _dates(start, min(end, midnight(today, zone)), way.rules)
    kept: dict[date, rollups.Kept] = {}
    if over:
        kept = await rollups.kept_days(session, team_id, way.named, (over[0], over[-1]))
    whole = [day for day in over if _is_kept(kept.get(day), way)]
    missing = [day for day in over if day not in set(whole)]
    fresh: dict[int, Day] = {}
    if 0 < len(missing) <= _SOON:
        fresh = await _made_now(session, way, missing, kept)
        whole = over
    elif missing:
        later(session, ("rollups", way.named, team_id, by), _making(way, missing))
    usable = {day for day in whole if _serves(day, kept[day], uses, way.rules)}
    if not usable:
        return names.unify(await opened(session, standing, start, end))
    known = {day: Known(kept[day].numbers[""], kept[day].reach.told) for day in whole}
    parts = [
        names.unify(part)
        for span in _gaps(start, end, usable, way.rules)
        for part in await _read(session, team_id, span, known, way.rules)
    ]
    waiting = await tickets.still_waiting(session, team_id, start, end)
    open_too = [one for one in waiting if local(one.opened_at, zone).date() in usable]
    days = {
        breakdown: await _days(session, way, breakdown, sorted(usable), kept, fresh)
        for breakdown in way.breakdowns
    }
    found = Summed(days, [*parts, names.unified(open_too)], known, zone, names.alias)
    return found.having(asked.where) if asked.where else found


async def _read(
    session: AsyncSession,
    team_id: int,
    span: tuple[Micros, Micros],
    known: Mapping[date, Known],
    rules: Rules,
) -> list[Cohort]:
    """Return the tickets of a span; those of a few days that are known are read once."""
    days = [day for day in _dates(*span, rules) if day in known]
    if len(days) > _SOON:
        return [await cohort_between(session, team_id, *span)]
    found: list[Cohort] = []
    since = span[0]
    for day in days:
        first, after = (midnight(on, rules.zone) for on in (day, day + _ONE_DAY))
        if since < first:
            found.append(await cohort_between(session, team_id, since, first))
        asked = ("tickets", known[day].number)
        of_day: Cohort | None = named(session, asked)
        if of_day is None:
            read = await cohort_between(session, team_id, first, after)
            size = len(read) if isinstance(read, Sequence) else read.kilobytes
            of_day = name(session, asked, read, size)
        found.append(of_day)
        since = after
    if since < span[1]:
        found.append(await cohort_between(session, team_id, since, span[1]))
    return found


async def forget_rollups(database: Database, team: str | None) -> int:
    """Delete what is kept of a team's days, or of all teams'; return how many sums there were.

    Days are counted anew when they are asked for. Raises BotError for a team that is not known.
    """
    async with database.write() as session:
        of = None if team is None else (await find_team(session, team)).id
        return await rollups.forget(session, of)


async def _days(
    session: AsyncSession,
    way: _Way,
    breakdown: str,
    wanted: Sequence[date],
    kept: Mapping[date, rollups.Kept],
    fresh: Mapping[int, Day],
) -> list[Day]:
    """Return the days' sums: those read before are the same as long as their numbers are."""
    numbers = [kept[day].numbers[breakdown] for day in wanted]
    found: dict[int, Day | None] = {
        number: fresh.get(number) or named(session, number) for number in numbers
    }
    unknown = [day for day, number in zip(wanted, numbers, strict=True) if not found[number]]
    if unknown:
        for read in await rollups.days(session, way.team_id, way.named, breakdown, unknown):
            found[read.number] = name(session, read.number, read, read.kilobytes)
    return [day for number in numbers if (day := found[number]) is not None]


def _way(standing: Standing, by: str | None) -> _Way:
    team, clock = standing.team, standing.clock
    hours = standing.business.described if clock.name == "business" else ""
    judged = (team.frt_start, standing.standards.ranked, standing.standards.quick)
    said = repr((_FORMAT, team.zone.key, hours, *judged))
    named = f"{clock.name}:{sha256(said.encode()).hexdigest()[:24]}"
    rules = Rules(0, clock, standing.standards, team.zone)
    also = () if by is None else (by,)
    return _Way(team.id, rules, named, ("", *also))


def _dates(start: Micros, end: Micros, rules: Rules) -> list[date]:
    """Return the local dates that lie within a span as a whole."""
    first, last = local(start, rules.zone).date(), local(end, rules.zone).date()
    dates = [first + step * _ONE_DAY for step in range((last - first).days)]
    return [day for day in dates if midnight(day, rules.zone) >= start]


def _is_kept(kept: rollups.Kept | None, way: _Way) -> bool:
    return kept is not None and all(one in kept.numbers for one in way.breakdowns)


def _serves(day: date, kept: rollups.Kept, uses: Iterable[Use], rules: Rules) -> bool:
    """Tell whether a day's sums are right for every use that has any of it."""
    first, after = (midnight(on, rules.zone) for on in (day, day + _ONE_DAY))
    for one in uses:
        if one.end <= first or after <= one.start:
            continue
        if first < one.start or one.end < after:
            return False
        if (kept.reach.told if one.is_told else kept.reach.last) > one.at:
            return False
    return True


def _gaps(
    start: Micros, end: Micros, usable: Iterable[date], rules: Rules
) -> list[tuple[Micros, Micros]]:
    """Return the spans between the days that are used."""
    spans, since = [], start
    for day in sorted(usable):
        first, after = (midnight(on, rules.zone) for on in (day, day + _ONE_DAY))
        spans.append((since, first))
        since = after
    return [span for span in (*spans, (since, end)) if span[0] < span[1]]


async def _made_now(
    session: AsyncSession, way: _Way, missing: Sequence[date], kept: dict[date, rollups.Kept]
) -> dict[int, Day]:
    """Return the sums of a few days, and put into `kept` what names them; they are kept later."""
    version, _ = await rollups.version(session, way.team_id)
    made = [one for run in _runs(missing) for one in await _made_of(session, way, run)]
    for one in made:
        numbers = kept[one.on].numbers if one.on in kept else {}
        kept[one.on] = rollups.Kept({**numbers, one.breakdown: one.number}, one.reach)

    async def keep(database: Database) -> None:
        await rollups.keep(database, way.team_id, way.named, version, made)

    later(session, ("fresh rollups", way.named, way.team_id, *missing), keep)
    days = [Day(one.on, one.number, one.groups) for one in made]
    return {day.number: name(session, day.number, day, day.kilobytes) for day in days}


def _making(way: _Way, missing: Sequence[date]) -> Callable[[Database], Coroutine[Any, Any, None]]:
    async def make(database: Database) -> None:
        runs = _runs(missing)
        while runs:
            run = runs.pop(0)
            async with database.read() as session:
                version, _ = await rollups.version(session, way.team_id)
                made = await _made_of(session, way, run)
            if not await rollups.keep(database, way.team_id, way.named, version, made):
                runs[:0] = _halves(run)

    return make


def _halves(run: tuple[date, date]) -> list[tuple[date, date]]:
    """Return both halves of several days, of which fewer tickets change while they are read."""
    first, last = run
    middle = first + (last - first) // 2
    return [(first, middle), (middle + _ONE_DAY, last)] if first < last else []


def _runs(days: Sequence[date]) -> list[tuple[date, date]]:
    """Return days in order as (first, last) of those that follow each other, not too many."""
    runs = []
    for _, group in groupby(enumerate(days), lambda one: one[1] - one[0] * _ONE_DAY):
        together = [day for _, day in group]
        for place in range(0, len(together), _AT_ONCE):
            part = together[place : place + _AT_ONCE]
            runs.append((part[0], part[-1]))
    return runs


async def _made_of(session: AsyncSession, way: _Way, run: tuple[date, date]) -> list[rollups.Made]:
    """Return the sums of the days from one to another."""
    zone = way.rules.zone
    span = (midnight(run[0], zone), midnight(run[1] + _ONE_DAY, zone))
    found = await in_columns_between(session, way.team_id, span)
    facts = await to_thread(found.facts, zone)
    made: list[rollups.Made] = []
    for breakdown in way.breakdowns:
        made += await to_thread(_made, found, facts, breakdown, way, run)
    return made


def _made(
    found: "Columns", facts: Mapping[date, str], breakdown: str, way: _Way, run: tuple[date, date]
) -> list[rollups.Made]:
    """Return the sums of every day from one to another: also if nothing was opened on it."""
    zone, (first, last) = way.rules.zone, run
    days = found.daily(breakdown or None, way.rules)
    nothing = (Reach(0, 0), dict[Key, Tally]())
    made = []
    for on in (first + step * _ONE_DAY for step in range((last - first).days + 1)):
        reach, tallies = days.get(on, nothing)
        groups = {key: Sums.of(tallies[key]) for key in sorted(tallies, key=sortable)}
        body, span = packed(groups), (midnight(on, zone), midnight(on + _ONE_DAY, zone))
        said = repr((way.team_id, way.named, breakdown, span)) + facts.get(on, "")
        number = int.from_bytes(sha256(said.encode()).digest()[:8], "big") >> 1
        made.append(rollups.Made(on, span, breakdown, reach, groups, body, number))
    return made
