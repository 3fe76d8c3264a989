"""`/frt` without words, `/frt help` and `/frt 帮助`: what can be asked."""

from slack_bolt.async_app import AsyncApp

from bot.deps import Deps


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer `/frt` and `/frt help`."""
