"""`/frt waiting` and `/frt 等待`: what the team owes a first reply now."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.deps import Deps
from bot.ids import COMMAND, HELP_RUN, TEAM_CHOOSE, RunValue, TeamValue
from bot.metrics.report import Ask
from bot.services.asking import parse, topic
from bot.services.behind import waits
from bot.services.standing import Choice, Request
from bot.slack import Payload
from bot.slack_clicks import read_value
from bot.text.words import WAITING
from bot.views import team as team_view
from bot.views import waiting as view


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer the words for open waits, typed, clicked, or after choosing a team."""

    @app.command(COMMAND, matchers=[_typed])
    async def on_command(ack: AsyncAck, context: AsyncBoltContext, command: dict[str, Any]) -> None:
        ask = parse(command["text"], context["profile"].user_id)
        await ack(**await _answer(deps, context, ask))

    @app.action(HELP_RUN, matchers=[_clicked])
    async def on_words(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        words = read_value(RunValue, action["value"]).text
        payload = await _answer(deps, context, parse(words, context["profile"].user_id))
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload))

    @app.action(TEAM_CHOOSE, matchers=[_chosen])
    async def on_team(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value = _choice(action)
        ask = Ask(WAITING, person=value.person, clock=value.clock)
        payload = await _answer(deps, context, ask, value.team_id)
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload, replace=True))


async def _typed(command: dict[str, Any]) -> bool:
    return topic(command.get("text") or "") == "waiting"


async def _clicked(action: dict[str, Any]) -> bool:
    return topic(read_value(RunValue, action.get("value")).text) == "waiting"


async def _chosen(action: dict[str, Any]) -> bool:
    return _choice(action).period == WAITING


def _choice(action: dict[str, Any]) -> TeamValue:
    return read_value(TeamValue, (action.get("selected_option") or {}).get("value"))


async def _answer(
    deps: Deps, context: AsyncBoltContext, ask: Ask | None, team_id: int | None = None
) -> Payload:
    request = Request(
        context["profile"], context.channel_id or "", ask or Ask(WAITING), deps.clock()
    )
    made = await waits(deps.database, request, team_id=team_id)
    if isinstance(made, Choice):
        return team_view.choose(made.ask, made.teams, made.reader)
    return view.answer(made.waiting, made.reader)
