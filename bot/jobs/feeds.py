"""Helpdesks that are asked every three minutes, what others sent, and what is told of both."""

from datetime import datetime

from bot.deps import Deps
from bot.models import Delivery
from bot.planner.planner import Planner
from bot.planner.rhythm import Rhythm
from bot.services.feeds import silence, trying
from bot.services.feeds import told as service
from bot.slack.client import Payload
from bot.views.feeds import notice as view


def register(planner: Planner, deps: Deps) -> None:
    """Ask whoever is due when posts are planned; notices are planned where a pull ends.

    What was tried and not confirmed is forgotten then, and its credentials with it.
    """

    async def ask(now: datetime) -> None:
        if not deps.pulls.is_time(now):
            return
        await trying.forget(deps.database, now)
        await silence.watch(deps.database, now)
        for feed in await deps.pulls.due(now):
            deps.background.start(deps.pulls.pull(feed))
        for feed in await deps.drains.left(now):
            deps.background.start(deps.drains.drain(feed))

    async def build(row: Delivery, now: datetime) -> Payload | str:
        found = await service.content(deps.database, row)
        return found if isinstance(found, str) else view.notice(found, now)

    planner.prepare(ask)
    planner.add(Rhythm(service.KIND, None, build, every=True))
