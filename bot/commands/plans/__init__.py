"""Improvement plans and their checklists: `/frt plan`, `/frt checklist`, every button of theirs."""

from slack_bolt.async_app import AsyncApp

from bot.answers.clicks import Answer, Asked
from bot.commands.plans import change, checklist, dates, items, plan, status
from bot.deps import Deps
from bot.services.plans.words import Words


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer every button and form of plans."""
    for part in (plan, change, dates, checklist, status, items):
        part.register(app, deps)


async def answer(deps: Deps, asked: Asked, words: Words) -> Answer:
    """Return the plan or the checklist that is wished."""
    if words.kind == "checklist":
        return await checklist.answer(deps, asked, words)
    return await plan.answer(deps, asked, words)
