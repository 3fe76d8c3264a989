"""A problem shown: `/frt problem 3`, *Open*, *History*; says how posted cards are drawn anew."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.commands.problems import common
from bot.commands.problems.common import Body
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import ProblemValue, RunValue
from bot.metrics.report import Ask
from bot.models import Card
from bot.services import actions, problem_words
from bot.services import problem_opening as opening
from bot.services import problems as service
from bot.services.problem_words import Words
from bot.services.standing import Choice, Request
from bot.slack import Payload
from bot.slack_clicks import answer_click, or_apologise, read_value
from bot.views import problem as view
from bot.views import problem_list as list_view


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer the words and *Open*; keep every card in step with its problem and actions."""
    _cards(deps)
    _answers(app, deps)

    @app.action(ids.PROBLEM_START)
    async def on_start(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value, profile = read_value(ProblemValue, action.get("value")), context["profile"]
        place = (value.team_id, value.number)
        found = await service.start_analysis(deps.database, *place, profile.user_id, deps.clock())
        await ack()
        work: Any
        if found.reason in {"changed", "unchanged"}:
            work = common.follow(deps, found.facts, profile, body, common.reply_url(body))
        else:
            sentence = common.why_not(found, "analyse", profile.language)
            work = answer_click(deps.slack, body, profile.language, sentence)
        deps.background.start(or_apologise(deps.slack, work, body, profile.language))


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


def _answers(app: AsyncApp, deps: Deps) -> None:
    @app.command(ids.COMMAND, matchers=[_typed])
    async def on_command(ack: AsyncAck, context: AsyncBoltContext, command: Body) -> None:
        words = problem_words.read(command.get("text") or "") or Words("show")
        await ack(**await _answer(deps, context, words))

    @app.action(ids.HELP_RUN, matchers=[_clicked])
    async def on_words(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        words = problem_words.read(read_value(RunValue, action["value"]).text) or Words("show")
        payload = await _answer(deps, context, words)
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload))

    @app.action(ids.PROBLEM_SHOW)
    async def on_open(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value, profile = read_value(ProblemValue, action.get("value")), context["profile"]
        if url := body.get("response_url"):
            words = Words("show", number=value.number)
            payload = await _answer(deps, context, words, value.team_id)
            work = deps.slack.respond(url, payload)
        else:
            request = Request(profile, "", Ask(), deps.clock())
            place = (value.number, value.team_id)
            found = await opening.seen_card(deps.database, request, *place)
            if isinstance(found, Choice):
                raise BotError("error.button")
            modal = view.card_modal(found, profile.language, request.as_of)
            work = deps.slack.show_modal(body, modal)
        await ack()
        deps.background.start(or_apologise(deps.slack, work, body, profile.language))


async def _answer(
    deps: Deps, context: AsyncBoltContext, words: Words, team_id: int | None = None
) -> Payload:
    profile = context["profile"]
    request = Request(profile, context.channel_id or "", Ask(team=words.team), deps.clock())
    found = await opening.seen_card(deps.database, request, words.number, team_id)
    if isinstance(found, Choice):
        return list_view.choose(f"number:{words.number}", found.teams, profile.language)
    return view.card(found, profile.language, deps.clock())


async def _typed(command: Body) -> bool:
    return _is_one(command.get("text") or "")


async def _clicked(action: Body) -> bool:
    return _is_one(read_value(RunValue, action.get("value")).text)


def _is_one(text: str) -> bool:
    words = problem_words.read(text)
    return words is not None and words.kind == "show"
