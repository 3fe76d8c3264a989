"""What a team's metrics are to reach, and who says so."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.figures import Goal, Target, direction
from bot.metrics.team import TeamView
from bot.store import warnings
from bot.store.plans import plans


async def targets_of(session: AsyncSession, team: TeamView, at: datetime) -> dict[str, Target]:
    """Return what a team's metrics are to reach at an instant, and who says so, by metric.

    The goal of its plan comes first; then the share in time that it has set, and the targets of
    what it watches; then, for the headline first response alone, its default limit. None of them
    changes the limit of any ticket. Seconds, shares of 1, ratings.
    """
    limit = Goal(f"frt_{team.statistic}", "at_most", float(team.frt_limit_seconds))
    found = {limit.metric: Target(limit, "limit")}
    set_by_team = await warnings.targets(session, team.id)
    for metric, value in {**set_by_team, "attainment": team.attainment_target}.items():
        falls = direction(metric) == "lower_is_better"
        goal = Goal(metric, "at_most" if falls else "at_least", value)
        found[metric] = Target(goal, "team")
    day = at.astimezone(team.zone).date()
    for goal in await plans.goals_in_force(session, team.id, at, day):
        found[goal.metric] = Target(goal, "plan")
    return found
