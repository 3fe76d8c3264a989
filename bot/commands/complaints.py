"""`/frt complaints` and `/frt 投诉`: the 24-hour clocks, and what people do with a complaint."""

from datetime import datetime
from functools import partial
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.cards import Shows
from bot.answers.clicks import Asked, answer_click, read_value
from bot.answers.showing import show_current
from bot.deps import Deps
from bot.ids import ComplaintsValue, ComplaintValue, JoinValue
from bot.metrics.problems import ProblemFacts
from bot.metrics.tickets import TicketKey
from bot.registers.problems import PROBLEM
from bot.services.complaints import listed as complaint_list
from bot.services.complaints import steps
from bot.services.complaints.clock import SUBJECT, subject_key
from bot.services.complaints.steps import Step
from bot.services.complaints.words import Words
from bot.services.people import Profile
from bot.services.problems import opening as problem_opening
from bot.services.team import Choice
from bot.slack.client import Payload
from bot.slack.failures import PostFailed
from bot.text import t
from bot.views.blocks import INPUT
from bot.views.complaints import complaints as view
from bot.views.problems import card as problem_view
from bot.views.team import choosing as team_view

log = structlog.get_logger()
Body = dict[str, Any]


def register(app: AsyncApp, deps: Deps) -> None:
    """Turn pages, start analyses, note what is about delay and what is not."""
    _turns(app, deps)
    _analysis(app, deps)
    _judgement(app, deps)


def _turns(app: AsyncApp, deps: Deps) -> None:
    @app.action(f"{ids.COMPLAINTS_TURN}.previous")
    @app.action(f"{ids.COMPLAINTS_TURN}.next")
    async def on_turn(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value = read_value(ComplaintsValue, action.get("value"))
        place = (context["profile"], context.channel_id or "")
        asked = (Words(value.ticket), value.team_id)
        payload = await _page(deps, place, asked, value.page)
        await deps.answer(ack, body, payload, replace=True)


def _analysis(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.COMPLAINT_START)
    async def on_start(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        await start(ack, context, body, read_value(ComplaintValue, action.get("value")))

    @app.action(ids.COMPLAINT_JOIN)
    async def on_join(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        joined = read_value(JoinValue, _option(action)).problem
        await start(ack, context, body, read_value(ComplaintValue, action.get("block_id")), joined)

    async def start(
        ack: AsyncAck,
        context: AsyncBoltContext,
        body: Body,
        value: ComplaintValue,
        join: int | None = None,
    ) -> None:
        who: Profile = context["profile"]
        step = await steps.start(deps.database, _place(value), who.user_id, deps.clock(), join)
        await deps.after_ack(ack, _follow(deps, context, body, value, step), body, who)


def _judgement(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.COMPLAINT_NOT_DELAY)
    async def on_no(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        profile, value = context["profile"], read_value(ComplaintValue, action.get("value"))
        one = await steps.may_decide(deps.database, _place(value), profile.user_id)
        url = body.get("response_url") if value.listed else None
        again = value.model_copy(update={"reply_url": url})
        modal = view.why_not_delay(one, again, profile.language)
        await deps.after_ack(ack, deps.slack.show_modal(body, modal), body, profile)

    @app.view(ids.COMPLAINT_NOT_DELAY_FORM)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        profile, opened = context["profile"], body["view"]
        value = read_value(ComplaintValue, opened.get("private_metadata"))
        held = opened["state"]["values"].get(view.WHY) or {}
        why = (held.get(INPUT) or {}).get("value")
        if not (why or "").strip():
            missing = t(profile.language, "complaint.error.no_why")
            await ack(response_action="errors", errors={view.WHY: missing})
            return
        step = await steps.set_aside(
            deps.database, _place(value), profile.user_id, why, deps.clock()
        )
        await deps.after_ack(ack, _follow(deps, context, body, value, step), body, profile)

    @app.action(ids.COMPLAINT_DELAY)
    async def on_yes(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        profile, value = context["profile"], read_value(ComplaintValue, action.get("value"))
        step = await steps.say_delay(deps.database, _place(value), profile.user_id, deps.clock())
        await deps.after_ack(ack, _follow(deps, context, body, value, step), body, profile)


def _option(action: Body) -> object:
    return (action.get("selected_option") or {}).get("value")


def _place(value: ComplaintValue) -> tuple[int, TicketKey]:
    return value.team, TicketKey(value.source, value.id)


async def answer(deps: Deps, asked: Asked, words: Words) -> Payload:
    """Return the complaints about delay, or the teams to choose from."""
    return await _page(deps, (asked.profile, asked.channel_id), (words, asked.team_id))


async def _page(
    deps: Deps,
    place: tuple[Profile, str],
    asked: tuple[Words, int | None],
    number: int = 1,
    now: datetime | None = None,
) -> Payload:
    made = await complaint_list.page(deps.database, place, asked, now or deps.clock(), number)
    if isinstance(made, Choice):
        return team_view.choose(made.ask, made.teams, made.reader)
    return view.answer(made)


async def _follow(
    deps: Deps, context: AsyncBoltContext, body: Body, value: ComplaintValue, step: Step
) -> None:
    """Show what a step changed wherever it is shown, or say that somebody was quicker."""
    profile: Profile = context["profile"]
    await deps.cards.redraw(value.team, SUBJECT, subject_key(TicketKey(value.source, value.id)))
    if step.problem is not None and step.reason != "started_before":
        await _show_problem(deps, step.problem, is_new=step.is_new)
    url = value.reply_url or (body.get("response_url") if value.listed else None)
    if value.listed is not None and url:
        asked = Words(value.listed.ticket), value.listed.team_id
        place = profile, context.channel_id or ""
        draw = partial(_page, deps, place, asked, value.listed.page, deps.clock())
        await show_current(draw, deps.slack.replacing(url))
    by = step.complaint.analysis.who if step.complaint.analysis else None
    if step.reason in {"started_before", "unchanged"} and by != profile.user_id:
        said = view.said_before(profile.language, step.complaint, deps.clock(), profile.zone)
        await answer_click(deps.slack, body, profile.language, said)


async def _show_problem(deps: Deps, problem: ProblemFacts, *, is_new: bool) -> None:
    """Post a new problem's card to the team's channel; of another bring every card up to date."""
    key = str(problem.number)
    found = await problem_opening.card(deps.database, problem.team_id, problem.number)
    if not is_new or found is None or problem.channel_id is None:
        await deps.cards.redraw(problem.team_id, PROBLEM, key)
        return
    card = problem_view.card(found, problem.language, deps.clock())
    try:
        shows = Shows(problem.team_id, PROBLEM, key, "card")
        await deps.cards.post_new(problem.channel_id, card, shows)
    except PostFailed as error:
        log.warning("card not posted", channel=problem.channel_id, reason=error.reason)
