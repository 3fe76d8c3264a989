"""`/frt plan` and `/frt 计划`: the current plan, or the form that starts one."""

from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers import filled
from bot.answers.clicks import Answer, Asked, answer_click, answer_later, read_value
from bot.commands.plans import change, common
from bot.commands.plans.common import Body
from bot.deps import Deps
from bot.ids import PlanFormValue, PlanValue
from bot.services.people import Profile
from bot.services.plans import life, opening
from bot.services.plans.life import PlanDecision, Sent
from bot.services.plans.words import Words
from bot.slack.client import Payload
from bot.text import t
from bot.views.blocks import Late, notice
from bot.views.plans import forms

_DAYS = 90


def register(app: AsyncApp, deps: Deps) -> None:
    """Show a team's plan, open the form, start a plan with it."""
    _start(app, deps)

    @app.action(ids.PLAN_TEAM)
    async def on_team(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value = read_value(PlanValue, (action.get("selected_option") or {}).get("value"))
        channel_id = context.channel_id or ""
        payload = await common.plan_answer(deps, context["profile"], channel_id, value.team_id)
        await deps.answer(ack, body, payload, replace=True)


def _start(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.PLAN_START)
    async def on_start(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value, profile = read_value(PlanValue, action.get("value")), context["profile"]
        found = await opening.consider_start(deps.database, value.team_id, profile.user_id)
        work: Any
        if found.reason == "changed":
            today = deps.clock().astimezone(found.zone).date()
            texts = {
                "metric": "frt_median",
                "comparison": "at_most",
                "first": today.isoformat(),
                "last": (today + timedelta(days=_DAYS)).isoformat(),
                "lead": profile.user_id,
            }
            form = PlanFormValue(team_id=value.team_id, reply_url=body.get("response_url"))
            modal = forms.start(texts, found.templates, form, profile.language)
            work = deps.slack.show_modal(body, modal)
        else:
            sentence = common.why_not(found.reason, found.plan, (), profile.language)
            work = answer_click(deps.slack, body, profile.language, sentence)
        await deps.after_ack(ack, work, body, profile)

    @app.view(ids.PLAN_FORM)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        value = read_value(PlanFormValue, body["view"].get("private_metadata"))
        make = _make if value.plan is None else change.save
        await make(deps, ack, context["profile"], body, value)


async def _make(
    deps: Deps, ack: AsyncAck, profile: Profile, body: Body, value: PlanFormValue
) -> None:
    typed = filled.texts_in(body["view"])
    typed["template"] = typed.get("template", "").removeprefix(forms.BUILT_IN)
    now = deps.clock()
    known = await common.people(deps, [typed["lead"], *typed["members"].split(",")], now)
    sent = Sent(value.team_id, typed, profile.user_id, form=body["view"]["id"])
    found = await life.start(deps.database, sent, known, now)
    names = {one.user_id: one.name for one in known.values() if one}
    said = _outcome(found, value, names, profile)
    if found.reason == "started" and value.reply_url:
        work = common.renew_plan(deps, profile, found.facts.team_id, value.reply_url)
        await deps.after_ack(ack, work, body, profile, said)
    else:
        await ack(**said)


def _outcome(
    found: PlanDecision, value: PlanFormValue, names: dict[str, str], profile: Profile
) -> Payload:
    language = profile.language
    if found.reason == "invalid":
        return filled.errors(found.errors, value.turn, language)
    if found.reason != "started":
        return filled.told(language, common.why_not(found.reason, found.plan, (), language))
    plan = found.facts
    said = t(language, "plan.started", number=plan.number, n=found.items)
    if not plan.members:
        return filled.told(language, said)
    again = value.model_copy(update={"plan": plan.number, "version": plan.version})
    said = f"{said} {t(language, 'plan.form.duties.what')}"
    return filled.update(forms.duties(plan, names, again, profile.reader(), Late(said=said)))


async def answer(deps: Deps, asked: Asked, words: Words) -> Answer:
    """Return a team's plan, how it is exported, or the teams to choose from.

    A plan is sent once the tickets of four weeks have told what its days can show.
    """
    profile = asked.profile
    if words.kind == "export":
        return notice(t(profile.language, "plan.export"))
    plan = common.plan_answer(deps, profile, asked.channel_id, team=words.team)
    return answer_later(deps.slack, asked, plan)
