"""Problems and their root causes: `/frt problem`, `/frt problems`, every button of theirs."""

from slack_bolt.async_app import AsyncApp

from bot.commands.problems import change, lists, make, report, show
from bot.deps import Deps
from bot.planner import Planner


def register(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    """Answer everything about problems; the planner posts their reports."""
    for part in (make, show, change, lists):
        part.register(app, deps)
    report.register(app, deps, planner)
