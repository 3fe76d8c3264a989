"""The weekly review: its words, what is recorded in it, the cases to learn from."""

from slack_bolt.async_app import AsyncApp

from bot.commands.review import case, record, words
from bot.deps import Deps
from bot.planner import Planner


def register(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    """Answer the words for the review, and its buttons and forms."""
    words.register(app, deps, planner)
    record.register(app, deps, planner)
    case.register(app, deps)
