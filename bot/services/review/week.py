"""The weekly review: what a team's week says, and what became of what was promised."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.actions import ActionFacts
from bot.metrics.clocks import Period, from_micros, previous, to_micros, weekly_reviews
from bot.metrics.figures import Cohort, Figures, figures
from bot.metrics.review.review import (
    CauseCounts,
    DecisionFacts,
    Review,
    ReviewState,
    Week,
    weeks_before,
)
from bot.metrics.tickets import Freshness, TicketFacts
from bot.models import Card, Decision, Team
from bot.models import Review as ReviewRow
from bot.services.daily import moment_of, not_met
from bot.services.deliveries import Due
from bot.services.figures import beside, opened_within, targets_of
from bot.services.plans import progress_of
from bot.services.review import notes as review_notes
from bot.services.review.learning import of_review
from bot.services.review.promises import promises
from bot.services.review.span import Span, span_of, tickets_of, week_so_far
from bot.services.team import Measured, measured, posting_times
from bot.store import causes
from bot.store.imports import data_at
from bot.store.plans import plans
from bot.store.review import review as store
from bot.store.tickets import cohort_between, tickets

KIND = "weekly"
MINUTES = "minutes"
SUBJECT = "review"
VIEW = "review"
_WEEK = timedelta(days=7)


async def due_between(
    database: Database, team: Team, after: datetime, until: datetime
) -> list[Due]:
    """Return the reviews that fell due for a team after one instant and up to another."""
    if team.id is None or team.channel_id is None:
        return []
    async with database.read() as session:
        rhythm = await posting_times(session, team)
    found = weekly_reviews(rhythm, to_micros(after), to_micros(until))
    return [Due(KIND, team.channel_id, slot.key, from_micros(slot.due)) for slot in found]


async def content(database: Database, team_id: int, week: date, now: datetime) -> Review:
    """Return a review that was opened.

    Figures are as of its opening; causes, decisions and actions as they stand now, or stood when
    it was finished. Raises BotError when there is no such review.
    """
    async with database.read() as session:
        row = await store.review(session, team_id, week)
        if row is None:
            raise BotError("review.error.gone")
        return await content_of(session, state_of(row), now)


async def posts_to(database: Database, team_id: int, channel_id: str) -> bool:
    """Return whether a channel is the one that a team has now."""
    async with database.read() as session:
        team = await store.team(session, team_id)
    return team is not None and team.channel_id == channel_id


async def prompt_place(database: Database, team_id: int, week: date) -> Card | None:
    """Return where a review's message stands, None when it stands nowhere."""
    async with database.read() as session:
        return await store.prompt(session, team_id, week)


async def thread_of(database: Database, action: ActionFacts) -> str | None:
    """Return the `ts` of the review that an action was made from, if in the team's channel."""
    try:
        week = date.fromisoformat(action.origin_ref or "")
    except ValueError:
        return None
    place = await prompt_place(database, action.team_id, week)
    in_channel = place is not None and place.channel_id == action.channel_id
    return place.message_ts if place and in_channel and action.origin == "review" else None


async def open_weeks(database: Database, team_id: int, now: datetime) -> list[date]:
    """Return the weeks of the last four whose reviews nobody has finished."""
    async with database.read() as session:
        team = await store.team(session, team_id)
        if team is None:
            return []
        first = monday_of(now, ZoneInfo(team.zone)) - 4 * _WEEK
        return [row.week for row in await store.open_since(session, team_id, first)]


def monday_of(at: datetime, zone: ZoneInfo) -> date:
    """Return the Monday of the local week of an instant."""
    day = at.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def state_of(row: ReviewRow) -> ReviewState:
    """Return a review's row as values."""
    return ReviewState(row.team_id, row.week, row.opened_at, row.finished_at, row.finished_by)


