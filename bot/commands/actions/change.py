"""What follows a step that was taken with an action: cards, lists and people are told."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp

from bot.answers.clicks import modal_behind
from bot.answers.faces import Face
from bot.answers.publishing import send
from bot.answers.showing import show_current
from bot.commands.actions.make import press, published
from bot.deps import Deps
from bot.ids import EntryFormValue, EntryListValue, OpenedValue
from bot.metrics.actions.actions import SCOPES, ActionFacts
from bot.metrics.figures import Ask
from bot.metrics.registers import MAKE, AnyEntry, AnyStep
from bot.registers.actions import ACTION, ACTIONS, facts_of
from bot.services.actions import lists, visible
from bot.services.people import Profile
from bot.services.registers import Decision, life
from bot.services.team import Asker, Choice, Request
from bot.slack.client import Payload
from bot.slack.failures import PostFailed
from bot.text import t
from bot.views.actions import card as view
from bot.views.actions import listed as list_view
from bot.views.actions.standards import visible_words
from bot.views.blocks import notice

log = structlog.get_logger()


def register(_app: AsyncApp, deps: Deps) -> None:
    """Say how what becomes of actions is shown."""
    deps.faces[ACTION] = Face(_opened, partial(_follow, deps), _in_other_state)


def _opened(
    entry: AnyEntry, steps: Sequence[AnyStep], value: OpenedValue, language: str, now: datetime
) -> Payload:
    return view.opened(facts_of(entry), {step.name for step in steps}, value, language, now)


def _in_other_state(entry: AnyEntry, _step: AnyStep, language: str) -> str:
    return view.already_done(facts_of(entry), language)


async def _follow(
    deps: Deps, found: Decision, value: EntryFormValue, who: Profile, body: dict[str, Any]
) -> None:
    """Show a change on every card and in the list it was made from; tell who is to know."""
    if found.entry is None or found.step is None:
        return
    action = facts_of(found.entry)
    if found.step.name == MAKE:
        await published(deps, found, who)
        await _say_visible(deps, action, who)
        return
    await deps.cards.redraw(action.team_id, ACTION, str(action.number))
    await _say_visible(deps, action, who)
    if behind := modal_behind(body):
        draw = partial(_again, deps, value, who)
        await show_current(draw, partial(deps.slack.renew_modal, behind, None))
    if value.listed is not None and value.reply_url is not None:
        await _renew_list(deps, who, value.listed, value.reply_url)
    if found.reason != "changed" or not found.told:
        return
    if found.step.name == "reassign":
        owner = found.told[0]
        above = t(owner[1], "action.told.yours", who=f"<@{who.user_id}>")
        await send(press(deps), found.entry, owner, above, deps.clock())
    else:
        await _tell(deps, action, found, who.user_id)


async def _again(deps: Deps, value: EntryFormValue, who: Profile) -> Payload:
    """Return the modal that a form was opened from, as the action stands now."""
    asker, place = Asker(who.user_id, "", deps.clock()), (value.team_id, value.number)
    entry, steps = await life.seen(deps.database, ACTIONS, place, asker)
    holds = OpenedValue(
        of=ACTION,
        team_id=value.team_id,
        number=value.number,
        version=entry.row.version,
        listed=value.listed,
        reply_url=value.reply_url,
    )
    return _opened(entry, steps, holds, who.language, asker.now)


async def _renew_list(deps: Deps, who: Profile, listed: EntryListValue, url: str) -> None:
    scope = next(scope for scope in SCOPES if scope == listed.scope)
    now = deps.clock()
    asked = Request(who, "", Ask(), now)

    async def draw() -> Payload | None:
        found = await lists.page(deps.database, asked, scope, listed.page, listed.team_id)
        return None if isinstance(found, Choice) else list_view.answer(found, who.reader(), now)

    await show_current(draw, deps.slack.replacing(url))


async def _say_visible(deps: Deps, action: ActionFacts, who: Profile) -> None:
    """Say how small a change a new standard could show: below the card, or to who entered it."""
    found = await visible.of_standard(deps.database, action, deps.clock())
    if found is None or action.standard is None:
        return
    key = (action.team_id, ACTION, str(action.number))
    said = notice(visible_words(action.standard, found, action.language))
    if await deps.cards.say_below(action.channel_id, *key, said):
        return
    try:
        said = notice(visible_words(action.standard, found, who.language))
        await deps.slack.post(who.user_id, said)
    except PostFailed as error:
        log.warning("not told", user=who.user_id, reason=error.reason)


async def _tell(deps: Deps, action: ActionFacts, found: Decision, who: str) -> None:
    """Tell people below the card in the channel; where none stands, each by themselves."""
    event, said = found.step.noted if found.step else "", (who, found.why or "")
    people = [user_id for user_id, _ in found.told]
    notice = view.told(action, action.language, event, said, people)
    key = (action.team_id, ACTION, str(action.number))
    if await deps.cards.say_below(action.channel_id, *key, notice):
        return
    for user_id, language in found.told:
        try:
            await deps.slack.post(user_id, view.told(action, language, event, said))
        except PostFailed as error:
            log.warning("not told", user=user_id, reason=error.reason)
