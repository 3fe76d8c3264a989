"""What waits for a lead, and where the weekly review stands: parts of App Home."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.db import Database
from bot.metrics.clocks import from_micros, to_micros, weekly_reviews
from bot.metrics.home import Proposal, ReviewLine, Waiting
from bot.services.plans import sightings
from bot.services.team import measured
from bot.store import actions
from bot.store.plans import items as plan_items
from bot.store.plans import plans
from bot.store.review import review as reviews

MOST_ACTIONS, MOST_PROPOSALS = 4, 3
_AHEAD = timedelta(days=15)


async def waiting(database: Database, team_ids: Sequence[int], now: datetime) -> Waiting:
    """Return what waits for the lead of these teams: the longest done first."""
    if not team_ids:
        return Waiting()
    proposals: list[Proposal] = []
    async with database.read() as session:
        found = await actions.to_decide(session, team_ids)
        for team_id in team_ids:
            if plan := await plans.current(session, team_id):
                items = await plan_items.items(session, team_id, plan.number)
                seen = await sightings(session, plan, items, now)
                proposals += [
                    Proposal(plan, item, seen[item.number])
                    for item in items
                    if item.number in seen and seen[item.number].holds
                ]
    shown = (tuple(found[:MOST_ACTIONS]), tuple(proposals[:MOST_PROPOSALS]))
    return Waiting(*shown, len(found) + len(proposals) - sum(map(len, shown)))


async def review_line(database: Database, team_id: int, now: datetime) -> ReviewLine:
    """Return a team's latest review, and when the next one opens."""
    async with database.read() as session:
        it = await measured(session, team_id, now)
        latest = await reviews.before(session, team_id, (now + _AHEAD).date())
    ahead = weekly_reviews(it.rhythm, to_micros(now), to_micros(now + _AHEAD))
    next_at = from_micros(ahead[0].due) if ahead and it.team.channel_id else None
    if latest is None:
        return ReviewLine(None, finished=False, next_at=next_at)
    return ReviewLine(latest.week, finished=latest.status == "finished", next_at=next_at)
