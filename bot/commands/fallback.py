"""What nobody else understood: the nearest words, one click away. Registered last."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.deps import Deps
from bot.errors import BotError
from bot.ids import COMMAND, HELP_RUN, RunValue
from bot.services.asking import parse, suggestion, topic
from bot.slack_clicks import read_value
from bot.views import help as view

_ANY = re.compile("")


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer every `/frt …`, every run of words and every choice that is left.

    Words for figures in which something is wrong are told what it is.
    """
    del deps

    @app.command(COMMAND)
    async def on_command(ack: AsyncAck, context: AsyncBoltContext, command: dict[str, Any]) -> None:
        text, profile = command.get("text") or "", context["profile"]
        if topic(text) == "report":
            parse(text, profile.user_id)
        reader = profile.reader()
        await ack(**view.not_understood(reader, text, suggestion(text)))

    @app.action(HELP_RUN)
    async def on_click(context: AsyncBoltContext, action: dict[str, Any]) -> None:
        text = read_value(RunValue, action.get("value")).text
        if topic(text) == "report":
            parse(text, context["profile"].user_id)
        raise BotError("error.button")

    @app.action(_ANY)
    @app.view(_ANY)
    @app.shortcut(_ANY)
    async def on_what_is_gone() -> None:
        raise BotError("error.button")
