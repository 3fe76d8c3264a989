"""*History* on every card: who changed what and when, before and after."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.clicks import asker_of, open_for, read_value
from bot.deps import Deps
from bot.ids import HistoryValue
from bot.services.history import pages as service
from bot.services.team import Asker
from bot.slack.client import Payload
from bot.views.history import pages as view


def register(app: AsyncApp, deps: Deps) -> None:
    """Open the modal, on top of the one it was asked for in, and turn its pages."""

    @app.action(ids.HISTORY_OPEN)
    async def on_open(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        asker = asker_of(context, deps.clock())
        modal = await _page(deps, context, action, asker)
        work = open_for(asker, deps.slack, deps.database, body, modal)
        await deps.after_ack(ack, work, body, context["profile"])

    @app.action(f"{ids.HISTORY_TURN}.previous")
    @app.action(f"{ids.HISTORY_TURN}.next")
    async def on_turn(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        modal = await _page(deps, context, action, asker_of(context, deps.clock()))
        work = deps.slack.renew_modal(body["view"]["id"], body["view"]["hash"], modal)
        await deps.after_ack(ack, work, body, context["profile"])


async def _page(
    deps: Deps, context: AsyncBoltContext, action: dict[str, Any], asker: Asker
) -> Payload:
    found = await service.past(deps.database, read_value(HistoryValue, action.get("value")), asker)
    return view.past(found, context["profile"].reader(), asker.now)
