"""Sample tickets that keep coming as the clock goes on: only in the demo."""

from bot.deps import Deps
from bot.planner.planner import Planner
from bot.services.samples import Arrivals


def register(planner: Planner, deps: Deps) -> None:
    """Take new sample tickets in before posts are planned, where `FRT_SAMPLE_SINCE` is set."""
    began = deps.settings.sample_since
    if began is not None:
        url = deps.settings.database_url
        planner.prepare(Arrivals(deps.database, url, began).take_in)
