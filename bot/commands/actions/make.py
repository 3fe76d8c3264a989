"""*Make an action*: from a button, `/frt action …` or a message; its card goes to the channel."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.clicks import Asked, Work, read_value
from bot.answers.making import Making
from bot.answers.publishing import Press, publish
from bot.deps import Deps
from bot.ids import CasesValue, MakeAction
from bot.metrics.figures import Ask
from bot.metrics.registers import AnyEntry
from bot.registers.actions import ACTIONS, facts_of
from bot.services.actions.lists import new_form
from bot.services.actions.words import Words
from bot.services.daily import about_group, behind_of
from bot.services.people import Profile
from bot.services.registers import Decision, New, Source
from bot.services.review import thread_of as review_thread
from bot.services.team import Request
from bot.views.actions import card as view
from bot.views.actions import suggested
from bot.views.blocks import Payload


def register(app: AsyncApp, deps: Deps) -> None:
    """Open the form from everywhere."""

    @app.action(ids.ACTION_MAKE)
    async def on_click(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value = read_value(MakeAction, action.get("value"))
        asked = Asked(context["profile"], context.channel_id or "", body)
        source = Source(value.origin, value.ref)
        work = await _making(deps).opened(asked, source, deps.clock(), value.team_id)
        await deps.after_ack(ack, work, body, asked.profile)

    @app.action(ids.ACTION_MAKE_GROUP)
    async def on_group(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value = read_value(CasesValue, action.get("value"))
        asked, now = Asked(context["profile"], context.channel_id or "", body), deps.clock()
        request = Request(asked.profile, asked.channel_id, Ask(), value.as_of, now)
        about = await about_group(deps.database, request, behind_of(value, now))
        source = Source("report", about=about)
        work = await _making(deps).opened(asked, source, now, value.team)
        await deps.after_ack(ack, work, body, asked.profile)

    @app.shortcut(ids.ACTION_SHORTCUT)
    async def on_message(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        asked = Asked(context["profile"], "", body)
        work = _making(deps).from_message(asked, deps.clock())
        await deps.after_ack(ack, work, body, asked.profile)


async def answer(deps: Deps, asked: Asked, words: Words) -> Work:
    """Return what opens the form with what was typed."""
    return await _making(deps).opened(asked, Source("command", text=words.text), deps.clock())


def _making(deps: Deps) -> Making:
    async def propose(request: Request, source: Source, team_id: int | None) -> New:
        made = await new_form(deps.database, request, source, team_id)
        if made.about is None:
            return made
        measure = suggested(request.profile.language, made.about)
        return replace(made, texts={**made.texts, "measure": measure})

    return Making(deps.slack, ACTIONS, propose)


def press(deps: Deps) -> Press:
    """Return what publishes actions."""
    return Press(deps.cards, deps.database, _drawn)


def _drawn(entry: AnyEntry, language: str, now: datetime, above: str | None) -> Payload:
    return view.card(facts_of(entry), language, now, above)


async def published(deps: Deps, found: Decision, maker: Profile) -> None:
    """Post the card of a new action; of a review's measure as a reply that stands there too."""
    thread = await review_thread(deps.database, facts_of(found.facts))
    await publish(press(deps), found, maker, deps.clock(), thread)
