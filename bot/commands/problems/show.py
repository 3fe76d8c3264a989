"""A problem shown: `/frt problem 3`, *Open*, *History*; says how posted cards are drawn anew."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.clicks import Asked, answer_click, read_value
from bot.commands.problems import common
from bot.commands.problems.common import Body
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import ProblemValue
from bot.metrics.figures import Ask
from bot.models import Card
from bot.services.actions import life as actions
from bot.services.problems import life as service
from bot.services.problems import opening
from bot.services.problems.words import Words
from bot.services.team import Choice, Request
from bot.slack.client import Payload
from bot.views.problems import card as view
from bot.views.problems import listed as list_view


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer *Open*; keep every card in step with its problem and actions."""
    _cards(deps)
    _opened(app, deps)

    @app.action(ids.PROBLEM_START)
    async def on_start(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value, profile = read_value(ProblemValue, action.get("value")), context["profile"]
        place = (value.team_id, value.number)
        found = await service.start_analysis(deps.database, *place, profile.user_id, deps.clock())
        work: Any
        if found.reason in {"changed", "unchanged"}:
            work = common.follow(deps, found.facts, profile, body, common.reply_url(body))
        else:
            sentence = common.why_not(found, "analyse", profile.language)
            work = answer_click(deps.slack, body, profile.language, sentence)
        await deps.after_ack(ack, work, body, profile)


def _cards(deps: Deps) -> None:
    async def draw(card: Card) -> Payload | None:
        found = await opening.card(deps.database, card.team_id, int(card.subject_key))
        if found is None:
            return None
        language = card.view.partition(".")[2] or found.problem.language
        return view.card(found, language, deps.clock())

    async def follow(team_id: int, key: str) -> None:
        action = await actions.look(deps.database, team_id, int(key))
        if action is not None and action.origin == "problem" and action.origin_ref:
            await deps.cards.redraw(team_id, service.SUBJECT, action.origin_ref)

    deps.cards.drawn_by(service.SUBJECT, "card", draw)
    deps.cards.followed_by(actions.SUBJECT, follow)


def _opened(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.PROBLEM_SHOW)
    async def on_open(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value, profile = read_value(ProblemValue, action.get("value")), context["profile"]
        if url := body.get("response_url"):
            request = Request(profile, context.channel_id or "", Ask(), deps.clock())
            payload = await _drawn(deps, request, value.number, value.team_id)
            work = deps.slack.respond(url, payload)
        else:
            request = Request(profile, "", Ask(), deps.clock())
            place = (value.number, value.team_id)
            found = await opening.seen_card(deps.database, request, *place)
            if isinstance(found, Choice):
                raise BotError("error.button")
            modal = view.card_modal(found, profile.language, request.as_of)
            work = deps.slack.show_modal(body, modal)
        await deps.after_ack(ack, work, body, profile)


async def answer(deps: Deps, asked: Asked, words: Words) -> Payload:
    """Return the problem of a number, or the teams to choose from."""
    request = Request(asked.profile, asked.channel_id, Ask(team=words.team), deps.clock())
    return await _drawn(deps, request, words.number)


async def _drawn(deps: Deps, request: Request, number: int, team_id: int | None = None) -> Payload:
    language = request.profile.language
    found = await opening.seen_card(deps.database, request, number, team_id)
    if isinstance(found, Choice):
        return list_view.choose(f"number:{number}", found.teams, language)
    return view.card(found, language, request.as_of)
