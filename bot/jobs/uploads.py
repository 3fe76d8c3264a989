"""Files whose process ended while it took them in for somebody in Slack: another goes on."""

from datetime import datetime, timedelta

from bot.deps import Deps
from bot.planner.planner import Planner


def register(planner: Planner, deps: Deps) -> None:
    """Look for such files once in a lease, when posts are planned."""
    lease = timedelta(seconds=deps.settings.lease_seconds)
    looked = deps.clock()

    async def take_up(now: datetime) -> None:
        nonlocal looked
        if now - looked < lease:
            return
        looked = now
        for upload in await deps.intake.left(now, lease):
            profile = await deps.readers.known(upload.who, now)
            if profile is not None:
                deps.background.start(deps.intake.take(upload, profile))

    planner.prepare(take_up)
