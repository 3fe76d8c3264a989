"""`/frt checklist` and `/frt 清单`: items by phase; posted to a channel it redraws itself."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers.cards import Shows
from bot.answers.clicks import Asked, read_value, turned_by
from bot.commands.plans import common
from bot.commands.plans.common import Body
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import ChecklistValue
from bot.metrics.figures import Ask
from bot.metrics.plans.plans import SCOPES, Checklist
from bot.models import Card
from bot.services.forms import once
from bot.services.plans import checklists
from bot.services.plans.history import PLAN
from bot.services.plans.words import Words
from bot.services.team import Request
from bot.slack.client import Payload
from bot.views.plans import checklist as view

VIEW = "checklist"
_TURNS = (*SCOPES, "previous", "next")


def register(app: AsyncApp, deps: Deps) -> None:
    """Open a checklist, turn its pages, post it; draw posted ones anew."""

    async def draw(card: Card) -> Payload | None:
        scope, now = card.view.partition(".")[2] or "all", deps.clock()
        place = (card.team_id, int(card.subject_key))
        try:
            found = await checklists.posted(deps.database, *place, scope, now)
        except BotError:
            found = await checklists.posted(deps.database, *place, "all", now)
        return view.posted(found, now) if found else None

    deps.cards.drawn_by(PLAN, VIEW, draw)
    _opened(app, deps)
    _turns(app, deps)
    _posts(app, deps)


def _opened(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.CHECKLIST_OPEN)
    async def on_open(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        payload = await _page(deps, context, read_value(ChecklistValue, action.get("value")))
        await deps.answer(ack, body, payload)


def _turns(app: AsyncApp, deps: Deps) -> None:
    async def turn(ack: AsyncAck, context: AsyncBoltContext, body: Body, raw: object) -> None:
        payload = await _page(deps, context, read_value(ChecklistValue, raw))
        await deps.answer(ack, body, payload, replace=True)

    pages = [f"{ids.CHECKLIST_TURN}.{name}" for name in _TURNS]
    turned_by(app, [*pages, ids.CHECKLIST_PHASE, ids.CHECKLIST_TEAM], turn)


def _posts(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.CHECKLIST_POST)
    async def on_post(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value, profile = read_value(ChecklistValue, action.get("value")), context["profile"]
        scope = "all" if value.scope == "mine" else value.scope
        request = Request(profile, context.channel_id or "", Ask(), deps.clock())
        found = await checklists.to_post(deps.database, request, scope, value.team_id)
        channel_id = _where(request.channel_id, found)
        click = (channel_id, action["value"], action["block_id"], profile.user_id)
        await deps.after_ack(ack, _post(deps, channel_id, found, click), body, profile)


def _where(channel_id: str, found: Checklist) -> str:
    """Return the channel of the click, or the team's where that was a conversation of two."""
    if channel_id.startswith(("C", "G")):
        return channel_id
    if found.progress.plan.channel_id is None:
        raise BotError("checklist.error.no_channel")
    return found.progress.plan.channel_id


async def _post(deps: Deps, channel_id: str, found: Checklist, click: tuple[str, ...]) -> None:
    plan, now = found.progress.plan, deps.clock()
    shown = await checklists.posted(deps.database, plan.team_id, plan.number, found.scope, now)
    if shown is None:
        raise BotError("plan.error.gone")
    shows = Shows(plan.team_id, PLAN, str(plan.number), f"{VIEW}.{found.scope}")
    async with once(deps.database, ("checklist", *click), now) as first:
        if first:
            await deps.cards.post(channel_id, view.posted(shown, now), [shows])


async def _page(deps: Deps, context: AsyncBoltContext, value: ChecklistValue) -> Payload:
    return await common.list_page(deps, context["profile"], context.channel_id or "", value)


async def answer(deps: Deps, asked: Asked, words: Words) -> Payload:
    """Return the checklist in the scope that is wished, or the teams to choose from."""
    value = ChecklistValue(scope=words.scope)
    return await common.list_page(deps, asked.profile, asked.channel_id, value, words.team)
