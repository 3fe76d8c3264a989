"""An item's status chosen in its row, or confirmed because the bot sees it."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot import ids
from bot.commands.plans import common
from bot.commands.plans.common import Body
from bot.deps import Deps
from bot.errors import BotError
from bot.ids import ItemFormValue, ItemValue, RowValue, StatusValue
from bot.services import plan_items, plan_sightings
from bot.services.plan_items import ItemDecision, Place, Typed
from bot.services.readers import Profile
from bot.slack_clicks import answer_click, read_value
from bot.text import t
from bot.views import item_forms as forms
from bot.views.edits import edit_words

_ASKED = frozenset({"met", "not_met"})
"""What a form asks more about: evidence, or why not."""


def register(app: AsyncApp, deps: Deps) -> None:
    """Set what is chosen, ask for what goes with it, and show it everywhere."""

    @app.action(ids.ITEM_STATUS)
    async def on_status(ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body) -> None:
        profile, row = context["profile"], common.row_of(action)
        chosen = read_value(StatusValue, (action.get("selected_option") or {}).get("value")).status
        place = _place(row.item)
        if chosen in _ASKED:
            unchanged = Typed({}, profile.user_id, profile.language)
            found = await plan_items.change(deps.database, place, unchanged, deps.clock())
            if found.reason == "unchanged":
                work = _ask(deps, found, (chosen, row), body, profile)
                await deps.after_ack(ack, work, body, profile)
                return
        else:
            typed = Typed({"status": chosen}, profile.user_id, profile.language)
            found = await plan_items.change(deps.database, place, typed, deps.clock())
        await deps.after_ack(ack, _follow(deps, found, row, body, profile), body, profile)

    @app.action(ids.ITEM_CONFIRM)
    async def on_confirm(
        ack: AsyncAck, context: AsyncBoltContext, action: Body, body: Body
    ) -> None:
        profile: Profile = context["profile"]
        place = _place(read_value(ItemValue, action.get("value")))
        now = deps.clock()
        who = (profile.user_id, profile.language)
        found = await plan_sightings.confirm(deps.database, place, *who, now)
        row, language = common.row_of(action), profile.language
        work: Any
        if found is None:
            work = answer_click(deps.slack, body, language, t(language, "checklist.not_seen"))
        else:
            work = _follow(deps, found, row, body, profile)
        await deps.after_ack(ack, work, body, profile)


async def _ask(
    deps: Deps, found: ItemDecision, wanted: tuple[str, RowValue], body: Body, profile: Profile
) -> None:
    chosen, row = wanted
    plan, item = found.facts
    value = ItemFormValue(
        team=item.team_id,
        plan=item.plan,
        item=item.number,
        version=item.version,
        kind=chosen,
        listed=row.listed,
        reply_url=common.reply_url(body, row.listed),
    )
    try:
        await deps.slack.show_modal(body, forms.own((plan, item), value, profile.reader()))
    finally:
        # What is chosen but not sent yet must not stand there as if it were.
        await common.follow(deps, plan, profile, row.listed, value.reply_url)


async def _follow(
    deps: Deps, found: ItemDecision, row: RowValue, body: Body, profile: Profile
) -> None:
    if found.plan is not None:
        url = common.reply_url(body, row.listed)
        await common.follow(deps, found.plan, profile, row.listed, url)
    if found.reason not in {"changed", "unchanged"}:
        await answer_click(deps.slack, body, profile.language, _why_not(found, profile))


def _why_not(found: ItemDecision, profile: Profile) -> str:
    language = profile.language
    if found.reason == "invalid":
        return " ".join(t(language, one.key, **one.params) for one in found.errors.values())
    if found.reason != "stale":
        return common.why_not(found.reason, found.plan, found.leads, language)
    since = [edit_words(edit, profile.reader(), "checklist") for edit in found.since[-3:]]
    return "\n".join([t(language, "checklist.stale.status"), *since])


def _place(item: ItemValue | None) -> Place:
    if item is None:
        raise BotError("error.button")
    return Place(item.team, item.plan, item.item, item.version)
