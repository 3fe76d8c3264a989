"""`/frt warnings` and `/frt 预警`: how the watched metrics stand; *Acknowledge* on a warning."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.cards import Shows
from bot.deps import Deps
from bot.ids import WarningShowValue, WarningValue
from bot.metrics.readers import Reader
from bot.services.readers import Profile
from bot.services.standing import Choice
from bot.services.warning_cards import SUBJECT, shows_of
from bot.services.warning_taking import Taken, acknowledge
from bot.services.warning_watch import watch
from bot.services.warning_words import Words
from bot.slack import Payload
from bot.slack_clicks import Asked, read_value
from bot.views import team as team_view
from bot.views import warning as card_view
from bot.views import warning_watch as view


def register(app: AsyncApp, deps: Deps) -> None:
    """Show a metric that is chosen, and take note of who acknowledges a warning."""

    @app.action(ids.WARNING_SHOW)
    async def on_metric(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value = read_value(WarningShowValue, _option(action))
        place = (context["profile"], context.channel_id or "")
        payload = await _drawn(deps, place, Words(value.metric), value.team_id)
        await deps.answer(ack, body, payload, replace=True)

    @app.action(ids.WARNING_ACKNOWLEDGE)
    async def on_acknowledge(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        profile = context["profile"]
        value = read_value(WarningValue, action.get("value"))
        taken = await acknowledge(deps.database, profile.user_id, value, deps.clock())
        await deps.after_ack(ack, _show(deps, body, value, taken, profile), body, profile)


def _option(action: dict[str, Any]) -> object:
    return (action.get("selected_option") or {}).get("value")


async def answer(deps: Deps, asked: Asked, words: Words) -> Payload:
    """Return how the watched metrics stand, or the teams to choose from."""
    return await _drawn(deps, (asked.profile, asked.channel_id), words, asked.team_id)


async def _drawn(
    deps: Deps, place: tuple[Profile, str], words: Words, team_id: int | None
) -> Payload:
    made = await watch(deps.database, *place, (words, team_id), deps.clock())
    if isinstance(made, Choice):
        return team_view.choose(made.ask, made.teams, made.reader)
    return view.answer(made.watch, made.reader)


async def _show(
    deps: Deps, body: dict[str, Any], value: WarningValue, taken: Taken, profile: Profile
) -> None:
    place = body.get("container") or {}
    key, drawn = shows_of(value.metric, value.raised, value.shown)
    if place.get("channel_id") and place.get("message_ts"):
        shows = [Shows(value.team_id, SUBJECT, key, drawn)]
        await deps.cards.remember(place["channel_id"], place["message_ts"], shows)
    await deps.cards.redraw(value.team_id, SUBJECT, key)
    answer = _said(taken, profile.reader())
    if answer is not None:
        await deps.slack.respond(body["response_url"], answer)


def _said(taken: Taken, reader: Reader) -> Payload | None:
    if taken.reason == "cleared":
        return card_view.over(reader)
    if taken.reason == "acknowledged" or taken.by is None or taken.by.user_id == reader.user_id:
        return None
    return card_view.taken(taken.by, reader)