async def content_of(session: AsyncSession, state: ReviewState, now: datetime) -> Review:
    """Return an opened review as `content` does, within a transaction."""
    it = await measured(session, state.team_id, state.opened_at)
    period = week_so_far(state, it)
    last = await store.before(session, state.team_id, state.week)
    found = await _Figures.read(session, it, period, now)
    targets = await targets_of(session, it.team, period.end)
    target = targets[f"frt_{it.team.statistic}"]
    moment = state.finished_at or now
    latest = await tickets.last_opened(session, state.team_id)
    before = previous(period, period.end)
    plan = await plans.current(session, state.team_id)
    return Review(
        team=it.team,
        state=state,
        as_of=period.end,
        now=moment,
        clock=it.clock.name,
        period=period,
        figures=await found.of(period, waiting=found.waiting),
        before_period=before,
        before=await found.of(before),
        weeks=tuple([await found.week(one) for one in weeks_before(period)]),
        frt_target=None if target.origin == "limit" else target.goal.value,
        attainment_target=targets["attainment"],
        cases=await cases_of(session, it, span_of(period, last)),
        last=state_of(last) if last else None,
        last_decisions=await _decisions(session, last.team_id, last.week) if last else (),
        decisions=await _decisions(session, state.team_id, state.week),
        actions=await promises(session, it, state, last, moment),
        unknown_years=_unknown_years(it, period),
        covered_until=from_micros(latest) if latest is not None else None,
        data=found.data,
        plan=await progress_of(session, plan, moment) if plan else None,
        learning=await of_review(session, it, state),
        notes=await review_notes.of_review(session, state.team_id, state.week),
    )


class _Figures:
    """The tickets of the week and the four before, and how to count them."""

    def __init__(
        self,
        it: Measured,
        opened: Cohort,
        waiting: Sequence[TicketFacts],
        data: Freshness,
    ) -> None:
        self._it = it
        self._opened = opened
        self.waiting = waiting
        self.data = data

    @classmethod
    async def read(
        cls, session: AsyncSession, it: Measured, period: Period, now: datetime
    ) -> "_Figures":
        start, at = to_micros(weeks_before(period)[0].start), to_micros(period.end)
        opened = await cohort_between(session, it.team.id, start, at + 1)
        data = await data_at(session, it.team.id, at, it.business)
        waiting = await tickets.waiting_at(
            session, it.team.id, data.judged(at), is_past=at < to_micros(now)
        )
        return cls(it, opened, waiting, data)

    async def of(self, period: Period, waiting: Sequence[TicketFacts] = ()) -> Figures:
        """Return the figures of what was opened in a period, as it stood at its end.

        Where the data end before that, as it stood there.
        """
        return await beside(
            self._opened,
            figures,
            opened_within(self._opened, period),
            as_of=self.data.judged(to_micros(period.end)),
            clock=self._it.clock,
            standards=self._it.standards,
            waiting=waiting,
        )

    async def week(self, period: Period) -> Week:
        """Return one of the weeks before."""
        made = await self.of(period)
        value: float | None = getattr(made, f"frt_{self._it.team.statistic}_seconds")
        return Week(period, made.tickets, value, made.attainment)


async def cases_of(session: AsyncSession, it: Measured, span: Span) -> CauseCounts:
    """Return the tickets not met since the review before, and their causes."""
    period, end = span.period, span.period.end
    moment = await moment_of(session, it, period, end, span.before)
    found = await tickets_of(session, it.team.id, span._replace(moment=moment))
    missed = not_met(found, moment, it.clock, it.standards)
    named = await causes.latest(session, it.team.id, [one.key for one in missed])
    counts = tuple(Counter(named.values()).most_common())
    return CauseCounts(len(missed), len(missed) - len(named), counts, span.since, span.before)


async def _decisions(session: AsyncSession, team_id: int, week: date) -> tuple[DecisionFacts, ...]:
    return tuple(map(_decision, await store.decisions(session, team_id, week)))


def _decision(row: Decision) -> DecisionFacts:
    return DecisionFacts(row.number, row.decision, row.recorded_by, row.recorded_at)


def _unknown_years(it: Measured, period: Period) -> tuple[int, ...]:
    if it.clock.name != "business":
        return ()
    start, end = to_micros(period.start), max(to_micros(period.start), to_micros(period.end) - 1)
    return tuple(it.business.unknown_years(start, end))
