"""What the handlers of problems share: their cards drawn, and shown anew everywhere."""

from datetime import datetime
from functools import partial
from typing import Any

from bot.answers.clicks import modal_behind
from bot.answers.showing import show_current
from bot.deps import Deps
from bot.metrics.problems import ProblemFacts
from bot.registers.problems import PROBLEM
from bot.services.people import Profile
from bot.services.problems import opening
from bot.slack.client import Payload
from bot.views.problems import card as view

Body = dict[str, Any]


async def follow(
    deps: Deps, problem: ProblemFacts, profile: Profile, body: Body, url: str | None
) -> None:
    """Show a change on every card, also on the ones that only who made it sees."""
    await deps.cards.redraw(problem.team_id, PROBLEM, str(problem.number))
    draw = partial(_drawn, deps, problem, profile.language, deps.clock())
    if behind := modal_behind(body):
        modal = partial(draw, is_modal=True)
        await show_current(modal, partial(deps.slack.renew_modal, behind, None))
    if url is not None:
        await show_current(draw, deps.slack.replacing(url))


async def _drawn(
    deps: Deps, problem: ProblemFacts, language: str, now: datetime, *, is_modal: bool = False
) -> Payload:
    """Return the card of a problem as it stands, for a message or for a modal."""
    found = await opening.present(deps.database, problem.team_id, problem.number)
    draw = view.card_modal if is_modal else view.card
    return draw(found, language, now)
