"""Showing what became of an entry: on its cards, to who is told, in the answer it came from."""

from datetime import datetime
from functools import partial
from typing import Any

import structlog

from bot.answers.cards import Shows
from bot.answers.clicks import modal_behind
from bot.answers.showing import show_current
from bot.deps import Deps
from bot.ids import EntryFormValue
from bot.metrics.figures import Ask
from bot.metrics.registers import MAKE, AnyEntry, AnyRegister, AnyStep
from bot.models import Card
from bot.registers import register_of
from bot.services.people import Profile
from bot.services.registers import life, lists
from bot.services.registers.decisions import Decision, Told
from bot.services.team import Asker, Choice, Request
from bot.slack.client import Payload
from bot.slack.failures import PostFailed
from bot.views.registers import card as view
from bot.views.registers import listed

log = structlog.get_logger()
_CARD = "card"


def register(deps: Deps, kind: AnyRegister) -> None:
    """Say how the cards of a register are drawn."""
    deps.cards.drawn_by(kind.name, _CARD, partial(_drawn, deps, kind))


async def follow(
    deps: Deps, found: Decision, value: EntryFormValue, who: Profile, body: dict[str, Any]
) -> None:
    """Show a change on every card and in what it was made from, and tell who is to know."""
    if found.reason == "changed" and found.step is not None:
        entry, step = found.facts, found.step
        if step.name == MAKE:
            await _publish(deps, entry, who, found.told)
        else:
            await deps.cards.redraw(entry.team_id, entry.register.name, entry.key)
            await _tell(deps, entry, step, who.user_id, found.told)
    again = partial(_again, deps, value, who, deps.clock())
    if behind := modal_behind(body):
        modal = partial(_card_modal, deps, value, who, deps.clock())
        await show_current(modal, partial(deps.slack.renew_modal, behind, None))
    elif value.reply_url is not None:
        await show_current(again, deps.slack.replacing(value.reply_url))


async def _again(deps: Deps, value: EntryFormValue, who: Profile, now: datetime) -> Payload | None:
    """Return the answer that a form was opened from as it is now: an entry, or a list."""
    kind = register_of(value.of)
    if value.number:
        asker = Asker(who.user_id, "", now)
        seen = await life.seen(deps.database, kind, (value.team_id, value.number), asker)
        return view.answer(*seen, who.language, now, value.listed)
    if value.listed is None:
        return None
    request = Request(who, "", Ask(), now)
    at = (value.listed.scope, value.listed.page)
    found = await lists.page(deps.database, kind, request, at, value.team_id)
    return None if isinstance(found, Choice) else listed.answer(found, who.reader(), now)


async def _card_modal(
    deps: Deps, value: EntryFormValue, who: Profile, now: datetime
) -> Payload | None:
    if not value.number:
        return None
    asker, place = Asker(who.user_id, "", now), (value.team_id, value.number)
    seen = await life.seen(deps.database, register_of(value.of), place, asker)
    return view.card_modal(*seen, who.language)


async def _publish(deps: Deps, entry: AnyEntry, maker: Profile, told: tuple[Told, ...]) -> None:
    """Post the card to the team's channel; where it can or may not stand, to whose it is."""
    shows = partial(Shows, entry.team_id, entry.register.name, entry.key)
    if entry.register.sees is None and entry.channel_id is not None:
        drawn = view.card(entry, entry.language, deps.clock())
        try:
            await deps.cards.post_new(entry.channel_id, drawn, shows(_CARD))
        except PostFailed as error:
            log.warning("card not posted", channel=entry.channel_id, reason=error.reason)
        else:
            await _tell(deps, entry, entry.register.make, maker.user_id, told)
            return
    for user_id, language in told or ((maker.user_id, maker.language),):
        above = view.made_for(entry, maker.user_id, language) if told else None
        drawn = view.card(entry, language, deps.clock(), above=above)
        try:
            await deps.cards.send(user_id, drawn, [shows(f"{_CARD}.{language}.{user_id}")])
        except PostFailed as error:
            log.warning("card not sent", user=user_id, reason=error.reason)


async def _tell(
    deps: Deps, entry: AnyEntry, step: AnyStep, who: str, told: tuple[Told, ...]
) -> None:
    """Tell people below the card in the channel; where none stands, each by themselves."""
    if not told:
        return
    people = [user_id for user_id, _ in told]
    said = view.told(entry, step, who, people, entry.language)
    key = (entry.team_id, entry.register.name, entry.key)
    if await deps.cards.say_below(entry.channel_id, *key, said):
        return
    for user_id, language in told:
        try:
            await deps.slack.post(user_id, view.told(entry, step, who, (), language))
        except PostFailed as error:
            log.warning("not told", user=user_id, reason=error.reason)


async def _drawn(deps: Deps, kind: AnyRegister, card: Card) -> Payload | None:
    entry = await life.look(deps.database, kind, card.team_id, int(card.subject_key))
    if entry is None:
        return None
    _, language, whose = (*card.view.split("."), "", "")[:3]
    if kind.sees is not None and whose not in {entry.owner_id, entry.row.created_by}:
        return view.no_longer(entry, language)
    return view.card(entry, language or entry.language, deps.clock())
