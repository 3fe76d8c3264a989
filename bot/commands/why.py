"""*Tickets*: the tickets behind a figure, page by page, in a modal."""

from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.answers.clicks import read_value
from bot.answers.paged import paged_modal
from bot.deps import Deps
from bot.ids import (
    REPORT_WHY,
    REPORT_WHY_FILTER,
    REPORT_WHY_NEXT,
    REPORT_WHY_PREVIOUS,
    WhyValue,
)
from bot.services.figures import ask_of, tickets_behind
from bot.services.team import Request
from bot.slack.client import Payload
from bot.views.figures import report as view


def register(app: AsyncApp, deps: Deps) -> None:
    """Open the modal, and turn its pages and filter it."""

    async def draw(context: AsyncBoltContext, value: WhyValue, now: datetime) -> Payload:
        ask, as_of = ask_of(value, now)
        request = Request(context["profile"], context.channel_id or "", ask, as_of, now)
        made = await tickets_behind(deps.database, request, outcome=value.outcome, page=value.page)
        return view.why(made.tickets, made.reader)

    turns = (REPORT_WHY_PREVIOUS, REPORT_WHY_NEXT)
    renew = paged_modal(app, deps, WhyValue, REPORT_WHY, turns, draw)

    @app.action(REPORT_WHY_FILTER)
    async def on_filter(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value = read_value(WhyValue, (body.get("view") or {}).get("private_metadata"))
        option = action.get("selected_option") or {}
        chosen = {"outcome": str(option.get("value")), "page": 1}
        await renew(ack, context, body, value.model_copy(update=chosen))
