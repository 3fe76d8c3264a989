"""*Show*, in the daily report: the tickets of earlier reports that a later file changed."""

from datetime import datetime

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.answers.paged import paged_modal
from bot.deps import Deps
from bot.ids import REVISED_NEXT, REVISED_OPEN, REVISED_PREVIOUS, RevisedValue
from bot.metrics.figures import Ask
from bot.services.daily import revised_page
from bot.services.team import Request
from bot.slack.client import Payload
from bot.views.daily import revised as view


def register(app: AsyncApp, deps: Deps) -> None:
    """Open the modal and turn its pages."""

    async def draw(context: AsyncBoltContext, value: RevisedValue, now: datetime) -> Payload:
        request = Request(context["profile"], context.channel_id or "", Ask(), value.as_of, now)
        place = (value.team, value.before, value.page)
        made = await revised_page(deps.database, request, *place)
        return view.all_revised(made.revised, made.reader)

    turns = (REVISED_PREVIOUS, REVISED_NEXT)
    paged_modal(app, deps, RevisedValue, REVISED_OPEN, turns, draw)
