"""The buttons on an action: who may is decided at the click and again at sending."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.cards import Shows
from bot.answers.clicks import answer_click, read_value
from bot.answers.people import look_up
from bot.answers.showing import show_current
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import ActionFormValue, ActionValue
from bot.metrics.actions.actions import SCOPES, ActionFacts, Change, Kind
from bot.metrics.figures import Ask
from bot.services.actions import life as service
from bot.services.actions import lists
from bot.services.actions.rights import Decision, lead_decides
from bot.services.people import Profile
from bot.services.team import Choice, Request
from bot.slack.client import Payload
from bot.slack.failures import PostFailed
from bot.text import t
from bot.views.actions import card as view
from bot.views.actions import forms
from bot.views.actions import listed as list_view
from bot.views.blocks import INPUT, notice_modal

log = structlog.get_logger()
_LEADS_ARE_TOLD = frozenset({"done", "drop_asked"})
_KINDS: dict[str, Kind] = {
    ids.ACTION_DONE: "done",
    ids.ACTION_REASSIGN: "reassign",
    ids.ACTION_NEW_DATE: "new_date",
    ids.ACTION_DROP: "drop",
    ids.ACTION_VERIFY: "verify",
    ids.ACTION_REOPEN: "reopen",
    ids.ACTION_EXTEND: "extend",
}


def register(app: AsyncApp, deps: Deps) -> None:
    """Ask for what a change needs, make it, and show it wherever the action is shown."""
    for action_id in _KINDS:

        @app.action(action_id)
        async def on_click(
            ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
        ) -> None:
            profile = context["profile"]
            value = read_value(ActionValue, action.get("value"))
            kind = _KINDS[action["action_id"]]
            place = (value.team_id, value.number)
            decision = await service.consider(deps.database, *place, profile.user_id, kind)
            if decision.action is not None and decision.action.version != value.version:
                deps.background.start(_redraw(deps, *place))
            if decision.reason == "allowed":
                form = _form_value(decision.facts, kind, value, body)
                modal = _form(deps, decision, kind, form, profile.language)
                work = deps.slack.show_modal(body, modal)
            else:
                sentence = _why_not(decision, kind, profile.language)
                work = answer_click(deps.slack, body, profile.language, sentence)
            await deps.after_ack(ack, work, body, profile)

    @app.view(ids.ACTION_CHANGE_FORM)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        profile, now = context["profile"], deps.clock()
        value = read_value(ActionFormValue, body["view"].get("private_metadata"))
        wanted = _wanted(value, body["view"], profile.user_id)
        owner = None
        if wanted.owner_id is not None:
            owner = await look_up(deps.slack, deps.database, wanted.owner_id, now)
        decision = await service.change(deps.database, wanted, now, owner)
        if decision.reason != "changed":
            await ack(**_answer(deps, decision, wanted, value, profile.language))
            return
        work = _follow_up(deps, decision, wanted, value, (profile, owner))
        await deps.after_ack(ack, work, body, profile)


def _form(
    deps: Deps,
    decision: Decision,
    kind: Kind,
    value: ActionFormValue,
    language: str,
    typed: Change | None = None,
) -> Payload:
    now, decides = deps.clock(), decision.decides
    return forms.change(decision.facts, kind, value, language, now, typed, decides=decides)


def _form_value(
    action: ActionFacts, kind: Kind, value: ActionValue, body: dict[str, Any]
) -> ActionFormValue:
    return ActionFormValue(
        team_id=action.team_id,
        number=action.number,
        version=action.version,
        listed=value.listed,
        kind=kind,
        reply_url=body.get("response_url") if value.listed else None,
    )


def _wanted(value: ActionFormValue, opened: dict[str, Any], who: str) -> Change:
    kind = next((kind for kind in _KINDS.values() if kind == value.kind), None)
    if kind is None:
        raise BotError("error.button")
    held = {
        name: (field or {}).get(INPUT) or {} for name, field in opened["state"]["values"].items()
    }
    due = held.get("due", {}).get("selected_date")
    return Change(
        kind=kind,
        team_id=value.team_id,
        number=value.number,
        version=value.version,
        who=who,
        text=held.get("result" if kind == "done" else "why", {}).get("value"),
        owner_id=held.get("owner", {}).get("selected_user"),
        due_on=date.fromisoformat(due) if due else None,
        days=held.get("days", {}).get("value"),
    )


def _why_not(decision: Decision, kind: Kind, language: str) -> str:
    if decision.reason == "gone":
        return t(language, "action.error.gone")
    if decision.reason == "done":
        return view.already_done(language, decision.facts)
    by_lead = lead_decides(kind)
    return view.refusal(language, decision.facts, decision.leading, lead_decides=by_lead)


def _answer(
    deps: Deps, decision: Decision, wanted: Change, value: ActionFormValue, language: str
) -> dict[str, Any]:
    """Return the ack of a form that changed nothing."""
    if decision.reason == "invalid":
        errors = {
            name: t(language, error.key, **error.params) for name, error in decision.errors.items()
        }
        return {"response_action": "errors", "errors": errors}
    if decision.reason == "stale":
        again = value.model_copy(update={"version": decision.facts.version})
        modal = _form(deps, decision, wanted.kind, again, language, wanted)
        return {"response_action": "update", "view": modal}
    modal = notice_modal(language, _why_not(decision, wanted.kind, language))
    return {"response_action": "update", "view": modal}


async def _redraw(deps: Deps, team_id: int, number: int) -> None:
    await deps.cards.redraw(team_id, service.SUBJECT, str(number))


async def _follow_up(
    deps: Deps,
    decision: Decision,
    wanted: Change,
    value: ActionFormValue,
    people: tuple[Profile, Profile | None],
) -> None:
    who, owner = people
    action = decision.facts
    await _redraw(deps, action.team_id, action.number)
    if value.listed is not None and value.reply_url is not None:
        await _renew_list(deps, who, value.listed, value.reply_url)
    if wanted.kind == "reassign" and owner is not None:
        if owner.user_id != who.user_id:
            await _tell_owner(deps, action, owner, who)
    elif wanted.kind != "new_date":
        await _tell(deps, decision, wanted, who.user_id)


async def _renew_list(deps: Deps, who: Profile, listed: ids.ActionListValue, url: str) -> None:
    scope = next(scope for scope in SCOPES if scope == listed.scope)
    now = deps.clock()
    asked = Request(who, "", Ask(), now)

    async def draw() -> Payload | None:
        found = await lists.page(deps.database, asked, scope, listed.page, listed.team_id)
        return None if isinstance(found, Choice) else list_view.answer(found, who.reader(), now)

    await show_current(draw, deps.slack.replacing(url))


async def _tell(deps: Deps, decision: Decision, wanted: Change, who: str) -> None:
    """Tell the leads that an action is done or to be dropped, its owner what a lead made of it."""
    action, event = decision.facts, decision.event
    people = decision.leads if event in _LEADS_ARE_TOLD else (action.owner_id,)
    told = [user_id for user_id in people if user_id != who]
    if told:
        await _below_the_card(deps, action, event, told, (who, wanted.text or ""))


async def _tell_owner(deps: Deps, action: ActionFacts, owner: Profile, who: Profile) -> None:
    """Send a new owner their action."""
    above = t(owner.language, "action.told.yours", who=f"<@{who.user_id}>")
    card = view.card(action, owner.language, deps.clock(), above)
    view_name = f"card.{owner.language}"
    shows = Shows(action.team_id, service.SUBJECT, str(action.number), view_name)
    try:
        await deps.cards.send(owner.user_id, card, [shows])
    except PostFailed as error:
        log.warning("card not sent", user=owner.user_id, reason=error.reason)


async def _below_the_card(
    deps: Deps,
    action: ActionFacts,
    event: str,
    people: Sequence[str],
    said: tuple[str, str],
) -> None:
    notice = view.told(action, action.language, event, said, people)
    key = (action.team_id, service.SUBJECT, str(action.number))
    if await deps.cards.say_below(action.channel_id, *key, notice):
        return
    for user_id in people:
        try:
            await deps.slack.post(user_id, view.told(action, action.language, event, said))
        except PostFailed as error:
            log.warning("not told", user=user_id, reason=error.reason)
