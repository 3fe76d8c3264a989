"""`/frt review` and `/frt 周复盘`, for the present week or an earlier one."""

import asyncio
from collections.abc import Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.clicks import Answer, Asked, read_value, refuse_unposted, reply
from bot.deps import Deps
from bot.ids import ReviewValue
from bot.metrics.figures import Ask
from bot.planner.planner import Planner
from bot.services.review import asking
from bot.services.review.asking import Past, ReviewAsk
from bot.services.team import Choice, Request
from bot.slack.client import Payload
from bot.views.review import asking as view
from bot.views.review.asking import Links, Place
from bot.views.review.details import details
from bot.views.review.minutes import MINUTES, record, whole
from bot.views.team import choosing as team_view


def register(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    """Open a review by a button, and tell what does not stand in its message."""

    @app.action(ids.REVIEW_OPEN)
    async def on_open(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value, profile = read_value(ReviewValue, action.get("value")), context["profile"]
        team, due = await asking.due_for(
            deps.database, profile, value.team, value.week, deps.clock()
        )
        asked = Asked(profile, context.channel_id or "", body)

        async def post() -> None:
            refuse_unposted(await planner.post_by_hand(team, due))
            payload = await _drawn(deps, asked, (ReviewAsk(), value.team))
            await reply(deps.slack, asked, payload, replace=True)

        await deps.after_ack(ack, post(), body, profile)

    @app.action(ids.REVIEW_DETAILS)
    async def on_details(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value, profile = read_value(ReviewValue, action.get("value")), context["profile"]
        asked = Asked(profile, context.channel_id or "", body)
        request = Request(profile, asked.channel_id, Ask(), deps.clock())

        async def tell() -> None:
            made = await asking.details(deps.database, request, value.team, value.week)
            if action.get("block_id") == MINUTES:
                await deps.slack.show_modal(body, whole(made))
            else:
                await reply(deps.slack, asked, details(made))

        await deps.after_ack(ack, tell(), body, profile)


async def answer(deps: Deps, asked: Asked, ask: ReviewAsk) -> Answer:
    """Return what says how the review stands: its links are asked of Slack, so after the ack."""

    async def respond() -> None:
        payload = await _drawn(deps, asked, (ask, asked.team_id))
        await reply(deps.slack, asked, payload, replace=asked.chosen is not None)

    return respond()


async def _drawn(deps: Deps, asked: Asked, about: tuple[ReviewAsk, int | None]) -> Payload:
    found = await asking.asked(deps.database, asked.profile, asked.channel_id, about, deps.clock())
    if isinstance(found, Choice):
        return team_view.choose(found.ask, found.teams, found.reader)
    if isinstance(found, Past):
        links = await _links(deps, view.places_of(found.found))
        return record(found.review, view.link_words(found.found, links, found.reader.language))
    return view.answer(found, await _links(deps, view.places(found)))


async def _links(deps: Deps, places: Sequence[Place]) -> Links:
    links = await asyncio.gather(*(deps.slack.permalink(*place) for place in places))
    return {place: link for place, link in zip(places, links, strict=True) if link}
