"""What slipped: a weekly direct message to the leads, with how often each date was moved."""

from collections.abc import Sequence
from datetime import datetime

from bot.deps import Deps
from bot.metrics.clocks import weekly_lists
from bot.models import Delivery, Team
from bot.planner.planner import Planner
from bot.planner.rhythm import Rhythm
from bot.services.actions import slipping as service
from bot.services.deliveries import Due
from bot.slack.client import Payload
from bot.views.actions import slipping as view


def register(planner: Planner, deps: Deps) -> None:
    """Make the weekly list known to the planner."""

    async def slots(team: Team, after: datetime, until: datetime) -> Sequence[Due]:
        return await service.due(deps.database, team, after, until)

    async def build(row: Delivery, now: datetime) -> Payload | str:
        found = await service.content(deps.database, row, now)
        if isinstance(found, str):
            return found
        return view.slipped(found.team_name, found.slipped, found.language, now)

    planner.add(Rhythm(service.KIND, slots, build, times=weekly_lists))
