"""`/frt warnings` and `/frt 预警`: how the watched metrics stand; *Acknowledge* on a warning."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.cards import Shows
from bot.deps import Deps
from bot.ids import RunValue, TeamValue, WarningShowValue, WarningValue
from bot.metrics.report import Reader
from bot.services import warning_words
from bot.services.readers import Profile
from bot.services.standing import Choice
from bot.services.warning_cards import SUBJECT, shows_of
from bot.services.warning_taking import Taken, acknowledge
from bot.services.warning_watch import watch
from bot.services.warning_words import Words
from bot.slack import Payload
from bot.slack_clicks import or_apologise, read_value
from bot.views import team as team_view
from bot.views import warning as card_view
from bot.views import warning_watch as view


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer the words for warnings, and take note of who acknowledges one."""
    _answers(app, deps)
    _buttons(app, deps)


def _answers(app: AsyncApp, deps: Deps) -> None:
    @app.command(ids.COMMAND, matchers=[_typed])
    async def on_command(ack: AsyncAck, context: AsyncBoltContext, command: dict[str, Any]) -> None:
        words = warning_words.read(command.get("text") or "") or Words()
        await ack(**await _answer(deps, context, words))

    @app.action(ids.HELP_RUN, matchers=[_clicked])
    async def on_words(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        words = warning_words.read(read_value(RunValue, action["value"]).text) or Words()
        payload = await _answer(deps, context, words)
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload))

    @app.action(ids.TEAM_CHOOSE, matchers=[_chosen])
    async def on_team(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value = read_value(TeamValue, _option(action))
        words = warning_words.chosen(value.period) or Words()
        payload = await _answer(deps, context, words, value.team_id)
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload, replace=True))

    @app.action(ids.WARNING_SHOW)
    async def on_metric(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        value = read_value(WarningShowValue, _option(action))
        payload = await _answer(deps, context, Words(value.metric), value.team_id)
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload, replace=True))


def _buttons(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.WARNING_ACKNOWLEDGE)
    async def on_acknowledge(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        profile = context["profile"]
        value = read_value(WarningValue, action.get("value"))
        taken = await acknowledge(deps.database, profile.user_id, value, deps.clock())
        await ack()
        work = _show(deps, body, value, taken, profile)
        deps.background.start(or_apologise(deps.slack, work, body, profile.language))


async def _typed(command: dict[str, Any]) -> bool:
    return warning_words.concerns(command.get("text") or "")


async def _clicked(action: dict[str, Any]) -> bool:
    return warning_words.concerns(read_value(RunValue, action.get("value")).text)


async def _chosen(action: dict[str, Any]) -> bool:
    return warning_words.chosen(read_value(TeamValue, _option(action)).period) is not None


def _option(action: dict[str, Any]) -> object:
    return (action.get("selected_option") or {}).get("value")


async def _answer(
    deps: Deps, context: AsyncBoltContext, words: Words, team_id: int | None = None
) -> Payload:
    made = await watch(
        deps.database,
        context["profile"],
        context.channel_id or "",
        (words, team_id),
        deps.clock(),
    )
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
