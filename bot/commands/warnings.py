"""`/frt warnings` and `/frt 预警`: how the watched metrics stand; *Acknowledge* on a warning."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.cards import Shows
from bot.answers.clicks import Asked, read_value
from bot.deps import Deps
from bot.ids import WarningShowValue, WarningValue
from bot.metrics.team import Reader
from bot.services.people import Profile
from bot.services.team import Choice
from bot.services.warnings.cards import SUBJECT, shows_of
from bot.services.warnings.taking import Taken, acknowledge
from bot.services.warnings.watch import watch
from bot.services.warnings.words import Words
from bot.slack.client import Payload
from bot.views.team import choosing as team_view
from bot.views.warnings import card as card_view
from bot.views.warnings import watch as view


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
