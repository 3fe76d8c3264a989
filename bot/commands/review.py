"""`/frt review` and `/frt 周复盘`; in a review *Record a decision* and *Finish*."""

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import ReviewValue, RunValue, TeamValue
from bot.metrics.review import LONGEST_DECISION
from bot.planner import Planner
from bot.services import review_asking as asking
from bot.services import review_steps as steps
from bot.services.delivery import RATE_LIMITED, Ended
from bot.services.readers import Profile
from bot.services.review import SUBJECT
from bot.services.review_asking import ReviewAsk
from bot.services.review_steps import Step
from bot.services.standing import Choice
from bot.slack import Payload, answer_click, or_apologise, read_value
from bot.text import t
from bot.views import review_asking as view
from bot.views import team as team_view
from bot.views.notice import notice_modal
from bot.views.outside import markup

_REFUSED = {
    "not_in_channel": "error.share_not_in_channel",
    "channel_not_found": "error.share_not_in_channel",
    "is_archived": "error.share_archived",
    "restricted_action": "error.share_not_allowed",
    "missing_scope": "error.share_not_allowed",
}


def register(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    """Answer the words for the review, and its buttons and form."""
    _register_words(app, deps, planner)
    _register_decision(app, deps)
    _register_finish(app, deps, planner)


def _register_words(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    @app.command(ids.COMMAND, matchers=[_typed])
    async def on_command(ack: AsyncAck, context: AsyncBoltContext, command: dict[str, Any]) -> None:
        ask = asking.parse(command["text"]) or ReviewAsk()
        await ack()
        work = _answer(deps, context, (ask, None), command["response_url"])
        deps.background.start(or_apologise(deps.slack, work, command, context["profile"].language))

    @app.action(ids.HELP_RUN, matchers=[_clicked])
    async def on_words(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        await ack()
        work = _answer(deps, context, (ReviewAsk(), None), body["response_url"])
        deps.background.start(or_apologise(deps.slack, work, body, context["profile"].language))

    @app.action(ids.TEAM_CHOOSE, matchers=[_chosen])
    async def on_team(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        await ack()
        asked = (ReviewAsk(), _choice(action).team_id)
        work = _answer(deps, context, asked, body["response_url"], replace=True)
        deps.background.start(or_apologise(deps.slack, work, body, context["profile"].language))

    @app.action(ids.REVIEW_OPEN)
    async def on_open(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value, profile = read_value(ReviewValue, action.get("value")), context["profile"]
        team, due = await asking.due_for(
            deps.database, profile, value.team, value.week, deps.clock()
        )
        await ack()

        async def post() -> None:
            _refuse(await planner.post_by_hand(team, due))
            asked = (ReviewAsk(), value.team)
            await _answer(deps, context, asked, body["response_url"], replace=True)

        deps.background.start(or_apologise(deps.slack, post(), body, profile.language))


def _register_decision(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.REVIEW_DECIDE)
    async def on_click(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value, profile = read_value(ReviewValue, action.get("value")), context["profile"]
        step = await steps.consider_decision(deps.database, value.team, value.week, profile.user_id)
        await ack()
        if step.reason == "allowed":
            work = deps.slack.show_modal(body, view.decision_form(profile.language, value))
        else:
            work = answer_click(deps.slack, body, profile.language, _why_not(step, profile))
        deps.background.start(or_apologise(deps.slack, work, body, profile.language))
        if step.reason == "already":
            deps.background.start(_redraw(deps, value))

    @app.view(ids.REVIEW_DECIDE_FORM)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        opened, profile = body["view"], context["profile"]
        value = read_value(ReviewValue, opened.get("private_metadata"))
        field = opened["state"]["values"].get(view.FIELD, {}).get(view.INPUT, {})
        text = field.get("value") or ""
        step = await steps.record(
            deps.database, value.team, value.week, text, profile.user_id, deps.clock()
        )
        if step.reason != "recorded":
            await ack(**_not_recorded(step, profile))
            return
        await ack()
        deps.background.start(_redraw(deps, value))


_ON_ITS_WAY = frozenset({"taken_by_another", RATE_LIMITED, "unreachable"})


def _register_finish(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    @app.action(ids.REVIEW_FINISH)
    async def on_finish(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value, profile = read_value(ReviewValue, action.get("value")), context["profile"]
        step = await steps.finish(
            deps.database, value.team, value.week, profile.user_id, deps.clock()
        )
        await ack()

        async def follow_up() -> None:
            if step.reason != "finished":
                sentence = _why_not(step, profile)
                await answer_click(deps.slack, body, profile.language, sentence)
            elif step.minutes is not None:
                ended = await planner.deliver(step.minutes)
                if ended.status != "posted" and ended.reason not in _ON_ITS_WAY:
                    said = view.minutes_not_posted(
                        profile.language, step.minutes.channel_id, ended.reason or ""
                    )
                    await answer_click(deps.slack, body, profile.language, said)

        if step.reason in {"finished", "already"}:
            deps.background.start(_redraw(deps, value))
        deps.background.start(or_apologise(deps.slack, follow_up(), body, profile.language))


async def _typed(command: dict[str, Any]) -> bool:
    return asking.parse(command.get("text") or "") is not None


async def _clicked(action: dict[str, Any]) -> bool:
    return asking.parse(read_value(RunValue, action.get("value")).text) is not None


async def _chosen(action: dict[str, Any]) -> bool:
    return asking.is_choice(_choice(action).period)


def _choice(action: dict[str, Any]) -> TeamValue:
    return read_value(TeamValue, (action.get("selected_option") or {}).get("value"))


async def _answer(
    deps: Deps,
    context: AsyncBoltContext,
    asked: tuple[ReviewAsk, int | None],
    url: str,
    *,
    replace: bool = False,
) -> None:
    """Say how the review stands, with links; these are asked of Slack, so not within the ack."""
    found = await asking.asked(
        deps.database, context["profile"], context.channel_id or "", asked, deps.clock()
    )
    if isinstance(found, Choice):
        payload = team_view.choose(found.ask, found.teams, found.reader)
    else:
        places = view.places(found)
        links = await asyncio.gather(*(deps.slack.permalink(*place) for place in places))
        known = {place: link for place, link in zip(places, links, strict=True) if link}
        payload = view.answer(found, known)
    await deps.slack.respond(url, payload, replace=replace)


async def _redraw(deps: Deps, value: ReviewValue) -> None:
    await deps.cards.redraw(value.team, SUBJECT, value.week.isoformat())


def _why_not(step: Step, profile: Profile) -> str:
    language = profile.language
    if step.state is None:
        return t(language, "review.error.gone")
    if step.reason == "already":
        return view.already_finished(language, step.state, profile.zone)
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


def _refuse(ended: Ended) -> None:
    """Raise BotError where Slack refused the post; what else became of it, the answer shows."""
    refused = ended.status == "skipped" or ended.held is not None
    if refused and ended.reason not in {"already_planned", "taken_by_another", RATE_LIMITED}:
        raise BotError(_REFUSED.get(ended.reason or "", "review.error.not_posted"))
