"""Improvement plans and their checklists: `/frt plan`, `/frt checklist`, every button of theirs."""

from slack_bolt.async_app import AsyncApp

from bot.commands.plans import change, checklist, dates, items, plan, status
from bot.deps import Deps


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer everything about plans."""
    for part in (plan, change, dates, checklist, status, items):
        part.register(app, deps)
