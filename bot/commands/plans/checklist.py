"""`/frt checklist` and `/frt 清单`: items by phase; posted to a channel it redraws itself."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.cards import Shows
from bot.commands.plans import common
from bot.commands.plans.common import Body
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import ChecklistValue, RunValue
from bot.metrics.plans import SCOPES, Checklist
from bot.metrics.report import Ask
from bot.models import Card
from bot.services import checklists, plan_words
from bot.services.plan_history import PLAN
from bot.services.plan_words import Words
from bot.services.seen import once
from bot.services.standing import Request
from bot.slack import Payload
from bot.slack_clicks import or_apologise, read_value
from bot.views import checklist as view

VIEW = "checklist"
_TURNS = (*SCOPES, "previous", "next")


def register(app: AsyncApp, deps: Deps) -> None:
    """Answer the command, turn pages, post; draw posted checklists anew."""

    async def draw(card: Card) -> Payload | None:
        scope, now = card.view.partition(".")[2] or "all", deps.clock()
        place = (card.team_id, int(card.subject_key))
        try:
            found = await checklists.posted(deps.database, *place, scope, now)
        except BotError:
            found = await checklists.posted(deps.database, *place, "all", now)
        return view.posted(found, now) if found else None

    deps.cards.drawn_by(PLAN, VIEW, draw)
    _answers(app, deps)
    _turns(app, deps)
    _posts(app, deps)


def _answers(app: AsyncApp, deps: Deps) -> None:
    @app.command(ids.COMMAND, matchers=[_typed])
    async def on_command(ack: AsyncAck, context: AsyncBoltContext, command: Body) -> None:
        words = plan_words.read(command.get("text") or "") or Words("checklist")
        await ack(**await _page(deps, context, ChecklistValue(scope=words.scope), words.team))

    @app.action(ids.HELP_RUN, matchers=[_clicked])
    async def on_words(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        words = plan_words.read(read_value(RunValue, action["value"]).text) or Words("checklist")
        payload = await _page(deps, context, ChecklistValue(scope=words.scope), words.team)
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload))

    @app.action(ids.CHECKLIST_OPEN)
    async def on_open(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        payload = await _page(deps, context, read_value(ChecklistValue, action.get("value")))
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload))


def _turns(app: AsyncApp, deps: Deps) -> None:
    async def turn(ack: AsyncAck, context: AsyncBoltContext, body: Body, raw: object) -> None:
        payload = await _page(deps, context, read_value(ChecklistValue, raw))
        await ack()
        deps.background.start(deps.slack.respond(body["response_url"], payload, replace=True))

    for name in _TURNS:

        @app.action(f"{ids.CHECKLIST_TURN}.{name}")
        async def on_turn(
            ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body
        ) -> None:
            await turn(ack, context, body, action.get("value"))

    for action_id in (ids.CHECKLIST_PHASE, ids.CHECKLIST_TEAM):

        @app.action(action_id)
        async def on_choice(
            ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body
        ) -> None:
            await turn(ack, context, body, (action.get("selected_option") or {}).get("value"))


def _posts(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.CHECKLIST_POST)
    async def on_post(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value, profile = read_value(ChecklistValue, action.get("value")), context["profile"]
        scope = "all" if value.scope == "mine" else value.scope
        request = Request(profile, context.channel_id or "", Ask(), deps.clock())
        found = await checklists.to_post(deps.database, request, scope, value.team_id)
        channel_id = _where(request.channel_id, found)
        await ack()
        click = (channel_id, action["value"], action["block_id"], profile.user_id)
        work = _post(deps, channel_id, found, click)
        deps.background.start(or_apologise(deps.slack, work, body, profile.language))


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


async def _page(
    deps: Deps, context: AsyncBoltContext, value: ChecklistValue, team: str | None = None
) -> Payload:
    profile, channel_id = context["profile"], context.channel_id or ""
    return await common.list_page(deps, profile, channel_id, value, team)


async def _typed(command: Body) -> bool:
    return _is_checklist(command.get("text") or "")


async def _clicked(action: Body) -> bool:
    return _is_checklist(read_value(RunValue, action.get("value")).text)


def _is_checklist(text: str) -> bool:
    words = plan_words.read(text)
    return words is not None and words.kind == "checklist"
