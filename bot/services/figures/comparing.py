"""Whether a period differs from the one before by more than chance, as its whole days tell."""

from asyncio import to_thread
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.clocks import Micros, Period, local, midnight, to_micros, whole_days
from bot.metrics.figures import (
    FEWEST_DAYS,
    Cohort,
    Days,
    Told,
    days_of,
    direction,
    interval,
    working_spans,
)
from bot.services.figures.cohorts import opened_within
from bot.services.team import Standing
from bot.store.kept import keep, recall


class _Side(NamedTuple):
    """The working days of a period, the tickets of its whole days, and when they are judged."""

    spans: list[tuple[date, date]]
    tickets: Cohort
    at: Micros


async def told_of(
    session: AsyncSession,
    standing: Standing,
    tickets: Cohort,
    periods: tuple[Period, Period],
    as_of: Micros,
) -> Mapping[str, Told]:
    """Return what the change from one period to another says, by metric.

    Of the headline statistic and attainment of a team's tickets, given oldest first; none where
    there are not enough whole working days. Both periods are judged equally long after their last
    whole day, the later one at the last midnight: until the next one, or until the database
    changes, what was found stays.
    """
    team, zone, business = standing.team, standing.team.zone, standing.business
    before, after = (whole_days(period, as_of) for period in periods)
    if before is None or after is None:
        return {}
    spans = [working_spans(one.first_day, one.last_day, business) for one in (before, after)]
    if min(map(len, spans)) < FEWEST_DAYS:
        return {}
    at = midnight(local(as_of, zone).date(), zone)
    key = ("told", team, standing.clock.name, before, after, at)
    found: Mapping[str, Told] | None = await recall(session, key, team.id)
    if found is None:
        lag = at - to_micros(after.end)
        sides = (
            _Side(spans[0], opened_within(tickets, before), to_micros(before.end) + lag),
            _Side(spans[1], opened_within(tickets, after), at),
        )
        # Drawing days again and again takes a while, during which others are answered.
        found = await to_thread(_told, standing, (f"frt_{team.statistic}", "attainment"), sides)
        await keep(session, key, found, team.id)
    return found


def _told(
    standing: Standing, metrics: Sequence[str], sides: tuple[_Side, _Side]
) -> dict[str, Told]:
    before, after = (_days(standing, metrics, side) for side in sides)
    found: dict[str, Told] = {}
    for metric in metrics:
        change = interval(before[metric], after[metric])
        if change is not None:
            found[metric] = change.told(direction(metric))
    return found


def _days(standing: Standing, metrics: Sequence[str], side: _Side) -> dict[str, Days]:
    return days_of(
        side.tickets,
        metrics,
        side.spans,
        as_of=side.at,
        clock=standing.clock,
        standards=standing.standards,
        zone=standing.team.zone,
    )
