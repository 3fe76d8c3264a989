"""*Make an action*: from a button, `/frt action …` or a message; its card goes to the channel."""

from datetime import date
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.cards import Shows
from bot.deps import Deps
from bot.ids import MakeAction
from bot.metrics.actions import ActionFacts, Draft
from bot.metrics.report import Ask
from bot.people import look_up
from bot.services import actions as service
from bot.services.action_lists import Source, new_form
from bot.services.action_rights import Decision
from bot.services.action_words import Words
from bot.services.delivery import RATE_LIMITED
from bot.services.readers import Profile
from bot.services.review import thread_of as review_thread
from bot.services.standing import Request
from bot.slack_clicks import Asked, Work, apology, read_value
from bot.slack_failures import PostFailed
from bot.text import t
from bot.views import action as view
from bot.views import action_forms as forms
from bot.views.form_fields import INPUT
from bot.views.notice import notice_modal
from bot.views.outside import markup

log = structlog.get_logger()


def register(app: AsyncApp, deps: Deps) -> None:
    """Open the form from everywhere, and make an action of what is sent."""

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

    @app.view(ids.ACTION_MAKE_FORM)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        opened, profile, now = body["view"], context["profile"], deps.clock()
        draft = _draft(opened)
        owner = await look_up(deps.slack, deps.database, draft.owner_id, now)
        made = await service.create(
            deps.database, draft, profile.user_id, owner, now, form=opened["id"]
        )
        if made.reason not in {"changed", "unchanged"}:
            await ack(**_refused(made, profile.language))
            return
        if made.reason == "changed":
            await deps.after_ack(ack, _publish(deps, made, profile, owner), body, profile)
        else:
            await ack()


async def answer(deps: Deps, asked: Asked, words: Words) -> Work:
    """Return what opens the form with what was typed."""
    return await _opened(deps, asked, Source("command", text=words.text))


async def _opened(deps: Deps, asked: Asked, source: Source, team_id: int | None = None) -> Work:
    request = Request(asked.profile, asked.channel_id, Ask(), deps.clock())
    form = await new_form(deps.database, request, source, team_id)
    return deps.slack.show_modal(asked.body, forms.make(form, asked.profile.language))


async def _open_from_message(deps: Deps, context: AsyncBoltContext, body: dict[str, Any]) -> None:
    profile, said = context["profile"], body["message"]
    channel_id = body["channel"]["id"]
    link = await deps.slack.permalink(channel_id, said["ts"])
    request = Request(profile, channel_id, Ask(), deps.clock())
    source = Source("message", link, said.get("text") or "")
    form = await new_form(deps.database, request, source)
    await deps.slack.show_modal(body, forms.make(form, profile.language))


def _draft(opened: dict[str, Any]) -> Draft:
    value = read_value(MakeAction, opened.get("private_metadata"))
    held = opened["state"]["values"]
    chosen = _held(held, "team", "selected_option") or {}
    due = _held(held, "due", "selected_date")
    return Draft(
        team_id=value.team_id or _team(str(chosen.get("value", ""))),
        measure=_held(held, "measure", "value") or "",
        owner_id=_held(held, "owner", "selected_user") or "",
        due_on=date.fromisoformat(due) if due else None,
        department=_held(held, "department", "value"),
        resources=_held(held, "resources", "value"),
        verification=_held(held, "verification", "value"),
        standard=_standard(held),
        impact=_option(held, "impact"),
        ease=_option(held, "ease"),
        origin=value.origin,
        origin_ref=value.ref,
    )


def _team(chosen: str) -> int:
    return int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0


def _standard(held: dict[str, Any]) -> dict[str, str]:
    chosen = {name: _option(held, name) for name in ("metric", "comparison", "hours")}
    written = {name: _held(held, name, "value") for name in ("value", "days")}
    return {name: text for name, text in {**chosen, **written}.items() if text}


def _option(held: dict[str, Any], field: str) -> str | None:
    value = (_held(held, field, "selected_option") or {}).get("value")
    return str(value) if value else None


def _held(held: dict[str, Any], field: str, name: str) -> Any:  # noqa: ANN401  Slack's JSON
    return (held.get(field) or {}).get(INPUT, {}).get(name)


def _refused(made: Decision, language: str) -> dict[str, Any]:
    if made.reason == "invalid":
        errors = {
            name: t(language, error.key, **error.params) for name, error in made.errors.items()
        }
        return {"response_action": "errors", "errors": errors}
    sentence = t(language, "action.error.not_member")
    return {"response_action": "update", "view": notice_modal(language, sentence)}


async def _publish(deps: Deps, made: Decision, maker: Profile, owner: Profile | None) -> None:
    """Post the card; whoever can't see it there gets their own."""
    action = made.facts
    failed = await _post_to_channel(deps, action, maker.language)
    if failed is not None:
        await _send(deps, maker, action, failed)
    told_already = failed is not None and maker.user_id == action.owner_id
    sees_channel = failed is None and made.owner_role not in {None, "admin"}
    if owner is not None and not told_already and not sees_channel and owner != maker:
        who = f"<@{maker.user_id}>"
        await _send(deps, owner, action, t(owner.language, "action.told.yours", who=who))
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


async def _send(deps: Deps, person: Profile, action: ActionFacts, above: str) -> None:
    card = view.card(action, person.language, deps.clock(), above)
    view_name = f"card.{person.language}"
    shows = Shows(action.team_id, service.SUBJECT, str(action.number), view_name)
    try:
        await deps.cards.send(person.user_id, card, [shows])
    except PostFailed as error:
        log.warning("card not sent", user=person.user_id, reason=error.reason)


def _not_posted(action: ActionFacts, failed: PostFailed | None, language: str) -> str:
    """Return that an action is saved and what is known of its post; None: no channel."""
    team, number = markup(action.team_name, 40), action.number
    if failed is None:
        return t(language, "action.told.no_channel", number=number, team=team)
    why = apology(failed, language)
    channel = action.channel_id or ""
    return t(language, "action.told.not_posted", number=number, channel=channel, why=why)
