"""Buttons, forms and shortcuts that nothing knows any more. Registered last."""

import re

from slack_bolt.async_app import AsyncApp

from bot.errors import BotError

_ANY = re.compile("")


def register(app: AsyncApp) -> None:
    """Say of everything that is left that it is out of date."""

    @app.action(_ANY)
    @app.view(_ANY)
    @app.shortcut(_ANY)
    async def on_what_is_gone() -> None:
        raise BotError("error.button")
