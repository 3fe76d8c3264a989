"""Sample tickets that keep coming as the clock goes on: only in the demo."""

from datetime import datetime, timedelta

from bot.deps import Deps
from bot.planner import Planner
from bot.services.sample_arrivals import add_arrivals, begin_new_teams

_EVERY = timedelta(minutes=10)


def register(planner: Planner, deps: Deps) -> None:
    """Take new sample tickets in before posts are planned, where `FRT_SAMPLE_SINCE` is set."""
    began = deps.settings.sample_since
    if began is None:
        return
    known = began

    async def arrive(now: datetime) -> None:
        nonlocal known
        if now - known < _EVERY:
            await begin_new_teams(deps.database, deps.settings.database_url, began, now)
            return
        await add_arrivals(deps.database, deps.settings.database_url, began, known, now)
        known = now

    planner.prepare(arrive)
