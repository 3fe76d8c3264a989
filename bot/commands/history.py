"""*History* on every card: who changed what and when, before and after."""

from datetime import datetime

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.clicks import asker_of
from bot.answers.paged import paged_modal
from bot.deps import Deps
from bot.ids import HistoryValue
from bot.services.history import pages as service
from bot.slack.client import Payload
from bot.views.history import pages as view


def register(app: AsyncApp, deps: Deps) -> None:
    """Open the modal, on top of the one it was asked for in, and turn its pages."""

    async def draw(context: AsyncBoltContext, value: HistoryValue, now: datetime) -> Payload:
        found = await service.past(deps.database, value, asker_of(context, now))
        return view.past(found, context["profile"].reader(), now)

    turns = (f"{ids.HISTORY_TURN}.previous", f"{ids.HISTORY_TURN}.next")
    paged_modal(app, deps, HistoryValue, ids.HISTORY_OPEN, turns, draw)
