"""What a weekly review says of actions: what was promised, and what became of each."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.clocks import from_micros, midnight
from bot.metrics.review.review import Promises, ReviewState
from bot.models import Review
from bot.services.actions import SUBJECT
from bot.services.team import Measured
from bot.store import history
from bot.store.review import review as store

_WEEK = timedelta(days=7)


async def promises(
    session: AsyncSession,
    it: Measured,
    state: ReviewState,
    last: Review | None,
    now: datetime,
) -> Promises:
    """Return the team's actions as a review sees them at an instant; `last` is the one before."""
    week, team_id, zone = state.week, state.team_id, it.team.zone
    ref, own = last.week.isoformat() if last else None, week.isoformat()
    measures = await store.measures(session, team_id, own)
    made_here = {action.number for action in measures}
    promised = [
        action
        for action in await store.promised(session, team_id, ref, week, week + timedelta(days=6))
        if action.number not in made_here
    ]
    shown = made_here | {action.number for action in promised}
    late = await store.overdue(session, team_id, now.astimezone(zone).date())
    start, end = from_micros(midnight(week, zone)), from_micros(midnight(week + _WEEK, zone))
    made, done = await store.made_and_done(session, team_id, start, end)
    return Promises(
        promised=tuple(promised),
        measures=tuple(measures),
        overdue=tuple(action for action in late if action.number not in shown),
        made=made,
        done=done,
        moves=await _moves(session, team_id, [action.number for action in promised]),
    )


async def _moves(session: AsyncSession, team_id: int, numbers: Sequence[int]) -> dict[int, int]:
    if not numbers:
        return {}
    rows = await history.of_event(session, team_id, SUBJECT, "due_moved")
    counted = Counter(int(row.subject_key) for row in rows)
    return {number: counted[number] for number in numbers if counted[number]}
