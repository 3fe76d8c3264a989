"""An item opened: changed, moved, retired; a new one added."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.answers import filled, uploads
from bot.answers.clicks import answer_click, asker_of, open_for, read_value
from bot.answers.people import look_up
from bot.commands.plans import common
from bot.commands.plans.common import Body
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import ItemFormValue, ItemValue, PlanFormValue, PlanValue
from bot.metrics.files import SlackFile
from bot.services.people import Profile
from bot.services.plans import checklists, item_new, items, life
from bot.services.plans.items import ItemDecision, Move, Place, Typed
from bot.slack.client import Payload
from bot.text import t
from bot.views.blocks import NEW, Late, notice_modal
from bot.views.plans import evidence
from bot.views.plans import item_forms as forms


def register(app: AsyncApp, deps: Deps) -> None:
    """Open items as far as the one who opens them may change them; save what is sent."""
    _opened(app, deps)
    for callback_id in (ids.ITEM_FORM, ids.ITEM_STATUS_FORM):
        _saved_by(app, deps, callback_id)
    _managed(app, deps)
    _added(app, deps)


def _opened(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.ITEM_OPEN)
    async def on_open(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        raw = action.get("value") or (action.get("selected_option") or {}).get("value")
        value, profile = read_value(ItemValue, raw), context["profile"]
        asker = asker_of(context, deps.clock())
        found = await items.look(deps.database, _place(value), asker)
        listed = common.row_of(action).listed
        work: Any
        if found.item is None or found.reason == "gone":
            sentence = t(profile.language, "checklist.error.gone")
            work = answer_click(deps.slack, body, profile.language, sentence)
        else:
            form = ItemFormValue(
                team=value.team,
                plan=value.plan,
                item=value.item,
                version=found.item.version,
                kind="edit" if found.may_edit else "own",
                listed=listed,
                reply_url=common.reply_url(body, listed),
            )
            modal = await _drawn(deps, found, form, profile, NEW)
            work = open_for(asker, deps.slack, deps.database, body, modal)
        await deps.after_ack(ack, work, body, profile)


def _saved_by(app: AsyncApp, deps: Deps, callback_id: str) -> None:
    @app.view(callback_id)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        profile, now = context["profile"], deps.clock()
        value = read_value(ItemFormValue, body["view"].get("private_metadata"))
        texts = filled.texts_in(body["view"])
        if value.kind in {"met", "not_met"}:
            texts["status"] = value.kind
        file, wrong = uploads.take(texts, body, profile.user_id, deps.settings.slack_api_url)
        owner = None
        if texts.get("owner"):
            owner = await look_up(deps.slack, deps.database, texts["owner"], now)
        typed = Typed(texts, profile.user_id, profile.language, wrong=wrong)
        found = await items.change(deps.database, _place(value), typed, now, owner)
        if found.reason in {"changed", "unchanged"}:
            work = _follow(deps, found, value, profile, body, file)
            await deps.after_ack(ack, work, body, profile)
            return
        await ack(**await _answer(deps, found, value, profile))


async def _follow(
    deps: Deps,
    found: ItemDecision,
    value: ItemFormValue,
    profile: Profile,
    body: Body,
    file: SlackFile | None,
) -> None:
    plan, item = found.facts
    await common.follow(deps, plan, profile, value.listed, value.reply_url)
    if file is not None and found.reason == "changed":
        text = evidence.shared(item, file, profile.user_id, plan.language)
        place = (plan.channel_id, file, text, profile.language)
        if said := await uploads.share(deps.slack, *place):
            await answer_click(deps.slack, body, profile.language, said)


async def _answer(
    deps: Deps, found: ItemDecision, value: ItemFormValue, profile: Profile
) -> Payload:
    """Return the ack of a form that changed nothing."""
    language = profile.language
    if found.reason == "invalid":
        return filled.errors(found.errors, value.turn, language)
    if found.reason == "stale":
        _, item = found.facts
        again = value.model_copy(update={"version": item.version, "turn": value.turn + 1})
        late = Late(found.again, found.since)
        modal = await _drawn(deps, found, again, profile, late)
        return filled.update(deps.slack.permitted(modal))
    why = common.why_not(found.reason, found.plan, found.leads, language)
    return filled.told(language, why)


async def _drawn(
    deps: Deps, found: ItemDecision, value: ItemFormValue, profile: Profile, late: Late
) -> Payload:
    shown, reader = found.facts, profile.reader()
    if found.reason in {"forbidden", "closed"}:
        said = common.why_not(found.reason, found.plan, found.leads, profile.language)
        return forms.read_only(shown, value, profile.language, said)
    if value.kind != "edit":
        return forms.own(shown, value, reader, late)
    phases = await checklists.phases_of(deps.database, value.team, value.plan)
    return forms.edit(shown, value, reader, phases, late)


def _managed(app: AsyncApp, deps: Deps) -> None:
    for action_id, step in ((ids.ITEM_UP, -1), (ids.ITEM_DOWN, 1), (ids.ITEM_RETIRE, 0)):
        _managed_by(app, deps, action_id, step)


def _managed_by(app: AsyncApp, deps: Deps, action_id: str, step: int) -> None:
    @app.action(action_id)
    async def on_click(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value, profile = read_value(ItemValue, action.get("value")), context["profile"]
        form = read_value(ItemFormValue, (body.get("view") or {}).get("private_metadata"))
        if (form.team, form.plan, form.item) != (value.team, value.plan, value.item):
            raise BotError("error.button")
        place, now = _place(value), deps.clock()
        if step:
            wanted = Move(body["trigger_id"], -1 if step < 0 else 1)
            found = await items.move(deps.database, place, profile.user_id, wanted, now)
        else:
            found = await items.retire(deps.database, place, profile.user_id, now)
        work = _show_managed(deps, found, step, (form, body["view"]["id"]), profile)
        await deps.after_ack(ack, work, body, profile)


async def _show_managed(
    deps: Deps, found: ItemDecision, step: int, opened: tuple[ItemFormValue, str], profile: Profile
) -> None:
    (value, view_id), language = opened, profile.language
    if found.reason == "stale":
        modal = (await _answer(deps, found, value, profile))["view"]
    elif found.reason not in {"changed", "unchanged"}:
        why = common.why_not(found.reason, found.plan, found.leads, language)
        modal = notice_modal(language, why)
    elif step == 0:
        said = t(language, "checklist.retired", n=value.item)
        modal = notice_modal(language, said)
    else:
        key = "up" if step < 0 else "down"
        said = t(
            language, f"checklist.moved.{key}" if found.reason == "changed" else "checklist.at_end"
        )
        modal = await _drawn(deps, found, value, profile, Late(said=said))
    await deps.slack.renew_modal(view_id, None, modal)
    if found.plan is not None:
        await common.follow(deps, found.plan, profile, value.listed, value.reply_url)


def _added(app: AsyncApp, deps: Deps) -> None:
    @app.action(ids.ITEM_ADD)
    async def on_click(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        value, profile = read_value(PlanValue, action.get("value")), context["profile"]
        place = (value.team_id, value.plan or 0)
        found = await life.consider(deps.database, *place, profile.user_id)
        work: Any
        if found.reason == "changed":
            listed = common.row_of(action).listed
            form = PlanFormValue(
                team_id=value.team_id,
                plan=value.plan,
                listed=listed,
                reply_url=common.reply_url(body, listed),
            )
            phases = await checklists.phases_of(deps.database, *place)
            modal = forms.add({}, phases or ["prepare"], form, profile.language)
            work = deps.slack.show_modal(body, modal)
        else:
            sentence = common.why_not(found.reason, found.plan, found.leads, profile.language)
            work = answer_click(deps.slack, body, profile.language, sentence)
        await deps.after_ack(ack, work, body, profile)

    @app.view(ids.ITEM_ADD_FORM)
    async def on_form(ack: AsyncAck, context: AsyncBoltContext, body: Body) -> None:
        profile, now = context["profile"], deps.clock()
        value = read_value(PlanFormValue, body["view"].get("private_metadata"))
        texts = filled.texts_in(body["view"])
        owner = None
        if texts.get("owner"):
            owner = await look_up(deps.slack, deps.database, texts["owner"], now)
        place = Place(value.team_id, value.plan or 0, 0)
        typed = Typed(texts, profile.user_id, profile.language)
        opened = body["view"]["id"]
        found = await item_new.add(deps.database, place, typed, now, owner, form=opened)
        if found.reason in {"changed", "unchanged"} and found.plan is not None:
            work = common.follow(deps, found.plan, profile, value.listed, value.reply_url)
            await deps.after_ack(ack, work, body, profile)
        elif found.reason == "invalid":
            await ack(**filled.errors(found.errors, value.turn, profile.language))
        else:
            why = common.why_not(found.reason, found.plan, found.leads, profile.language)
            await ack(**filled.told(profile.language, why))


def _place(value: ItemValue) -> Place:
    return Place(value.team, value.plan, value.item, value.version)
