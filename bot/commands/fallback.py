"""What nobody else understood: the nearest words, one click away. Registered last."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.deps import Deps
from bot.errors import BotError
from bot.ids import COMMAND, HELP_RUN
from bot.services.asking import suggestion
from bot.views import help as view


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer every `/frt …` and every run of words that is left."""
    del deps

    @app.command(COMMAND)
    async def on_command(ack: AsyncAck, context: AsyncBoltContext, command: dict[str, Any]) -> None:
        text = command.get("text") or ""
        reader = context["profile"].reader()
        await ack(**view.not_understood(reader, text, suggestion(text)))

    @app.action(HELP_RUN)
    async def on_click() -> None:
        raise BotError("error.button")
