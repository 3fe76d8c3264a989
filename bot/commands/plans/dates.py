"""*Due dates*: every phase so many days after the start, shown before it is set."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import filled, ids
from bot.commands.plans import common
from bot.commands.plans.common import Body
from bot.deps import Deps
from bot.ids import PlanFormValue, PlanValue
from bot.services import plan_dates, plans
from bot.services.plan_dates import Dates
from bot.services.readers import Profile
from bot.slack import Payload
from bot.slack_clicks import answer_click, read_value
from bot.views import plan_forms as forms


def register(app: AsyncApp, deps: Deps) -> None:
    """Ask for the days, show what would change, set it."""

    @app.action(ids.PLAN_DATES)
    async def on_click(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value, profile = read_value(PlanValue, action.get("value")), context["profile"]
        place = (value.team_id, value.plan or 0)
        found = await plans.consider(deps.database, *place, profile.user_id)
        work: Any
        if found.reason == "changed":
            proposed = await plan_dates.proposed(deps.database, *place)
            days = {phase: str(count) for phase, count in proposed.days.items()}
            form = PlanFormValue(
                team_id=value.team_id,
                plan=value.plan,
                reply_url=body.get("response_url"),
                listed=common.row_of(action).listed,
                days=days,
            )
            modal = forms.dates(proposed.plan, days, form, profile.language)
            work = deps.slack.show_modal(body, modal)
        else:
            sentence = common.why_not(found.reason, found.plan, found.leads, profile.language)
            work = answer_click(deps.slack, body, profile.language, sentence)
        await deps.after_ack(ack, work, body, profile)

    @app.view(ids.PLAN_DATES_FORM)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        profile: Profile = context["profile"]
        value = read_value(PlanFormValue, body["view"].get("private_metadata"))
        days = value.days or {}
        if value.seen is None:
            typed = filled.texts_in(body["view"])
            days = {phase: typed.get(f"days{at}", "") for at, phase in enumerate(days)}
        place = (value.team_id, value.plan or 0)
        found = await plan_dates.set_dates(
            deps.database, place, days, profile.user_id, deps.clock(), seen=value.seen
        )
        if found.reason != "set" or found.plan is None:
            await ack(**_answer(found, value, days, profile.language))
            return
        await deps.after_ack(ack, _follow(deps, found, value, profile), body, profile)


def _answer(found: Dates, value: PlanFormValue, days: dict[str, str], language: str) -> Payload:
    if found.reason in {"preview", "stale"}:
        shown = value.model_copy(update={"days": days, "seen": found.seen})
        stale = found.reason == "stale"
        return filled.update(forms.preview(found.new, found.kept, shown, language, stale=stale))
    if found.reason == "invalid":
        places = {phase: f"days{at}" for at, phase in enumerate(days)}
        errors = {places[phase]: error for phase, error in found.errors.items()}
        return filled.errors(errors, value.turn, language)
    return filled.told(language, common.why_not(found.reason, found.plan, found.leads, language))


async def _follow(deps: Deps, found: Dates, value: PlanFormValue, profile: Profile) -> None:
    if found.plan is None:
        return
    await common.follow(deps, found.plan, profile, value.listed, value.reply_url)
    if value.listed is None and value.reply_url:
        await common.renew_plan(deps, profile, value.team_id, value.reply_url)
