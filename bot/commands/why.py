"""*Why?*: the tickets behind a figure, page by page, in a modal."""

from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.answers.clicks import asker_of, open_for, read_value
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

    async def page(context: AsyncBoltContext, value: WhyValue, now: datetime) -> Payload:
        ask, as_of = ask_of(value, now)
        request = Request(context["profile"], context.channel_id or "", ask, as_of, now)
        made = await tickets_behind(deps.database, request, outcome=value.outcome, page=value.page)
        return view.why(made.tickets, made.reader)

    @app.action(REPORT_WHY)
    async def on_why(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        now = deps.clock()
        modal = await page(context, read_value(WhyValue, action.get("value")), now)
        work = open_for(asker_of(context, now), deps.slack, deps.database, body, modal)
        await deps.after_ack(ack, work, body, context["profile"])

    @app.action(REPORT_WHY_PREVIOUS)
    @app.action(REPORT_WHY_NEXT)
    async def on_page(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        await renew(ack, context, body, read_value(WhyValue, action.get("value")))

    @app.action(REPORT_WHY_FILTER)
    async def on_filter(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value = read_value(WhyValue, (body.get("view") or {}).get("private_metadata"))
        option = action.get("selected_option") or {}
        chosen = {"outcome": str(option.get("value")), "page": 1}
        await renew(ack, context, body, value.model_copy(update=chosen))

    async def renew(
        ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any], value: WhyValue
    ) -> None:
        modal = await page(context, value, deps.clock())
        work = deps.slack.renew_modal(body["view"]["id"], body["view"]["hash"], modal)
        await deps.after_ack(ack, work, body, context["profile"])
