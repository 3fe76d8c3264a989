"""Every register: its words, lists and entries, the form of each step, cards that keep in step."""

from slack_bolt.async_app import AsyncApp

from bot.answers.clicks import Answer, Asked
from bot.commands.registers import lists, steps
from bot.deps import Deps
from bot.ids import EntryListValue
from bot.services.registers.words import Words


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer every button and form of registers."""
    lists.register(app, deps)
    steps.register(app, deps)


async def answer(deps: Deps, asked: Asked, wish: Words) -> Answer:
    """Return a list, an entry or the form of a new one, as is wished; the teams to choose from."""
    number = wish.number if wish.kind == "show" else None
    value = EntryListValue(of=wish.of, scope=wish.scope, number=number, adds=wish.kind == "make")
    return await lists.answer(deps, asked, value, wish.team)
