"""*Make an action*: from a button, `/frt action …` or a message; its card goes to the channel."""

from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.cards import Shows
from bot.answers.clicks import Asked, Work, read_value
from bot.answers.publishing import Press, publish
from bot.deps import Deps
from bot.ids import EntryFormValue, MakeAction
from bot.metrics.actions.actions import Form
from bot.metrics.figures import Ask
from bot.metrics.registers import MAKE, AnyEntry
from bot.registers.actions import ACTION, ACTIONS, facts_of
from bot.services.actions.lists import Source, new_form
from bot.services.actions.words import Words
from bot.services.deliveries import RATE_LIMITED
from bot.services.people import Profile
from bot.services.registers import Decision
from bot.services.review import thread_of as review_thread
from bot.services.team import Request
from bot.slack.failures import PostFailed
from bot.text import t
from bot.views.actions import card as view
from bot.views.blocks import Late, Payload
from bot.views.registers import step_form


def register(app: AsyncApp, deps: Deps) -> None:
    """Open the form from everywhere."""

    @app.action(ids.ACTION_MAKE)
    async def on_click(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value = read_value(MakeAction, action.get("value"))
        asked = Asked(context["profile"], context.channel_id or "", body)
        work = await _opened(deps, asked, Source(value.origin, value.ref), value.team_id)
        await deps.after_ack(ack, work, body, asked.profile)

    @app.shortcut(ids.ACTION_SHORTCUT)
    async def on_message(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        await deps.after_ack(ack, _open_from_message(deps, context, body), body, context["profile"])


async def answer(deps: Deps, asked: Asked, words: Words) -> Work:
    """Return what opens the form with what was typed."""
    return await _opened(deps, asked, Source("command", text=words.text))


async def _opened(deps: Deps, asked: Asked, source: Source, team_id: int | None = None) -> Work:
    request = Request(asked.profile, asked.channel_id, Ask(), deps.clock())
    form = await new_form(deps.database, request, source, team_id)
    return deps.slack.show_modal(asked.body, _form(form, source, request))


async def _open_from_message(deps: Deps, context: AsyncBoltContext, body: dict[str, Any]) -> None:
    said, channel_id = body["message"], body["channel"]["id"]
    link = await deps.slack.permalink(channel_id, said["ts"])
    request = Request(context["profile"], channel_id, Ask(), deps.clock())
    source = Source("message", link, said.get("text") or "")
    form = await new_form(deps.database, request, source)
    await deps.slack.show_modal(body, _form(form, source, request))


def _form(form: Form, source: Source, request: Request) -> Payload:
    """Return the form with what is proposed; where the maker is in several teams, one is chosen."""
    language = request.profile.language
    cut = t(language, "action.form.cut", most=ACTIONS.most("measure")) if form.is_cut else None
    value = EntryFormValue(
        of=ACTION,
        team_id=form.teams[0].id if len(form.teams) == 1 else 0,
        step=MAKE,
        origin=source.origin,
        ref=source.ref,
    )
    late = Late(form.texts, said=cut)
    return step_form(None, value, request.profile.reader(), request.as_of, late, form.teams)


def press(deps: Deps) -> Press:
    """Return what publishes actions."""
    return Press(deps.cards, deps.database, _drawn)


def _drawn(entry: AnyEntry, language: str, now: datetime, above: str | None) -> Payload:
    return view.card(facts_of(entry), language, now, above)


async def published(deps: Deps, found: Decision, maker: Profile) -> None:
    """Post the card of a new action; of a review's measure as a reply that stands there too.

    Where Slack takes no such reply it stands in the channel alone.
    """
    thread = await review_thread(deps.database, facts_of(found.facts))

    async def post(channel_id: str, card: Payload, shows: list[Shows]) -> None:
        try:
            message = {**card, "reply_broadcast": True} if thread else card
            await deps.cards.post(channel_id, message, shows, thread_ts=thread)
        except PostFailed as refused:
            if thread is None or refused.outcome == "unsure" or refused.reason == RATE_LIMITED:
                raise
            await deps.cards.post(channel_id, card, shows)

    await publish(press(deps), found, maker, deps.clock(), post)
