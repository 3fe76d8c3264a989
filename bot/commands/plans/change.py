"""A plan's goal, period, lead, members and their duties changed; a plan closed."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import filled, ids
from bot.commands.plans import common
from bot.commands.plans.common import Body
from bot.deps import Deps
from bot.ids import PlanFormValue, PlanValue
from bot.services import plan_opening, plans
from bot.services.plan_form import texts_of
from bot.services.plans import PlanDecision, Sent
from bot.services.readers import Profile
from bot.slack import Payload
from bot.slack_clicks import answer_click, read_value
from bot.views import plan_forms as forms
from bot.views.form_fields import NEW, Late

Draw = Callable[[Deps, PlanDecision, PlanFormValue, Profile, Late], Awaitable[Payload]]
Save = Callable[[Deps, Sent], Awaitable[PlanDecision]]


def register(app: AsyncApp, deps: Deps) -> None:
    """Open the forms and save what is sent."""
    for action_id, draw in _DRAWN.items():
        _opened_by(app, deps, action_id, draw)
    _saved_by(app, deps, ids.PLAN_DUTIES_FORM, (_draw_duties, _save_duties))
    _saved_by(app, deps, ids.PLAN_CLOSE_FORM, (_draw_close, _save_close))


def _opened_by(app: AsyncApp, deps: Deps, action_id: str, draw: Draw) -> None:
    @app.action(action_id)
    async def on_click(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value, profile = read_value(PlanValue, action.get("value")), context["profile"]
        place = (value.team_id, value.plan or 0)
        found = await plans.consider(deps.database, *place, profile.user_id)
        work: Any
        if found.reason == "changed":
            form = PlanFormValue(
                team_id=value.team_id,
                plan=value.plan,
                version=found.facts.version,
                reply_url=body.get("response_url"),
            )
            work = deps.slack.show_modal(body, await draw(deps, found, form, profile, NEW))
        else:
            sentence = common.why_not(found.reason, found.plan, found.leads, profile.language)
            work = answer_click(deps.slack, body, profile.language, sentence)
        await deps.after_ack(ack, work, body, profile)


def _saved_by(app: AsyncApp, deps: Deps, callback_id: str, both: tuple[Draw, Save]) -> None:
    @app.view(callback_id)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        value = read_value(PlanFormValue, body["view"].get("private_metadata"))
        await _save(deps, ack, context["profile"], (body, value), both)


async def save(
    deps: Deps, ack: AsyncAck, profile: Profile, body: Body, value: PlanFormValue
) -> None:
    """Save a plan that was changed."""
    await _save(deps, ack, profile, (body, value), (_draw_change, _save_change))


async def _save(
    deps: Deps,
    ack: AsyncAck,
    profile: Profile,
    form: tuple[Body, PlanFormValue],
    both: tuple[Draw, Save],
) -> None:
    (body, value), (draw, change) = form, both
    typed = filled.texts_in(body["view"])
    sent = Sent(value.team_id, typed, profile.user_id, value.plan, value.version)
    found = await change(deps, sent)
    if found.reason in {"changed", "closed", "unchanged"}:
        await deps.after_ack(ack, _follow(deps, found, value, profile), body, profile)
    elif found.reason == "invalid":
        await ack(**filled.errors(found.errors, value.turn, profile.language))
    elif found.reason == "stale":
        newer = {"version": found.facts.version, "turn": value.turn + 1}
        again, late = value.model_copy(update=newer), Late(found.again, found.since)
        await ack(**filled.update(await draw(deps, found, again, profile, late)))
    else:
        why = common.why_not(found.reason, found.plan, found.leads, profile.language)
        await ack(**filled.told(profile.language, why))


async def _follow(deps: Deps, found: PlanDecision, value: PlanFormValue, profile: Profile) -> None:
    await common.follow(deps, found.facts, profile, None, None)
    if value.reply_url:
        await common.renew_plan(deps, profile, value.team_id, value.reply_url)


async def _draw_change(
    _: Deps, found: PlanDecision, value: PlanFormValue, profile: Profile, late: Late
) -> Payload:
    return forms.change(texts_of(found.facts), value, profile.reader(), late)


async def _draw_duties(
    deps: Deps, found: PlanDecision, value: PlanFormValue, profile: Profile, late: Late
) -> Payload:
    names = await plan_opening.names(deps.database, found.facts)
    return forms.duties(found.facts, names, value, profile.reader(), late)


async def _draw_close(
    _: Deps, found: PlanDecision, value: PlanFormValue, profile: Profile, late: Late
) -> Payload:
    return forms.close(found.facts, value, profile.reader(), late)


async def _save_change(deps: Deps, sent: Sent) -> PlanDecision:
    now = deps.clock()
    wanted = [sent.typed["lead"], *sent.typed["members"].split(",")]
    return await plans.change(deps.database, sent, await common.people(deps, wanted, now), now)


async def _save_duties(deps: Deps, sent: Sent) -> PlanDecision:
    return await plans.share_out(deps.database, sent, deps.clock())


async def _save_close(deps: Deps, sent: Sent) -> PlanDecision:
    return await plans.close(deps.database, sent, deps.clock())


_DRAWN: dict[str, Draw] = {
    ids.PLAN_CHANGE: _draw_change,
    ids.PLAN_DUTIES: _draw_duties,
    ids.PLAN_CLOSE: _draw_close,
}
