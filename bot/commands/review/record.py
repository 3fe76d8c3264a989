"""In a review *Record a decision* and *Finish*."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.commands.review import common
from bot.deps import Deps
from bot.ids import ReviewValue
from bot.metrics.review import LONGEST_DECISION
from bot.planner import Planner
from bot.services import review_steps as steps
from bot.services.delivery import ON_ITS_WAY
from bot.services.readers import Profile
from bot.services.review_steps import Step
from bot.slack import Payload
from bot.slack_clicks import answer_click, read_value
from bot.text import t
from bot.views import review_asking as view
from bot.views.form_fields import INPUT
from bot.views.notice import notice_modal
from bot.views.outside import markup


def register(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    """Open the form of a decision and record what is sent; finish a review."""
    _register_decision(app, deps)
    _register_finish(app, deps, planner)


def _register_decision(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.REVIEW_DECIDE)
    async def on_click(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value, profile = read_value(ReviewValue, action.get("value")), context["profile"]
        step = await steps.consider_decision(deps.database, value.team, value.week, profile.user_id)
        if step.reason == "allowed":
            work = deps.slack.show_modal(body, view.decision_form(profile.language, value))
        else:
            work = answer_click(deps.slack, body, profile.language, _why_not(step, profile))
        await deps.after_ack(ack, work, body, profile)
        if step.reason == "already":
            deps.background.start(common.redraw(deps, value))

    @app.view(ids.REVIEW_DECIDE_FORM)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        opened, profile = body["view"], context["profile"]
        value = read_value(ReviewValue, opened.get("private_metadata"))
        field = opened["state"]["values"].get(view.FIELD, {}).get(INPUT, {})
        text = field.get("value") or ""
        about = (value.team, value.week, text, profile.user_id)
        step = await steps.record(deps.database, *about, deps.clock(), form=opened["id"])
        if step.reason != "recorded":
            await ack(**_not_recorded(step, profile))
            return
        await ack()
        deps.background.start(common.redraw(deps, value))
        if step.is_new:
            said = view.decided(step.language, profile.user_id, text)
            deps.background.start(common.tell_thread(deps, value, said))


def _register_finish(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    @app.action(ids.REVIEW_FINISH)
    async def on_finish(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value, profile = read_value(ReviewValue, action.get("value")), context["profile"]
        step = await steps.finish(
            deps.database, value.team, value.week, profile.user_id, deps.clock()
        )

        async def follow_up() -> None:
            if step.reason != "finished":
                sentence = _why_not(step, profile)
                await answer_click(deps.slack, body, profile.language, sentence)
            elif step.minutes is not None:
                ended = await planner.deliver(step.minutes)
                if ended.status != "posted" and ended.reason not in ON_ITS_WAY:
                    said = view.minutes_not_posted(
                        profile.language, step.minutes.channel_id, ended.reason or ""
                    )
                    await answer_click(deps.slack, body, profile.language, said)

        if step.reason in {"finished", "already"}:
            deps.background.start(common.redraw(deps, value))
        await deps.after_ack(ack, follow_up(), body, profile)


def _why_not(step: Step, profile: Profile) -> str:
    language = profile.language
    if step.state is None or step.reason == "already":
        return common.ended(step.state, profile)
    if step.team is not None:
        return t(language, "review.error.members_only", team=markup(step.team))
    return view.may_not_finish(language, step.leading)


def _not_recorded(step: Step, profile: Profile) -> Payload:
    """Return the ack of a decision that was not recorded; what was typed stays in the form."""
    language = profile.language
    if step.reason == "empty":
        said = t(language, "review.error.empty")
    elif step.reason == "long":
        said = t(language, "review.error.too_long", most=LONGEST_DECISION, has=step.length)
    elif step.reason == "already" and step.state is not None:
        said = view.already_finished_plain(language, step.state, profile.zone)
    else:
        modal = notice_modal(language, _why_not(step, profile))
        return {"response_action": "update", "view": modal}
    return {"response_action": "errors", "errors": {view.FIELD: said}}
