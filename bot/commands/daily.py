"""`/frt report` and `/frt 日报`: the daily report for those who lead a team, *Post*, *Details*."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.answers.clicks import Asked, read_value, refuse_unposted, reply
from bot.deps import Deps
from bot.ids import DAILY_DETAILS, DAILY_POST, DailyDetailsValue, DailyValue
from bot.metrics.figures import Ask
from bot.planner.planner import Planner
from bot.services.daily import asking
from bot.services.daily.asking import DailyAsk
from bot.services.team import Choice, Request
from bot.slack.client import Payload
from bot.views.daily import details as details_view
from bot.views.daily import report as view
from bot.views.team import choosing as team_view


def register(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    """Have the report posted, and tell what does not stand in its message."""

    @app.action(DAILY_POST)
    async def on_post(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value, profile = read_value(DailyValue, action.get("value")), context["profile"]
        team, due = await asking.due_for(
            deps.database, profile, value.team, value.day, deps.clock()
        )

        async def post() -> None:
            refuse_unposted(await planner.post_by_hand(team, due))
            made = await asking.preview(
                deps.database, profile, (value.team, value.day), deps.clock()
            )
            payload = view.preview(made.report, made.reader, made.state)
            asked = Asked(profile, context.channel_id or "", body)
            await reply(deps.slack, asked, payload, replace=True)

        await deps.after_ack(ack, post(), body, profile)

    @app.action(DAILY_DETAILS)
    async def on_details(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value, profile = read_value(DailyDetailsValue, action.get("value")), context["profile"]
        request = Request(profile, context.channel_id or "", Ask(), value.as_of, deps.clock())

        async def tell() -> None:
            made = await asking.details(deps.database, request, value.team, value.day)
            payload = details_view.details(made.report, made.reader)
            await reply(deps.slack, Asked(profile, context.channel_id or "", body), payload)

        await deps.after_ack(ack, tell(), body, profile)


async def answer(deps: Deps, asked: Asked, ask: DailyAsk) -> Payload:
    """Return the report as the channel gets it, or the teams to choose from."""
    request = (ask, asked.team_id)
    made = await asking.preview_asked(
        deps.database, asked.profile, asked.channel_id, request, deps.clock()
    )
    if isinstance(made, Choice):
        return team_view.choose(made.ask, made.teams, made.reader)
    return view.preview(made.report, made.reader, made.state)
