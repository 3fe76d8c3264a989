"""The weekly review: its words, what is recorded in it, the cases to learn from."""

from slack_bolt.async_app import AsyncApp

from bot.commands.review import case, record, words
from bot.commands.review.words import answer
from bot.deps import Deps
from bot.planner.planner import Planner

__all__ = ["answer", "register"]


def register(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    """Answer the buttons and forms of the review."""
    words.register(app, deps, planner)
    record.register(app, deps, planner)
    case.register(app, deps)
