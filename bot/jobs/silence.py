"""That no tickets come in any more: a direct message to leads and operations, once a silence."""

from collections.abc import Sequence
from datetime import datetime

from bot.deps import Deps
from bot.metrics.clocks import reminders
from bot.models import Delivery, Team
from bot.planner.planner import Planner
from bot.planner.rhythm import Rhythm
from bot.services.deliveries import Due
from bot.services.figures import silence as service
from bot.slack.client import Payload
from bot.views.figures import silence as view


def register(planner: Planner, deps: Deps) -> None:
    """Make the notices known to the planner."""

    async def slots(team: Team, after: datetime, until: datetime) -> Sequence[Due]:
        return await service.due(deps.database, team, after, until)

    async def build(row: Delivery, now: datetime) -> Payload | str:
        found = await service.content(deps.database, row, now)
        return found if isinstance(found, str) else view.silent(found, now)

    planner.add(Rhythm(service.KIND, slots, build, times=reminders))
