"""Helpdesks that are asked for their tickets every three minutes, and what is told of them."""

from datetime import datetime, timedelta

from bot.deps import Deps
from bot.models import Delivery
from bot.planner.planner import Planner
from bot.planner.rhythm import Rhythm
from bot.services.feeds import told as service
from bot.services.feeds import trying
from bot.slack.client import Payload
from bot.views.feeds import notice as view


def register(planner: Planner, deps: Deps) -> None:
    """Ask whoever is due when posts are planned; notices are planned where a pull ends.

    What was tried and not confirmed is forgotten then, and its credentials with it.
    """
    lease, looked = timedelta(seconds=deps.settings.lease_seconds), deps.clock()

    async def ask(now: datetime) -> None:
        nonlocal looked
        if now - looked >= lease:
            looked = now
            await trying.forget(deps.database, now)
        for feed in await deps.pulls.due(now):
            deps.background.start(deps.pulls.pull(feed))

    async def build(row: Delivery, now: datetime) -> Payload | str:
        found = await service.content(deps.database, row)
        return found if isinstance(found, str) else view.notice(found, now)

    planner.prepare(ask)
    planner.add(Rhythm(service.KIND, None, build, every=True))
