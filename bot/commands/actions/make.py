"""*Make an action*: from a button, `/frt action …` or a message; its card goes to the channel."""

from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.cards import Shows
from bot.answers.clicks import Asked, Work, apology, read_value
from bot.deps import Deps
from bot.ids import EntryFormValue, MakeAction
from bot.metrics.actions.actions import LIMITS, ActionFacts, Form
from bot.metrics.figures import Ask
from bot.metrics.registers import MAKE
from bot.registers.actions import ACTION, facts_of
from bot.services.actions import life as service
from bot.services.actions.lists import Source, new_form
from bot.services.actions.words import Words
from bot.services.deliveries import RATE_LIMITED
from bot.services.people import Profile
from bot.services.registers import Decision, Told
from bot.services.review import thread_of as review_thread
from bot.services.team import Request
from bot.slack.failures import PostFailed
from bot.text import t
from bot.views.actions import card as view
from bot.views.blocks import Late, Payload, markup
from bot.views.registers import step_form

log = structlog.get_logger()


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
    cut = t(language, "action.form.cut", most=LIMITS["measure"]) if form.is_cut else None
    value = EntryFormValue(
        of=ACTION,
        team_id=form.teams[0].id if len(form.teams) == 1 else 0,
        step=MAKE,
        origin=source.origin,
        ref=source.ref,
    )
    late = Late(form.texts, said=cut)
    return step_form(None, value, request.profile.reader(), request.as_of, late, form.teams)


async def publish(deps: Deps, found: Decision, maker: Profile) -> None:
    """Post the card of a new action; whoever can't see it there gets their own."""
    action = facts_of(found.facts)
    failed = await _post_to_channel(deps, action, maker.language)
    if failed is not None:
        await _send(deps, action, (maker.user_id, maker.language), failed)
    role = await service.owner_role(deps.database, action)
    sees_channel = failed is None and role not in {None, "admin"}
    for owner in () if sees_channel else found.told:
        who = f"<@{maker.user_id}>"
        await _send(deps, action, owner, t(owner[1], "action.told.yours", who=who))
    present = await service.look(deps.database, action.team_id, action.number)
    if present is not None and present.version != action.version:
        await deps.cards.redraw(action.team_id, service.SUBJECT, str(action.number))
    else:
        await deps.cards.tell(action.team_id, service.SUBJECT, str(action.number))


async def _post_to_channel(deps: Deps, action: ActionFacts, language: str) -> str | None:
    """Post the card to the team's channel, of a review's measure as a reply that stands there too.

    Where Slack takes no such reply it stands in the channel alone. Return why it is not there as a
    sentence for its maker, None when it is.
    """
    if action.channel_id is None:
        return _not_posted(action, None, language)
    card = view.card(action, action.language, deps.clock())
    shows = Shows(action.team_id, service.SUBJECT, str(action.number), "card")
    thread = await review_thread(deps.database, action)
    try:
        try:
            message = {**card, "reply_broadcast": True} if thread else card
            await deps.cards.post(action.channel_id, message, [shows], thread_ts=thread)
        except PostFailed as refused:
            if thread is None or refused.outcome == "unsure" or refused.reason == RATE_LIMITED:
                raise
            await deps.cards.post(action.channel_id, card, [shows])
    except PostFailed as error:
        log.warning("card not posted", channel=action.channel_id, reason=error.reason)
        return _not_posted(action, error, language)
    return None


async def _send(deps: Deps, action: ActionFacts, to: Told, above: str) -> None:
    user_id, language = to
    card = view.card(action, language, deps.clock(), above)
    shows = Shows(action.team_id, service.SUBJECT, str(action.number), f"card.{language}")
    try:
        await deps.cards.send(user_id, card, [shows])
    except PostFailed as error:
        log.warning("card not sent", user=user_id, reason=error.reason)


def _not_posted(action: ActionFacts, failed: PostFailed | None, language: str) -> str:
    """Return that an action is saved and what is known of its post; None: no channel."""
    team, number = markup(action.team_name, 40), action.number
    if failed is None:
        return t(language, "action.told.no_channel", number=number, team=team)
    why = apology(failed, language)
    channel = action.channel_id or ""
    return t(language, "action.told.not_posted", number=number, channel=channel, why=why)
