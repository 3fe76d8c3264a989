"""A metric over a window with its working days, and how small a change they could show."""

from asyncio import to_thread
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.actions import Rules, Side, Standard, Visible, side
from bot.metrics.clocks import between, to_micros
from bot.metrics.figures import METRICS, Days, smallest_change, working_spans
from bot.services.team import Measured
from bot.store.kept import keep, recall
from bot.store.tickets import events, many_between

SEEN_DAYS = 28
"""From so many days before today it is told how much a team's days differ."""
_ONE_DAY = timedelta(days=1)


async def side_of(
    session: AsyncSession,
    it: Measured,
    standard: Standard,
    span: tuple[date, date],
    as_of: datetime,
) -> tuple[Side, Days]:
    """Return the metric of a standard over a span of local dates, as it stood at an instant."""
    period, at = between(*span, it.team.zone), to_micros(as_of)
    window = (to_micros(period.start), to_micros(period.end))
    rules = Rules(it.team.zone, it.business, it.clock, it.standards)
    event = METRICS[standard.goal.metric].of
    # Columns are put on a day by their opening alone, and whole days of them.
    if event == "opening" and standard.hours is None:
        opened = await many_between(session, it.team.id, window)
        if opened is not None:
            return await to_thread(side, opened, standard, span, rules, at)
    found = await events.around(session, it.team.id, event, window)
    return await to_thread(lambda: side(found.between(window, at), standard, span, rules, at))


async def visible(
    session: AsyncSession,
    it: Measured,
    standard: Standard,
    window: tuple[date, date],
    now: datetime,
) -> Visible:
    """Return the smallest change that a window of local dates shows of a metric.

    By the tickets of the last 28 days, today not among them.
    """
    today = now.astimezone(it.team.zone).date()
    days = len(working_spans(*window, it.business))
    key = ("visible", it.team, it.clock.name, standard, days, today)
    found: Visible | None = await recall(session, key, it.team.id)
    if found is None:
        span = (today - SEEN_DAYS * _ONE_DAY, today - _ONE_DAY)
        seen, of = await side_of(session, it, standard, span, between(*span, it.team.zone).end)
        # Drawing days again and again takes a while, during which others are answered.
        size = await to_thread(smallest_change, of, days)
        found = Visible(size, seen, SEEN_DAYS)
        await keep(session, key, found, it.team.id)
    return found
