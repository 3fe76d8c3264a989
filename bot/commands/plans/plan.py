"""`/frt plan` and `/frt 计划`: the current plan, or the form that starts one."""

from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import filled, ids
from bot.commands.plans import common
from bot.commands.plans.common import Body
from bot.deps import Deps
from bot.ids import PlanFormValue, PlanValue, RunValue
from bot.services import plan_opening, plan_words, plans
from bot.services.plan_words import Words
from bot.services.plans import PlanDecision, Sent
from bot.services.readers import Profile
from bot.slack import Payload
from bot.slack_clicks import answer_click, or_apologise, read_value
from bot.text import t
from bot.views import plan_forms as forms
from bot.views.form_fields import Late
from bot.views.notice import notice

_DAYS = 90


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer the command, open the form, start a plan with it."""
    _answers(app, deps)
    _start(app, deps)


def _answers(app: AsyncApp, deps: Deps) -> None:
    @app.command(ids.COMMAND, matchers=[_typed])
    async def on_command(ack: AsyncAck, context: AsyncBoltContext, command: Body) -> None:
        words = plan_words.read(command.get("text") or "") or Words("plan")
        await ack(**await _answer(deps, context, words))

    @app.action(ids.HELP_RUN, matchers=[_clicked])
    async def on_words(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        words = plan_words.read(read_value(RunValue, action["value"]).text) or Words("plan")
        payload = await _answer(deps, context, words)
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload))

    @app.action(ids.PLAN_TEAM)
    async def on_team(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value = read_value(PlanValue, (action.get("selected_option") or {}).get("value"))
        channel_id = context.channel_id or ""
        payload = await common.plan_answer(deps, context["profile"], channel_id, value.team_id)
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload, replace=True))


def _start(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.PLAN_START)
    async def on_start(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value, profile = read_value(PlanValue, action.get("value")), context["profile"]
        found = await plan_opening.consider_start(deps.database, value.team_id, profile.user_id)
        await ack()
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
        deps.background.start(or_apologise(deps.slack, work, body, profile.language))

    @app.view(ids.PLAN_FORM, matchers=[_is_new])
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        profile: Profile = context["profile"]
        value = read_value(PlanFormValue, body["view"].get("private_metadata"))
        typed = filled.texts_in(body["view"])
        typed["template"] = typed.get("template", "").removeprefix(forms.BUILT_IN)
        now = deps.clock()
        known = await common.people(deps, [typed["lead"], *typed["members"].split(",")], now)
        sent = Sent(value.team_id, typed, profile.user_id, form=body["view"]["id"])
        found = await plans.start(deps.database, sent, known, now)
        names = {one.user_id: one.name for one in known.values() if one}
        await ack(**_outcome(found, value, names, profile))
        if found.reason == "started" and value.reply_url:
            work = common.renew_plan(deps, profile, found.facts.team_id, value.reply_url)
            deps.background.start(or_apologise(deps.slack, work, body, profile.language))


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


async def _answer(deps: Deps, context: AsyncBoltContext, words: Words) -> Payload:
    profile: Profile = context["profile"]
    if words.kind == "export":
        return notice(t(profile.language, "plan.export"))
    channel_id = context.channel_id or ""
    return await common.plan_answer(deps, profile, channel_id, team=words.team)


async def _is_new(body: Body) -> bool:
    value = read_value(PlanFormValue, body["view"].get("private_metadata"))
    return value.plan is None


async def _typed(command: Body) -> bool:
    return _is_plan(command.get("text") or "")


async def _clicked(action: Body) -> bool:
    return _is_plan(read_value(RunValue, action.get("value")).text)


def _is_plan(text: str) -> bool:
    words = plan_words.read(text)
    return words is not None and words.kind in {"plan", "export"}
