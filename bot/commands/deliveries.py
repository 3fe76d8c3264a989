"""`/frt deliveries` and `/frt 发布记录`: what was posted and what was not, for leads and admins."""

import asyncio
from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import DeliveriesValue, DeliveryValue, RunValue
from bot.metrics.posts import Deed, PostRow
from bot.planner import Planner
from bot.services import delivery_list as service
from bot.services import delivery_steps as steps
from bot.services.managed import Words, chosen, managed, read
from bot.services.readers import Profile
from bot.showing import show_current
from bot.slack import Payload
from bot.slack_clicks import or_apologise, read_value
from bot.views import delivery_list as view

Click = dict[str, Any]
_UNDER_WAY = frozenset({"sending", "planned", "late"})
_LOOKS, _BETWEEN_LOOKS = 10, 0.4


def register(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    """Answer the words, turn pages, and do what is clicked beside a post."""
    _lists(app, deps)
    _deeds(app, deps, planner)


def _lists(app: AsyncApp, deps: Deps) -> None:
    @app.command(ids.COMMAND, matchers=[_typed])
    async def on_command(ack: AsyncAck, context: AsyncBoltContext, command: Click) -> None:
        await ack(**await _asked(deps, context, command.get("text") or ""))

    @app.action(ids.HELP_RUN, matchers=[_clicked])
    async def on_words(
        ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click
    ) -> None:
        payload = await _asked(deps, context, read_value(RunValue, action["value"]).text)
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload))

    @app.action(ids.DELIVERIES_TEAM)
    @app.action(f"{ids.DELIVERIES_TURN}.previous")
    @app.action(f"{ids.DELIVERIES_TURN}.next")
    async def on_turn(ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click) -> None:
        raw = action.get("value") or (action.get("selected_option") or {}).get("value")
        payload = await _page(deps, context["profile"], read_value(DeliveriesValue, raw))
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload, replace=True))


def _deeds(app: AsyncApp, deps: Deps, planner: Planner) -> None:
    async def do(
        deed: Deed, ack: AsyncAck, context: AsyncBoltContext, action: Click, body: Click
    ) -> None:
        value, profile = read_value(DeliveryValue, action.get("value")), context["profile"]
        wish = steps.Wish(value.id, deed, profile.user_id, value.asked)
        step = await steps.fulfil(deps.database, wish, deps.clock())
        await ack()

        async def follow_up() -> None:
            if step.reason == "done" and deed == "post":
                await planner.deliver(step.delivery)
            row = await _settled(deps, value.id)
            said = view.done_words(step.reason, deed, row, profile.language)
            page = DeliveriesValue(team_id=step.delivery.team_id, page=value.page)
            draw = partial(_page, deps, profile, page, said, deps.clock())
            await show_current(draw, deps.slack.replacing(body["response_url"]))

        deps.background.start(or_apologise(deps.slack, follow_up(), body, profile.language))

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


async def _typed(command: Click) -> bool:
    return _is_about_posts(command.get("text") or "")


async def _clicked(action: Click) -> bool:
    return _is_about_posts(read_value(RunValue, action.get("value")).text)


def _is_about_posts(text: str) -> bool:
    words = read(text)
    return words is not None and words.kind == "deliveries"


async def _asked(deps: Deps, context: AsyncBoltContext, text: str) -> Payload:
    """Return the first page of the team that is meant, or the teams to choose from."""
    words, profile = read(text) or Words("deliveries"), context["profile"]
    found = await managed(deps.database, profile.user_id)
    if not found.teams:
        key = "setup.none_for_admin" if found.is_admin else "deliveries.error.forbidden"
        raise BotError(key)
    team_id = chosen(found, words.team, context.channel_id or "")
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
