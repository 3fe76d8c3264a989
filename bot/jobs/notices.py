"""Notices: a direct message to leads and admins about a post that needs a person."""

from datetime import datetime

from bot.deps import Deps
from bot.models import Delivery
from bot.planner.planner import Planner
from bot.planner.rhythm import Rhythm
from bot.services.deliveries import notices as service
from bot.slack.client import Payload
from bot.views.deliveries import notices as view


def register(planner: Planner, deps: Deps) -> None:
    """Make notices known; they are planned where a delivery ends."""

    async def build(row: Delivery, _now: datetime) -> Payload | str:
        found = await service.content(deps.database, row)
        return found if isinstance(found, str) else view.notice(found)

    planner.add(Rhythm(service.KIND, None, build, every=True))
