"""The headline statistic day by day; days that are over are counted once."""

from datetime import date
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.clocks import Micros, Period, between, local
from bot.metrics.figures import Cohort
from bot.metrics.figures.cohort import daily_series
from bot.metrics.figures.report import Trend
from bot.services.figures.cohorts import beside, last_response, opened_within, responded
from bot.services.team import Person, Standing
from bot.store.kept import keep, recall


class _Days(NamedTuple):
    """The values of some days, and the days off among them with too few tickets to draw."""

    values: list[tuple[date, float | None]]
    off: list[date]


async def trend_of(
    session: AsyncSession,
    standing: Standing,
    person: Person | None,
    tickets: Cohort,
    span: Period,
    as_of: Micros,
) -> Trend:
    """Return the headline statistic of each local date of `span` up to `as_of`.

    The days before the present one are kept: they stay as they are until the database changes.
    """
    today = local(as_of, span.zone).date()
    past = [day for day in span.dates() if day < today]
    found = _Days([], [])
    if past:
        found = await _past(
            session, standing, person, tickets, between(past[0], past[-1], span.zone), as_of
        )
    if span.first_day <= today <= span.last_day:
        day = between(today, today, span.zone)
        now = await beside(tickets, _days, standing, person, tickets, day, as_of)
        found = _Days(found.values + now.values, found.off + now.off)
    known = tuple((day, value) for day, value in found.values if value is not None)
    missing = tuple(day for day, value in found.values if value is None)
    return Trend(known, missing, tuple(found.off))


async def _past(
    session: AsyncSession,
    standing: Standing,
    person: Person | None,
    tickets: Cohort,
    span: Period,
    as_of: Micros,
) -> _Days:
    key = ("trend", standing.team, standing.clock.name, person, span.first_day, span.last_day)
    settled: tuple[Micros, _Days] | None = await recall(session, key, standing.team.id)
    if settled is not None and settled[0] <= as_of:
        return settled[1]
    within = opened_within(tickets, span)
    days = await beside(tickets, _days, standing, person, within, span, as_of)
    last = last_response(within)
    if last <= as_of:
        await keep(session, key, (last, days), standing.team.id)
    return days


def _days(
    standing: Standing,
    person: Person | None,
    tickets: Cohort,
    span: Period,
    as_of: Micros,
) -> _Days:
    within = opened_within(tickets, span)
    series = daily_series(
        within if person is None else responded(within, person.key),
        span,
        f"frt_{standing.team.statistic}",
        as_of=as_of,
        clock=standing.clock,
        standards=standing.standards,
    )
    off = {day for day in series.few if not standing.business.is_working_day(day)}
    values = [(day, value) for day, value in series.values if day not in off]
    return _Days(values, sorted(off))
