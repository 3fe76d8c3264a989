"""In a review *Record a decision* and *Finish*, which asks once about tickets without a cause."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.clicks import Work, answer_click, asker_of, open_for, read_value
from bot.commands.review import common
from bot.deps import Deps
from bot.ids import ReviewFinishValue, ReviewValue
from bot.metrics.review.review import LONGEST_DECISION
from bot.planner.planner import Planner
from bot.services.deliveries import ON_ITS_WAY
from bot.services.people import Profile
from bot.services.review import steps
from bot.services.review.steps import Step
from bot.slack.client import Payload
from bot.text import t
from bot.views.blocks import INPUT, markup, notice_modal
from bot.views.review import asking as view
from bot.views.review.week import cases_value


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
        value, profile = read_value(ReviewFinishValue, action.get("value")), context["profile"]
        about = (value.team, value.week, profile.user_id)
        found = await steps.unnamed(deps.database, *about) if value.asks else None
        if found is not None:
            listed = cases_value(found.team, found.period, found.cases)
            it = ReviewValue(team=value.team, week=value.week)
            form = view.finish_form(profile.language, it, found.cases.unnamed, listed)
            asker = asker_of(context, deps.clock())
            work = open_for(asker, deps.slack, deps.database, body, form)
        else:
            left = await _finish(deps, planner, body, value, profile)
            if isinstance(left, str):
                left = answer_click(deps.slack, body, profile.language, left)
            work = left
        await deps.after_ack(ack, work, body, profile)

    @app.view(ids.REVIEW_FINISH_FORM)
    async def on_anyway(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        profile = context["profile"]
        value = read_value(ReviewValue, body["view"].get("private_metadata"))
        left = await _finish(deps, planner, body, value, profile)
        if isinstance(left, str):
            await ack(response_action="update", view=notice_modal(profile.language, left))
        else:
            await deps.after_ack(ack, left, body, profile)


async def _finish(
    deps: Deps, planner: Planner, body: dict[str, Any], value: ReviewValue, profile: Profile
) -> str | Work:
    """Finish a review: return why it was not, or what is left to do once it is."""
    about = (value.team, value.week, profile.user_id)
    step = await steps.finish(deps.database, *about, deps.clock())
    if step.reason in {"finished", "already"}:
        deps.background.start(common.redraw(deps, value))
    if step.reason != "finished":
        return _why_not(step, profile)
    return _post_minutes(deps, planner, body, profile, step)


async def _post_minutes(
    deps: Deps, planner: Planner, body: dict[str, Any], profile: Profile, step: Step
) -> None:
    """Post the minutes of a review that was finished, or say why they are not."""
    ended = None if step.minutes is None else await planner.deliver(step.minutes)
    if step.minutes is None or ended is None:
        return
    if ended.status != "posted" and ended.reason not in ON_ITS_WAY:
        reason = ended.reason or ""
        said = view.minutes_not_posted(profile.language, step.minutes.channel_id, reason)
        await answer_click(deps.slack, body, profile.language, said)


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
