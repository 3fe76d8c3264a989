"""`/frt deliveries` and `/frt 发布记录`: what was posted and what was not, for leads and admins."""

import asyncio
from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.clicks import Asked, read_value, reply_url
from bot.answers.showing import show_current
from bot.deps import Deps
from bot.ids import DeliveriesValue, DeliveryValue
from bot.metrics.deliveries.posts import Deed, PostRow
from bot.planner.planner import Planner
from bot.services.deliveries import listed as service
from bot.services.deliveries import steps
from bot.services.people import Profile
from bot.services.team import Words, chosen, teams_for
from bot.slack.client import Payload
from bot.views.deliveries import listed as view

Click = dict[str, Any]
_UNDER_WAY = frozenset({"sending", "planned", "late"})
_LOOKS, _BETWEEN_LOOKS = 10, 0.4


def register(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    """Turn pages, and do what is clicked beside a post."""
    _lists(app, deps)
    _deeds(app, deps, planner)


def _lists(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.DELIVERIES_TEAM)
    @app.action(f"{ids.DELIVERIES_TURN}.previous")
    @app.action(f"{ids.DELIVERIES_TURN}.next")
    async def on_turn(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        raw = action.get("value") or (action.get("selected_option") or {}).get("value")
        payload = await _page(deps, context["profile"], read_value(DeliveriesValue, raw))
        await deps.answer(ack, body, payload, replace=True)


def _deeds(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    async def do(
        deed: Deed, ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click
    ) -> None:
        value, profile = read_value(DeliveryValue, action.get("value")), context["profile"]
        wish = steps.Wish(value.id, deed, profile.user_id, value.asked)
        step = await steps.fulfil(deps.database, wish, deps.clock())

        async def follow_up() -> None:
            if step.reason == "done" and deed == "post":
                await planner.deliver(step.delivery)
            row = await _settled(deps, value.id)
            said = view.done_words(step.reason, deed, row, profile.language)
            page = DeliveriesValue(team_id=step.delivery.team_id, page=value.page)
            draw = partial(_page, deps, profile, page, said, deps.clock())
            await show_current(draw, deps.slack.replacing(reply_url(body)))

        await deps.after_ack(ack, follow_up(), body, profile)

    @app.action(ids.DELIVERY_POST)
    async def on_post(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        await do("post", ack, context, action, body)

    @app.action(ids.DELIVERY_MARK)
    async def on_mark(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        await do("mark", ack, context, action, body)


async def _settled(deps: Deps, delivery_id: str) -> PostRow:
    """Return a row as it stands, once a post of it that somebody else began has had its time."""
    row = await service.row_now(deps.database, delivery_id, deps.clock())
    for _ in range(_LOOKS):
        if row.state not in _UNDER_WAY:
            break
        await asyncio.sleep(_BETWEEN_LOOKS)
        row = await service.row_now(deps.database, delivery_id, deps.clock())
    return row


async def answer(deps: Deps, asked: Asked, words: Words) -> Payload:
    """Return the first page of the team that is meant, or the teams to choose from."""
    profile = asked.profile
    found = await teams_for(deps.database, profile.user_id, "deliveries.error.forbidden")
    team_id = chosen(found, words.team, asked.channel_id)
    if team_id is None:
        teams = [(number, name) for number, name, _ in found.teams]
        return view.choose(teams, profile.language)
    return await _page(deps, profile, DeliveriesValue(team_id=team_id))


async def _page(
    deps: Deps,
    profile: Profile,
    value: DeliveriesValue,
    said: str | None = None,
    now: datetime | None = None,
) -> Payload:
    now = now or deps.clock()
    found = await service.page(deps.database, value.team_id, profile.user_id, now, value.page)
    return view.answer(found, profile.language, said)
