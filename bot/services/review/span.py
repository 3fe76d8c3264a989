"""What a weekly review speaks of: its week so far, and the tickets since the review before."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.clocks import Period, between, period_of, to_micros
from bot.metrics.review.review import ReviewState
from bot.metrics.tickets import TicketFacts
from bot.models import Review
from bot.services.daily import EARLIER, Moment, around
from bot.services.team import Measured


class Span(NamedTuple):
    """The instants whose tickets a review looks at, so that none is left out or told twice.

    `period` begins where the review before ended, if that is `before` and not too long ago.
    """

    period: Period
    moment: Moment
    since: datetime
    before: datetime | None


def week_so_far(state: ReviewState, it: Measured) -> Period:
    """Return the week up to the review's opening, all of it for one opened after its end."""
    return _week_until(state.week, state.opened_at, it.team.zone)


def _week_until(week: date, opened_at: datetime, zone: ZoneInfo) -> Period:
    whole = between(week, week + timedelta(days=6), zone)
    as_of = min(max(opened_at, whole.start), whole.end - timedelta(microseconds=1))
    return period_of("week", as_of, zone)


def span_of(period: Period, last: Review | None) -> Span:
    """Return what is looked at since the review before, which may have been opened late.

    Without one, or one too long ago, the week or the four weeks before its end.
    """
    told_until = _week_until(last.week, last.opened_at, period.zone).end if last else None
    before = told_until if told_until and told_until < period.end else None
    since = max(before, period.end - EARLIER) if before else period.start
    told = to_micros(before) if before else None
    moment = Moment(to_micros(period.end), told, to_micros(since))
    return Span(replace(period, start=since), moment, since, before)


async def tickets_of(session: AsyncSession, team_id: int, span: Span) -> list[TicketFacts]:
    """Return the tickets opened in a span, and those that already waited when it began."""
    return await around(session, team_id, span.period, span.moment)
