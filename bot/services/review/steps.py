"""What people do in a weekly review: it is opened, decisions are recorded, somebody finishes it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.clocks import Period
from bot.metrics.history import BOT
from bot.metrics.review.review import LONGEST_DECISION, CauseCounts, ReviewState
from bot.metrics.team import MAY_LEAD, TeamView
from bot.metrics.texts import cleaned
from bot.models import Decision, Delivery, Review, Team
from bot.services.deliveries import Due, planned_row
from bot.services.forms import first_form
from bot.services.review.learning import keep_proposed
from bot.services.review.span import span_of, week_so_far
from bot.services.review.week import MINUTES, SUBJECT, cases_of, state_of
from bot.services.team import measured
from bot.store import history
from bot.store.deliveries import ledger as deliveries
from bot.store.review import review as store
from bot.store.team import roles

"""Who opens a review in the history when nobody asked for it."""

Reason = Literal["allowed", "recorded", "finished", "already", "forbidden", "gone", "empty", "long"]


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a click: the named reason, and the review as it stands now.

    `leading` are the user IDs of those in the team who may finish it. `minutes` is the row of the
    post that is due now. `length` is how long a decision was that is too long, `team` the name of
    a team that somebody is no member of. `is_new` is whether a decision was not there before,
    `language` the team's.
    """

    reason: Reason
    state: ReviewState | None = None
    leading: tuple[str, ...] = ()
    minutes: Delivery | None = None
    length: int = 0
    team: str | None = None
    is_new: bool = False
    language: str = "en"


async def open_review(
    database: Database, team_id: int, week: date, now: datetime, who: str = BOT
) -> ReviewState:
    """Open the review of a week, once, with the cases worth learning from; return it."""
    async with database.write() as session:
        row = Review(team_id=team_id, week=week, opened_at=now)
        if await store.add(session, row):
            await keep_proposed(session, await measured(session, team_id, now), state_of(row), who)
            await history.add(session, team_id, SUBJECT, week.isoformat(), "opened", who, now)
            return state_of(row)
        found = await store.review(session, team_id, week)
        return state_of(found or row)


async def consider_decision(database: Database, team_id: int, week: date, who: str) -> Step:
    """Return whether somebody may record a decision in a review as it stands now."""
    async with database.read() as session:
        return await _considered(session, team_id, week, who)


async def record(  # noqa: PLR0913  what there is to say of a decision
    database: Database, team_id: int, week: date, text: str, who: str, now: datetime, *, form: str
) -> Step:
    """Record a decision of a member, once for each `form` (a view's ID), or say why not."""
    decision = cleaned(text)
    if decision is None:
        return Step("empty")
    if len(decision) > LONGEST_DECISION:
        return Step("long", length=len(decision))
    async with database.write() as session:
        step = await _considered(session, team_id, week, who, lock=True)
        if step.reason != "allowed":
            return step
        if not await first_form(session, form, now):
            return Step("recorded", step.state)
        rows = await store.decisions(session, team_id, week)
        number = rows[-1].number + 1 if rows else 1
        row = Decision(
            team_id=team_id,
            week=week,
            number=number,
            decision=decision,
            recorded_by=who,
            recorded_at=now,
        )
        await store.add_decision(session, row)
        after: history.Values = {"number": number, "decision": decision}
        key = week.isoformat()
        await history.add(session, team_id, SUBJECT, key, "decided", who, now, after=after)
        team = await session.get_one(Team, team_id)
    return Step("recorded", step.state, is_new=True, language=team.locale)


@dataclass(frozen=True, slots=True)
class Unnamed:
    """The tickets not met of a review, of which some have no cause."""

    team: TeamView
    period: Period
    cases: CauseCounts


async def unnamed(database: Database, team_id: int, week: date, who: str) -> Unnamed | None:
    """Return the tickets not met of a review that somebody may finish, if any has no cause."""
    async with database.read() as session:
        row = await store.review(session, team_id, week)
        if row is None or row.status == "finished":
            return None
        if await roles.role(session, team_id, who) not in MAY_LEAD:
            return None
        it = await measured(session, team_id, row.opened_at)
        period = week_so_far(state_of(row), it)
        last = await store.before(session, team_id, week)
        cases = await cases_of(session, it, span_of(period, last))
    return Unnamed(it.team, period, cases) if cases.unnamed else None


async def finish(database: Database, team_id: int, week: date, who: str, now: datetime) -> Step:
    """Finish a review for its lead, operations specialist or an admin; its minutes are due then.

    Whoever comes second gets `already`.
    """
    async with database.write() as session:
        row = await store.review(session, team_id, week, lock=True)
        if row is None:
            return Step("gone")
        role = await roles.role(session, team_id, who)
        if role not in MAY_LEAD:
            leading = await roles.leading(session, team_id)
            return Step("forbidden", state_of(row), tuple(user_id for user_id, _ in leading))
        if row.status == "finished":
            return Step("already", state_of(row))
        row.status, row.finished_at, row.finished_by = "finished", now, who
        await history.add(
            session,
            team_id,
            SUBJECT,
            week.isoformat(),
            "finished",
            who,
            now,
            before={"status": "open"},
            after={"status": "finished"},
        )
        return Step("finished", state_of(row), minutes=await _minutes(session, row, now))


async def _minutes(session: AsyncSession, row: Review, now: datetime) -> Delivery | None:
    """Plan the minutes for where the prompt stands, the team's channel when there is none."""
    prompt = await store.prompt(session, row.team_id, row.week)
    team = await store.team(session, row.team_id)
    channel_id = prompt.channel_id if prompt else team.channel_id if team else None
    if channel_id is None:
        return None
    due = Due(MINUTES, channel_id, row.week.isoformat(), now)
    planned = planned_row(row.team_id, due, now)
    return planned if await deliveries.add(session, planned) else None


async def _considered(
    session: AsyncSession, team_id: int, week: date, who: str, *, lock: bool = False
) -> Step:
    row = await store.review(session, team_id, week, lock=lock)
    if row is None:
        return Step("gone")
    if await roles.role(session, team_id, who) is None:
        team = await store.team(session, team_id)
        return Step("forbidden", state_of(row), team=team.name if team else None)
    if row.status == "finished":
        return Step("already", state_of(row))
    return Step("allowed", state_of(row))
