"""What the handlers of plans share: saying no, renewing what is shown."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from bot.answers.clicks import apology, read_value
from bot.answers.people import look_up
from bot.answers.showing import show_current
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import ChecklistValue, RowValue
from bot.metrics.figures import Ask
from bot.metrics.plans.plans import PlanFacts
from bot.services.people import Profile
from bot.services.plans import checklists
from bot.services.plans.history import PLAN
from bot.services.team import Choice, Request
from bot.slack.client import Payload
from bot.text import t
from bot.views.blocks import notice
from bot.views.plans import checklist as checklist_view
from bot.views.plans import plan as plan_view

Body = dict[str, Any]


async def people(deps: Deps, user_ids: Iterable[str], now: datetime) -> dict[str, Profile | None]:
    """Return what Slack says of some people, asked at once."""
    wanted = [user_id for user_id in dict.fromkeys(user_ids) if user_id]
    found = await asyncio.gather(
        *(look_up(deps.slack, deps.database, user_id, now) for user_id in wanted)
    )
    return dict(zip(wanted, found, strict=True))


def row_of(action: Body) -> RowValue:
    """Return the row that an element stands in; of a place that says nothing an empty one."""
    if not str(action.get("block_id", "")).startswith("{"):
        return RowValue()
    return read_value(RowValue, action["block_id"])


def reply_url(body: Body, listed: ChecklistValue | None) -> str | None:
    """Return what renews an answer that only one person sees."""
    return body.get("response_url") if listed else None


async def follow(
    deps: Deps,
    plan: PlanFacts,
    profile: Profile,
    listed: ChecklistValue | None,
    url: str | None,
) -> None:
    """Show a change everywhere: on posted checklists, and in the list that it was made from."""
    await deps.cards.redraw(plan.team_id, PLAN, str(plan.number))
    if listed is None or url is None:
        return
    now = deps.clock()

    async def draw() -> Payload:
        try:
            return await list_page(deps, profile, "", listed, now=now)
        except BotError as error:
            return notice(apology(error, profile.language))

    await show_current(draw, deps.slack.replacing(url))


async def renew_plan(deps: Deps, profile: Profile, team_id: int, url: str) -> None:
    """Show a team's plan as it stands now in the place of an answer that one person sees."""
    draw = partial(plan_answer, deps, profile, "", team_id, now=deps.clock())
    await show_current(draw, deps.slack.replacing(url))


async def list_page(
    deps: Deps,
    profile: Profile,
    channel_id: str,
    value: ChecklistValue,
    team: str | None = None,
    now: datetime | None = None,
) -> Payload:
    """Return a page of a checklist, or the teams to choose from. Raises BotError."""
    now = now or deps.clock()
    request = Request(profile, channel_id, Ask(team=team), now)
    found = await checklists.page(deps.database, request, value.scope, value.page, value.team_id)
    if isinstance(found, Choice):
        return checklist_view.choose(value.scope, found.teams, profile.language)
    return checklist_view.answer(found, profile.reader(), now)


async def plan_answer(
    deps: Deps,
    profile: Profile,
    channel_id: str,
    team_id: int | None = None,
    team: str | None = None,
    now: datetime | None = None,
) -> Payload:
    """Return a team's plan, or the teams to choose from. Raises BotError."""
    now = now or deps.clock()
    request = Request(profile, channel_id, Ask(team=team), now)
    found = await checklists.overview(deps.database, request, team_id)
    if isinstance(found, Choice):
        return plan_view.choose(found.teams, profile.language)
    return plan_view.answer(found, profile.reader(), now)


def why_not(reason: str, plan: PlanFacts | None, leads: Iterable[str], language: str) -> str:
    """Return the sentence for a named reason for which nothing was changed."""
    if reason == "forbidden":
        return plan_view.refusal(language, tuple(leads))
    if reason in {"already", "full"}:
        return t(language, f"plan.{reason}", n=plan.number if plan else 0)
    if plan is not None and not plan.is_current:
        return plan_view.closed_words(plan, language)
    return t(language, "plan.error.gone" if plan is None else "checklist.error.gone")
