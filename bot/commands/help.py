"""`/frt` without words, `/frt help` and `/frt 帮助`: what can be asked."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.deps import Deps
from bot.ids import COMMAND, HELP_RUN, RunValue
from bot.services.asking import topic
from bot.slack_clicks import read_value
from bot.views import help as view


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer `/frt` and `/frt help`, typed or as a suggestion that was clicked."""

    @app.command(COMMAND, matchers=[_typed])
    async def on_command(ack: AsyncAck, context: AsyncBoltContext) -> None:
        await ack(**view.answer(context["profile"].reader()))

    @app.action(HELP_RUN, matchers=[_clicked])
    async def on_click(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        payload = view.answer(context["profile"].reader())
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload))


async def _typed(command: dict[str, Any]) -> bool:
    return topic(command.get("text") or "") == "help"


async def _clicked(action: dict[str, Any]) -> bool:
    return topic(read_value(RunValue, action.get("value")).text) == "help"
