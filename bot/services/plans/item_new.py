"""A new item of a checklist."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.history import Edit
from bot.metrics.plans.plans import MOST_ITEMS, ItemFacts, PlanFacts
from bot.models import PlanItem
from bot.services.forms import first_form, was_made
from bot.services.people import Profile
from bot.services.plans.history import ITEM, note
from bot.services.plans.item_form import columns, errors_of
from bot.services.plans.items import ItemDecision, Place, Typed, key_of
from bot.services.plans.rights import leads_of, may_edit
from bot.store.plans import items as store
from bot.store.plans import plans


async def add(
    database: Database,
    place: Place,
    typed: Typed,
    now: datetime,
    owner: Profile | None = None,
    *,
    form: str,
) -> ItemDecision:
    """Add an item at the end of its phase: `changed`, or why not.

    `form` is the view that was sent; `unchanged` when the item was added by it before.
    """
    async with database.write() as session:
        plan = await plans.plan(session, place.team_id, place.plan, lock=True)
        if plan is None:
            return ItemDecision("gone")
        if (refused := await _refused(session, plan, typed.who)) is not None:
            return refused
        if await was_made(session, form):
            return ItemDecision("unchanged", plan, may_edit=True)
        present = await store.items(session, plan.team_id, plan.number)
        sent = {"status": "open", "remark": "", "evidence": "", **typed.texts}
        errors = errors_of(sent, frozenset(typed.texts), owner, plan.today(now))
        if errors:
            return ItemDecision("invalid", plan, errors=errors)
        if len(present) >= MOST_ITEMS:
            return ItemDecision("full", plan)
        await first_form(session, form, now)
        last = max((one.position for one in present), default=0)
        made = await _added(session, plan, typed, last + 1, now)
        return ItemDecision("changed", plan, made, may_edit=True)


async def _refused(session: AsyncSession, plan: PlanFacts, who: str) -> ItemDecision | None:
    if not await may_edit(session, plan, who):
        return ItemDecision("forbidden", plan, leads=await leads_of(session, plan))
    return None if plan.is_current else ItemDecision("closed", plan)


async def _added(
    session: AsyncSession, plan: PlanFacts, typed: Typed, position: int, now: datetime
) -> ItemFacts:
    row = PlanItem(
        team_id=plan.team_id,
        plan=plan.number,
        number=0,
        position=position,
        **columns(typed.texts),
    )
    await store.add(session, row)
    made = store.facts(row)
    texts = {name: text for name, text in made.texts(plan.language).items() if text}
    edit = Edit("created", typed.who, now, {}, texts, None)
    await note(session, plan.team_id, ITEM, [(key_of(made), edit)])
    return made
