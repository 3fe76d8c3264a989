"""*Why?*: the tickets behind a figure, page by page, in a modal."""

from collections import OrderedDict
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.deps import Deps
from bot.ids import (
    REPORT_WHY,
    REPORT_WHY_FILTER,
    REPORT_WHY_NEXT,
    REPORT_WHY_PREVIOUS,
    WhyValue,
)
from bot.services.asking import ask_of
from bot.services.behind import tickets_behind
from bot.services.standing import Request
from bot.slack import Payload
from bot.slack_clicks import or_apologise, read_value
from bot.views import report as view

_MOST_REMEMBERED = 1_000


def register(app: AsyncApp, deps: Deps) -> None:
    """Open the modal, and turn its pages and filter it."""
    opened_in: OrderedDict[str, str] = OrderedDict()

    async def open_modal(trigger_id: str, modal: Payload, channel_id: str) -> None:
        view_id = await deps.slack.open_modal(trigger_id, modal)
        opened_in[view_id] = channel_id
        if len(opened_in) > _MOST_REMEMBERED:
            opened_in.popitem(last=False)

    async def page(context: AsyncBoltContext, value: WhyValue, channel_id: str) -> Payload:
        ask, as_of = ask_of(value, deps.clock())
        request = Request(context["profile"], channel_id, ask, as_of)
        made = await tickets_behind(deps.database, request, outcome=value.outcome, page=value.page)
        return view.why(made.tickets, made.reader)

    @app.action(REPORT_WHY)
    async def on_why(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value = read_value(WhyValue, action.get("value"))
        modal = await page(context, value, context.channel_id or "")
        await ack()
        work = open_modal(body["trigger_id"], modal, context.channel_id or "")
        language = context["profile"].language
        deps.background.start(or_apologise(deps.slack, work, body, language))

    @app.action(REPORT_WHY_PREVIOUS)
    @app.action(REPORT_WHY_NEXT)
    async def on_page(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value = read_value(WhyValue, action.get("value"))
        await renew(ack, context, body, value)

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
        opened = body["view"]
        modal = await page(context, value, opened_in.get(opened["id"], ""))
        await ack()
        work = deps.slack.renew_modal(opened["id"], opened["hash"], modal)
        deps.background.start(work)
