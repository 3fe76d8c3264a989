"""`/frt today` and its kin: a team's figures for a period."""

from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.deps import Deps
from bot.ids import COMMAND, HELP_RUN, REPORT_CLOCK, TEAM_CHOOSE, AskValue, RunValue, TeamValue
from bot.metrics.report import Ask
from bot.services.asking import ask_of, parse, understood
from bot.services.report import report
from bot.services.standing import Choice, Request
from bot.slack import Payload
from bot.slack_clicks import read_value
from bot.views import report as view
from bot.views import team as team_view


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer the words for figures, typed, clicked, after choosing a team, on the other clock.

    Registered first, because it is asked most: it takes only words in which nothing is wrong.
    """

    @app.command(COMMAND, matchers=[_typed])
    async def on_command(ack: AsyncAck, context: AsyncBoltContext, command: dict[str, Any]) -> None:
        ask = parse(command["text"], context["profile"].user_id)
        await ack(**await _answer(deps, context, ask))

    @app.action(HELP_RUN, matchers=[_clicked])
    async def on_words(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        words = read_value(RunValue, action["value"]).text
        ask = parse(words, context["profile"].user_id)
        payload = await _answer(deps, context, ask)
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload))

    @app.action(TEAM_CHOOSE, matchers=[_chosen])
    async def on_team(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        option = action.get("selected_option") or {}
        value = read_value(TeamValue, option.get("value"))
        ask = Ask(value.period, value.by, value.person, None, value.clock)
        payload = await _answer(deps, context, ask, team_id=value.team_id)
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload, replace=True))

    @app.action(REPORT_CLOCK)
    async def on_other_clock(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        ask, as_of = ask_of(read_value(AskValue, action.get("value")), deps.clock())
        payload = await _answer(deps, context, ask, as_of)
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload, replace=True))


async def _typed(command: dict[str, Any]) -> bool:
    return understood(command.get("text") or "")


async def _clicked(action: dict[str, Any]) -> bool:
    return understood(read_value(RunValue, action.get("value")).text)


async def _chosen(action: dict[str, Any]) -> bool:
    option = action.get("selected_option") or {}
    return understood(read_value(TeamValue, option.get("value")).period)


async def _answer(
    deps: Deps,
    context: AsyncBoltContext,
    ask: Ask | None,
    as_of: datetime | None = None,
    team_id: int | None = None,
) -> Payload:
    now = deps.clock()
    channel_id = context.channel_id or ""
    request = Request(context["profile"], channel_id, ask or Ask(), as_of or now, now)
    made = await report(deps.database, request, now=now, team_id=team_id)
    if isinstance(made, Choice):
        return team_view.choose(made.ask, made.teams, made.reader)
    return view.answer(made.report, made.reader)
