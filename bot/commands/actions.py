"""Lists of actions; says how every message that shows one is drawn."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import ActionListValue, RunValue
from bot.metrics.actions import SCOPES, Scope
from bot.metrics.report import Ask
from bot.models import Card
from bot.services import action_lists as service
from bot.services import actions as change_service
from bot.services.action_words import Words, read
from bot.services.standing import Choice, Request
from bot.slack import Payload
from bot.slack_clicks import read_value
from bot.views import action as card_view
from bot.views import action_list as view
from bot.views.action_matrix import matrix

_MATRIX = "matrix"


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer `/frt actions`; draw cards anew."""

    async def draw_card(card: Card) -> Payload | None:
        found = await change_service.look(deps.database, card.team_id, int(card.subject_key))
        if found is None:
            return None
        language = card.view.partition(".")[2] or found.language
        return card_view.card(found, language, deps.clock())

    deps.cards.drawn_by(change_service.SUBJECT, "card", draw_card)
    _lists(app, deps)


def _lists(app: AsyncApp, deps: Deps) -> None:
    @app.command(ids.COMMAND, matchers=[_typed_list])
    async def on_command(ack: AsyncAck, context: AsyncBoltContext, command: dict[str, Any]) -> None:
        words = read(command.get("text") or "") or Words("list")
        await ack(**await _page(deps, context, _value(words), words.team))

    @app.action(ids.HELP_RUN, matchers=[_clicked_list])
    async def on_words(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        words = read(read_value(RunValue, action["value"]).text) or Words("list")
        payload = await _page(deps, context, _value(words), words.team)
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload))

    async def turn(
        ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any], raw: object
    ) -> None:
        payload = await _page(deps, context, read_value(ActionListValue, raw))
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload, replace=True))

    for name in (*SCOPES, "previous", "next"):

        @app.action(f"{ids.ACTION_LIST}.{name}")
        async def on_turn(
            ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
        ) -> None:
            await turn(ack, context, body, action.get("value"))

    @app.action(ids.ACTION_LIST_TEAM)
    async def on_team(
        ack: AsyncAck, context: AsyncBoltContext, action: dict[str, Any], body: dict[str, Any]
    ) -> None:
        await turn(ack, context, body, (action.get("selected_option") or {}).get("value"))


async def _typed_list(command: dict[str, Any]) -> bool:
    return _is_list(command.get("text") or "")


async def _clicked_list(action: dict[str, Any]) -> bool:
    return _is_list(read_value(RunValue, action.get("value")).text)


def _is_list(text: str) -> bool:
    words = read(text)
    return words is not None and words.kind != "make"


def _value(words: Words) -> ActionListValue:
    return ActionListValue(scope=_MATRIX if words.kind == "matrix" else words.scope)


def _scope(name: str) -> Scope:
    found = next((scope for scope in SCOPES if scope == name), None)
    if found is None:
        raise BotError("error.button")
    return found


async def _page(
    deps: Deps, context: AsyncBoltContext, value: ActionListValue, team: str | None = None
) -> Payload:
    profile, now = context["profile"], deps.clock()
    request = Request(profile, context.channel_id or "", Ask(team=team), now)
    if value.scope == _MATRIX:
        drawn = await service.matrix_of(deps.database, request, value.team_id)
        if isinstance(drawn, Choice):
            return view.choose(_MATRIX, drawn.teams, profile.language)
        return matrix(drawn, profile.reader(), now)
    scope = _scope(value.scope)
    found = await service.page(deps.database, request, scope, value.page, value.team_id)
    if isinstance(found, Choice):
        return view.choose(scope, found.teams, profile.language)
    return view.answer(found, profile.reader(), now)
