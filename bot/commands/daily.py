"""`/frt report` and `/frt 日报`: the daily report for those who lead a team, and *Post*."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.deps import Deps
from bot.ids import (
    COMMAND,
    DAILY_POST,
    HELP_RUN,
    TEAM_CHOOSE,
    DailyValue,
    RunValue,
    TeamValue,
)
from bot.planner import Planner
from bot.services import daily_asking as asking
from bot.services.daily_asking import DailyAsk
from bot.services.standing import Choice
from bot.slack import Payload
from bot.slack_clicks import or_apologise, read_value, refuse_unposted
from bot.views import daily as view
from bot.views import team as team_view


def register(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    """Answer the words for the report, typed or after choosing a team, and have it posted."""
    _register_words(app, deps)

    @app.action(DAILY_POST)
    async def on_post(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value, profile = read_value(DailyValue, action.get("value")), context["profile"]
        team, due = await asking.due_for(
            deps.database, profile, value.team, value.day, deps.clock()
        )
        await ack()

        async def post() -> None:
            refuse_unposted(await planner.post_by_hand(team, due))
            made = await asking.preview(
                deps.database, profile, (value.team, value.day), deps.clock()
            )
            payload = view.preview(made.report, made.reader, made.state)
            await deps.slack.respond(body["response_url"], payload, replace=True)

        deps.background.start(or_apologise(deps.slack, post(), body, profile.language))


def _register_words(app: AsyncApp, deps: Deps) -> None:
    async def typed(command: dict[str, Any]) -> bool:
        return asking.parse(command.get("text") or "") is not None

    async def chosen(action: dict[str, Any]) -> bool:
        return asking.chosen(_choice(action).period) is not None

    @app.command(COMMAND, matchers=[typed])
    async def on_command(ack: AsyncAck, context: AsyncBoltContext, command: dict[str, Any]) -> None:
        ask = asking.parse(command["text"]) or DailyAsk("", None)
        await ack(**await _answer(deps, context, ask))

    async def clicked(action: dict[str, Any]) -> bool:
        return asking.parse(read_value(RunValue, action.get("value")).text) is not None

    @app.action(HELP_RUN, matchers=[clicked])
    async def on_words(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        words = read_value(RunValue, action.get("value")).text
        payload = await _answer(deps, context, asking.parse(words) or DailyAsk("", None))
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload))

    @app.action(TEAM_CHOOSE, matchers=[chosen])
    async def on_team(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value = _choice(action)
        ask = asking.chosen(value.period) or DailyAsk("", None)
        payload = await _answer(deps, context, ask, value.team_id)
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload, replace=True))


def _choice(action: dict[str, Any]) -> TeamValue:
    return read_value(TeamValue, (action.get("selected_option") or {}).get("value"))


async def _answer(
    deps: Deps, context: AsyncBoltContext, ask: DailyAsk, team_id: int | None = None
) -> Payload:
    made = await asking.preview_asked(
        deps.database, context["profile"], context.channel_id or "", (ask, team_id), deps.clock()
    )
    if isinstance(made, Choice):
        return team_view.choose(made.ask, made.teams, made.reader)
    return view.preview(made.report, made.reader, made.state)
