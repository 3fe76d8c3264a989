"""Lists of actions; says how every message that shows one is drawn."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.clicks import Asked, read_value, turned_by
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import ActionListValue
from bot.metrics.actions.actions import SCOPES, Scope
from bot.metrics.figures import Ask
from bot.models import Card
from bot.services.actions import life as change_service
from bot.services.actions import lists as service
from bot.services.actions.words import Words
from bot.services.people import Profile
from bot.services.team import Choice, Request
from bot.slack.client import Payload
from bot.views.actions import card as card_view
from bot.views.actions import listed as view
from bot.views.actions.matrix import matrix

_MATRIX = "matrix"


def register(app: AsyncApp, deps: Deps) -> None:
    """Turn pages of lists; draw cards anew."""

    async def draw_card(card: Card) -> Payload | None:
        found = await change_service.look(deps.database, card.team_id, int(card.subject_key))
        if found is None:
            return None
        language = card.view.partition(".")[2] or found.language
        return card_view.card(found, language, deps.clock())

    deps.cards.drawn_by(change_service.SUBJECT, "card", draw_card)
    _lists(app, deps)


def _lists(app: AsyncApp, deps: Deps) -> None:
    async def turn(
        ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any], raw: object
    ) -> None:
        place = (context["profile"], context.channel_id or "")
        payload = await _page(deps, place, read_value(ActionListValue, raw))
        await deps.answer(ack, body, payload, replace=True)

    pages = [f"{ids.ACTION_LIST}.{name}" for name in (*SCOPES, "previous", "next")]
    turned_by(app, [*pages, ids.ACTION_LIST_TEAM], turn)


def _scope(name: str) -> Scope:
    found = next((scope for scope in SCOPES if scope == name), None)
    if found is None:
        raise BotError("error.button")
    return found


async def answer(deps: Deps, asked: Asked, words: Words) -> Payload:
    """Return the list of actions that is wished, their matrix, or the teams to choose from."""
    value = ActionListValue(scope=_MATRIX if words.kind == "matrix" else words.scope)
    return await _page(deps, (asked.profile, asked.channel_id), value, words.team)


async def _page(
    deps: Deps, place: tuple[Profile, str], value: ActionListValue, team: str | None = None
) -> Payload:
    profile, now = place[0], deps.clock()
    request = Request(*place, Ask(team=team), now)
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
