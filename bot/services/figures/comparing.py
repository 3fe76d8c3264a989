"""Whether a period differs from the one before by more than chance, as its whole days tell."""

from asyncio import to_thread
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.clocks import Micros, Period, local, midnight, to_micros, whole_days
from bot.metrics.figures import (
    FEWEST_DAYS,
    AnyCohort,
    Days,
    Summed,
    Told,
    days_of,
    direction,
    interval,
    working_spans,
)
from bot.services.figures.cohorts import content_of, found_once, opened_within
from bot.services.figures.rollups import summed, use
from bot.services.team import Names, Standing


class _Side(NamedTuple):
    """The whole days of a period, and when they are judged."""

    period: Period
    at: Micros


def _whole_days(
    standing: Standing, periods: tuple[Period, Period], as_of: Micros
) -> Sequence[_Side]:
    """Return the whole days of two periods; none where there are not enough working days.

    Both are judged equally long after their last whole day, the later one at the last midnight.
    """
    before, after = (whole_days(period, as_of) for period in periods)
    if before is None or after is None:
        return ()
    if min(len(_spans(standing, one)) for one in (before, after)) < FEWEST_DAYS:
        return ()
    zone = standing.team.zone
    at = midnight(local(as_of, zone).date(), zone)
    lag = at - to_micros(after.end)
    return _Side(before, to_micros(before.end) + lag), _Side(after, at)


async def told_of(
    session: AsyncSession,
    standing: Standing,
    tickets: AnyCohort,
    periods: tuple[Period, Period],
    as_of: Micros,
) -> Mapping[str, Told]:
    """Return what the change from one period to another says, by metric.

    Of the headline statistic and attainment of a team's tickets, given oldest first; none where
    there are not enough whole working days. Until the next midnight, or until one of the tickets
    changes, what was found stays.
    """
    sides = _whole_days(standing, periods, as_of)
    if not sides:
        return {}
    team = standing.team
    clocks = standing.clock.name, standing.business.described
    asked = ("told", team.id, team.statistic, *clocks, standing.selection, *sides)
    content = content_of(tickets, *sides)

    async def find() -> Mapping[str, Told]:
        uses = [use(*side, is_told=True) for side in sides]
        seen = tickets
        if isinstance(tickets, Summed):
            seen = await summed(session, standing, Names({}, {}), uses, None)
        # Drawing days again and again takes a while, during which others are answered.
        metrics = (f"frt_{team.statistic}", "attainment")
        return await to_thread(_told, standing, metrics, seen, sides)

    return await found_once(session, team.id, asked, content, find)


def _spans(standing: Standing, period: Period) -> list[tuple[date, date]]:
    return working_spans(period.first_day, period.last_day, standing.business)


def _told(
    standing: Standing, metrics: Sequence[str], tickets: AnyCohort, sides: Sequence[_Side]
) -> dict[str, Told]:
    before, after = (_days(standing, metrics, tickets, side) for side in sides)
    found: dict[str, Told] = {}
    for metric in metrics:
        change = interval(before[metric], after[metric])
        if change is not None:
            found[metric] = change.told(direction(metric))
    return found


def _days(
    standing: Standing, metrics: Sequence[str], tickets: AnyCohort, side: _Side
) -> dict[str, Days]:
    return days_of(
        opened_within(tickets, side.period),
        metrics,
        _spans(standing, side.period),
        as_of=side.at,
        clock=standing.clock,
        standards=standing.standards,
        zone=standing.team.zone,
    )
