"""Problems and their root causes: `/frt problem`, `/frt problems`, every button of theirs."""

from slack_bolt.async_app import AsyncApp

from bot.answers.clicks import Answer, Asked
from bot.commands.problems import lists, make, report, show
from bot.deps import Deps
from bot.planner.planner import Planner
from bot.services.problems.words import Words


def register(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    """Answer every button and form of problems; the planner posts their reports."""
    for part in (make, show, lists):
        part.register(app, deps)
    report.register(app, deps, planner)


async def answer(deps: Deps, asked: Asked, words: Words) -> Answer:
    """Return the form of a new problem, one of them or a list of them, as is wished."""
    if words.kind == "make":
        return await make.answer(deps, asked, words)
    if words.kind == "show":
        return await show.answer(deps, asked, words)
    return await lists.answer(deps, asked, words)
