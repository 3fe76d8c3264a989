"""What the handlers of problems share: saying no, showing a change everywhere."""

from datetime import datetime
from functools import partial
from typing import Any

from bot.answers.clicks import modal_behind
from bot.answers.showing import show_current
from bot.deps import Deps
from bot.ids import ProblemFormValue, ProblemValue
from bot.metrics.problems.problems import ProblemFacts
from bot.services.people import Profile
from bot.services.problems import opening
from bot.services.problems.life import SUBJECT, ProblemDecision
from bot.slack.client import Payload
from bot.text import t
from bot.views.problems import card as view

Body = dict[str, Any]


def form_value(problem: ProblemFacts, body: Body) -> ProblemFormValue:
    """Return what a form carries that is opened from a card."""
    return ProblemFormValue(
        team_id=problem.team_id,
        number=problem.number,
        version=problem.version,
        reply_url=reply_url(body),
    )


def reply_url(body: Body) -> str | None:
    """Return what renews a card that only one person sees; None for a posted one."""
    is_own = (body.get("container") or {}).get("is_ephemeral")
    return body.get("response_url") if is_own else None


def why_not(found: ProblemDecision, deed: str, language: str) -> str:
    """Return the sentence for a named reason for which nothing was changed."""
    if found.problem is None:
        return t(language, "problem.error.gone")
    if found.reason == "closed":
        return view.wrong_state(language, found.problem)
    return view.refusal(language, deed, found.leading)


async def _drawn(deps: Deps, value: ProblemValue, language: str, now: datetime) -> Payload | None:
    """Return the card of a problem as it stands."""
    found = await opening.card(deps.database, value.team_id, value.number)
    return view.card(found, language, now) if found else None


async def follow(
    deps: Deps, problem: ProblemFacts, profile: Profile, body: Body, url: str | None
) -> None:
    """Show a change on every card, also on the ones that only who made it sees."""
    await deps.cards.redraw(problem.team_id, SUBJECT, str(problem.number))
    now = deps.clock()
    if behind := modal_behind(body):
        modal = partial(_card_modal, deps, problem, profile.language, now)
        await show_current(modal, partial(deps.slack.renew_modal, behind, None))
    if url is not None:
        card = partial(_drawn, deps, view.value_of(problem), profile.language, now)
        await show_current(card, deps.slack.replacing(url))


async def _card_modal(deps: Deps, problem: ProblemFacts, language: str, now: datetime) -> Payload:
    found = await opening.present(deps.database, problem.team_id, problem.number)
    return view.card_modal(found, language, now)
