"""Reports on problems: planned where somebody posts one, built and posted like all posts."""

from datetime import datetime

from bot.deps import Deps
from bot.models import Delivery
from bot.planner.planner import Planner
from bot.planner.rhythm import Rhythm
from bot.registers.problems import PROBLEM
from bot.services.problems import KIND, key_of
from bot.services.problems import reports as service
from bot.slack.client import Payload
from bot.views.problems import report as view


def register(planner: Planner, deps: Deps) -> None:
    """Make reports known, and show on the problem's card where each stands."""

    async def build(row: Delivery, _now: datetime) -> Payload | str:
        found = await service.content(deps.database, row)
        return found if isinstance(found, str) else view.posted(*found)

    async def posted(row: Delivery, _message_ts: str) -> None:
        team_id, problem, _ = key_of(row.slot)
        await deps.cards.redraw(team_id, PROBLEM, str(problem))

    planner.add(Rhythm(KIND, None, build, posted, every=True, at_once=True))
