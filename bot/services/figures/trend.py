"""The headline statistic day by day; days that are over are counted once."""

from datetime import date
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.clocks import Micros, Period, between, local
from bot.metrics.figures import METRICS, AnyCohort, Summed, too_few
from bot.metrics.figures.cohort import Figures, daily_series
from bot.metrics.figures.report import Trend
from bot.services.figures.cohorts import (
    beside,
    content_of,
    found_once,
    last_response,
    opened_within,
    responded,
)
from bot.services.team import Person, Standing


class _Days(NamedTuple):
    """The values of some days, and the days off among them with too few tickets to draw."""

    values: list[tuple[date, float | None]]
    off: list[date]


class Chart(NamedTuple):
    """The days to be drawn, when they are judged, and the figures of the last one, if known."""

    span: Period
    as_of: Micros
    last: Figures | None = None


async def trend_of(
    session: AsyncSession,
    standing: Standing,
    person: Person | None,
    tickets: AnyCohort,
    chart: Chart,
) -> Trend:
    """Return the headline statistic of each local date of a chart up to its instant.

    The days before the present one are kept: they stay as they are until their tickets change.
    """
    span, as_of = chart.span, chart.as_of
    today = local(as_of, span.zone).date()
    past = [day for day in span.dates() if day < today]
    found = _Days([], [])
    if past:
        found = await _past(
            session, standing, person, tickets, between(past[0], past[-1], span.zone), as_of
        )
    if span.first_day <= today <= span.last_day:
        day = between(today, today, span.zone)
        if chart.last is not None and today == span.last_day:
            now = _known(standing, today, chart.last)
        else:
            now = await beside(tickets, _days, standing, person, tickets, day, as_of)
        found = _Days(found.values + now.values, found.off + now.off)
    known = tuple((day, value) for day, value in found.values if value is not None)
    missing = tuple(day for day, value in found.values if value is None)
    return Trend(known, missing, tuple(found.off))


def _known(standing: Standing, day: date, figures: Figures) -> _Days:
    metric = METRICS[f"frt_{standing.team.statistic}"]
    value, is_few = metric.value(figures), too_few(metric.n(figures))
    if value is not None and is_few and not standing.business.is_working_day(day):
        return _Days([], [day])
    return _Days([(day, value)], [])


async def _past(
    session: AsyncSession,
    standing: Standing,
    person: Person | None,
    tickets: AnyCohort,
    span: Period,
    as_of: Micros,
) -> _Days:
    within = opened_within(tickets, span)
    days = span.first_day, span.last_day

    async def find() -> _Days:
        return await beside(tickets, _days, standing, person, within, span, as_of)

    if last_response(within) > as_of:
        return await find()
    clocks = standing.clock.name, standing.business.described
    who = standing.team.id, person, standing.selection
    asked = ("trend", *who, standing.team.statistic, *clocks, *days)
    return await found_once(
        session, standing.team.id, asked, content_of(within, (span, as_of)), find
    )


def _days(
    standing: Standing,
    person: Person | None,
    tickets: AnyCohort,
    span: Period,
    as_of: Micros,
) -> _Days:
    within = opened_within(tickets, span)
    series = daily_series(
        within if person is None or isinstance(within, Summed) else responded(within, person.key),
        span,
        f"frt_{standing.team.statistic}",
        as_of=as_of,
        clock=standing.clock,
        standards=standing.standards,
    )
    off = {day for day in series.few if not standing.business.is_working_day(day)}
    values = [(day, value) for day, value in series.values if day not in off]
    return _Days(values, sorted(off))
