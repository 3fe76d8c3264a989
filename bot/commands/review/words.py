"""`/frt review` and `/frt 周复盘`, for the present week or an earlier one."""

import asyncio
from collections.abc import Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.deps import Deps
from bot.ids import ReviewValue, RunValue, TeamValue
from bot.planner import Planner
from bot.services import review_asking as asking
from bot.services.review_asking import Past, ReviewAsk
from bot.services.standing import Choice
from bot.slack_clicks import or_apologise, read_value, refuse_unposted
from bot.views import review_asking as view
from bot.views import team as team_view
from bot.views.review_asking import Links, Place
from bot.views.review_minutes import record


def register(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    """Answer the words for the review, and open it by a button."""

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
        choice = _choice(action)
        asked = (asking.chosen(choice.period) or ReviewAsk(), choice.team_id)
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
            refuse_unposted(await planner.post_by_hand(team, due))
            asked = (ReviewAsk(), value.team)
            await _answer(deps, context, asked, body["response_url"], replace=True)

        deps.background.start(or_apologise(deps.slack, post(), body, profile.language))


async def _typed(command: dict[str, Any]) -> bool:
    return asking.parse(command.get("text") or "") is not None


async def _clicked(action: dict[str, Any]) -> bool:
    return asking.parse(read_value(RunValue, action.get("value")).text) is not None


async def _chosen(action: dict[str, Any]) -> bool:
    return asking.chosen(_choice(action).period) is not None


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
    elif isinstance(found, Past):
        links = await _links(deps, view.places_of(found.found))
        payload = record(found.review, view.link_words(found.found, links, found.reader.language))
    else:
        payload = view.answer(found, await _links(deps, view.places(found)))
    await deps.slack.respond(url, payload, replace=replace)


async def _links(deps: Deps, places: Sequence[Place]) -> Links:
    links = await asyncio.gather(*(deps.slack.permalink(*place) for place in places))
    return {place: link for place, link in zip(places, links, strict=True) if link}
