"""*Share*: a report into the channel, in the team's language."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.answers.clicks import read_value
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import REPORT_SHARE, AskValue
from bot.services.figures import ask_of, refuse_to_share, report
from bot.services.forms import once
from bot.services.team import Choice, Request
from bot.slack.client import Payload
from bot.views.figures import report as view


def register(app: AsyncApp, deps: Deps) -> None:
    """Post a report where its button was clicked, once."""

    async def post(channel_id: str, payload: Payload, click: tuple[str, ...]) -> None:
        async with once(deps.database, ("share", channel_id, *click), deps.clock()) as first:
            if first:
                await deps.slack.post(channel_id, payload)

    @app.action(REPORT_SHARE)
    async def on_share(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        profile, channel_id, now = context["profile"], context.channel_id or "", deps.clock()
        ask, as_of = ask_of(read_value(AskValue, action.get("value")), now)
        request = Request(profile, channel_id, ask, as_of, now)
        made = await report(deps.database, request, now=now)
        if isinstance(made, Choice):
            raise BotError("error.button")
        refuse_to_share(made.report)
        payload = view.shared(made.report, profile.user_id)
        shown_in = (body.get("container") or {}).get("message_ts", "")
        work = post(channel_id, payload, (profile.user_id, shown_in, action["value"]))
        await deps.after_ack(ack, work, body, profile)
