"""Items of a checklist: changed, added, moved, retired; nothing is overwritten unseen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.history import Edit
from bot.metrics.plans.plans import ItemFacts, PlanFacts
from bot.metrics.texts import Texts
from bot.services.forms import base_of, edits, first_click, merged
from bot.services.people import Profile
from bot.services.plans.history import CHECKLIST, ITEM, note
from bot.services.plans.item_form import columns, errors_of
from bot.services.plans.rights import leads_of, may_edit, may_move
from bot.services.team import Asker, require
from bot.services.typed import Errors
from bot.store.plans import items as store
from bot.store.plans import plans
from bot.text import t

SUBJECT = ITEM
OWN_FIELDS = frozenset({"status", "remark", "evidence", "file"})
"""What an item's owner may change; those who may edit the plan change everything."""
Reason = Literal["changed", "unchanged", "forbidden", "stale", "invalid", "gone", "closed", "full"]


@dataclass(frozen=True, slots=True)
class Place:
    """Which item of which plan; `version` as the one who acts has seen it."""

    team_id: int
    plan: int
    item: int
    version: int = 0


@dataclass(frozen=True, slots=True)
class ItemDecision:
    """What became of a wish: the named reason, the plan and the item as they stand now.

    `since`, `again`, `errors` and `leads` are as in `PlanDecision`; `may_edit` is whether the
    one who acts may change everything.
    """

    reason: Reason
    plan: PlanFacts | None = None
    item: ItemFacts | None = None
    errors: Errors = field(default_factory=dict)
    since: tuple[Edit, ...] = ()
    again: Texts = field(default_factory=dict)
    leads: tuple[str, ...] = ()
    may_edit: bool = False

    @property
    def facts(self) -> tuple[PlanFacts, ItemFacts]:
        """The plan and the item; raises BotError when there is none."""
        if self.plan is None or self.item is None:
            raise BotError("checklist.error.gone")
        return self.plan, self.item


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody wants of an item: fields as texts, in the language they were shown in.

    `confirmed` is what the bot sees and somebody confirms; `wrong` what could not even be read, by
    field.
    """

    texts: Texts
    who: str
    language: str
    confirmed: Mapping[str, str] | None = None
    wrong: Errors = field(default_factory=dict)


async def look(database: Database, place: Place, asker: Asker) -> ItemDecision:
    """Return an item and what somebody may do with it: `changed` stands for may be changed.

    Raises BotError for a stranger to the team whose it is not.
    """
    async with database.read() as session:
        found = await _considered(session, place, asker.user_id)
        own = [found.plan.lead_id] if found.plan else []
        own += [found.item.owner_id] if found.item and found.item.owner_id else []
        await require(session, asker, place.team_id, own)
        return found


async def change(
    database: Database, place: Place, typed: Typed, now: datetime, owner: Profile | None = None
) -> ItemDecision:
    """Change an item: `changed`, or why not. `owner` is what Slack says of a new owner.

    An item that was changed meanwhile is `stale`.
    """
    async with database.write() as session:
        found = await _considered(session, place, typed.who, lock=True)
        if found.reason != "changed":
            return found
        plan, item = found.facts
        if item.version != place.version:
            return await _overtaken(session, found, place, typed)
        present = item.texts(typed.language)
        wanted = {name: text for name, text in typed.texts.items() if _differs(text, present[name])}
        if not found.may_edit and not set(wanted) <= OWN_FIELDS:
            return _refused(found, await leads_of(session, plan))
        errors = errors_of({**present, **typed.texts}, frozenset(wanted), owner, plan.today(now))
        errors = {**errors, **typed.wrong}
        if errors:
            return ItemDecision("invalid", plan, item, errors, may_edit=found.may_edit)
        values = columns(wanted)
        if not wanted:
            return ItemDecision("unchanged", plan, item, may_edit=found.may_edit)
        await store.change(session, item, place.version, values)
        after = await _after(session, item)
        kept = after.texts(plan.language)
        was = {name: item.texts(plan.language)[name] for name in wanted}
        event = "confirmed" if typed.confirmed else "status" if "status" in wanted else "changed"
        becomes = {name: kept[name] for name in wanted} | dict(typed.confirmed or {})
        edit = Edit(event, typed.who, now, was, becomes, None)
        await _note(session, item, edit)
        return ItemDecision("changed", plan, after, may_edit=found.may_edit)


async def retire(database: Database, place: Place, who: str, now: datetime) -> ItemDecision:
    """Take an item off the checklist; its history stays."""
    async with database.write() as session:
        found = await _considered(session, place, who, lock=True)
        if found.reason != "changed":
            return found
        plan, item = found.facts
        if not found.may_edit:
            return _refused(found, await leads_of(session, plan))
        if not await store.change(session, item, place.version, {"is_retired": True}):
            return await _overtaken(session, found, place, Typed({}, who, plan.language))
        after = {"retired": True, "status": item.status}
        await _note(session, item, Edit("retired", who, now, {"retired": False}, after, None))
        return ItemDecision("changed", plan, await _after(session, item), may_edit=True)


@dataclass(frozen=True, slots=True)
class Move:
    """A click that moves an item one place within its phase: up (-1) or down (1)."""

    trigger_id: str
    step: Literal[-1, 1]


async def move(
    database: Database, place: Place, who: str, wanted: Move, now: datetime
) -> ItemDecision:
    """Move an item; at the end of its phase `unchanged`. A click that comes again moves nothing."""
    async with database.write() as session:
        await plans.plan(session, place.team_id, place.plan, lock=True)
        found = await _considered(session, place, who)
        if found.reason != "changed":
            return found
        plan, item = found.facts
        if not found.may_edit:
            return _refused(found, await leads_of(session, plan))
        present = await store.items(session, plan.team_id, plan.number)
        order = [one.number for one in present]
        phase = [one.number for one in present if one.phase == item.phase]
        at = phase.index(item.number)
        there = at + wanted.step
        if not await first_click(session, wanted.trigger_id, now):
            return ItemDecision("changed", plan, item, may_edit=True)
        if not 0 <= there < len(phase):
            return ItemDecision("unchanged", plan, item, may_edit=True)
        here, other = order.index(item.number), order.index(phase[there])
        order[here], order[other] = order[other], order[here]
        await store.place(session, plan.team_id, plan.number, order)
        before, after = {"item": item.number, "place": at + 1}, {"place": there + 1}
        edit = Edit("moved", who, now, before, after, None)
        await note(session, plan.team_id, CHECKLIST, [(str(plan.number), edit)])
        return ItemDecision("changed", plan, await _after(session, item), may_edit=True)


def key_of(item: ItemFacts) -> str:
    """Return what history calls an item by within its team."""
    return f"{item.plan}.{item.number}"


async def _considered(
    session: AsyncSession, place: Place, who: str, *, lock: bool = False
) -> ItemDecision:
    plan = await plans.plan(session, place.team_id, place.plan)
    item = await store.item(session, place.team_id, place.plan, place.item, lock=lock)
    if plan is None or item is None or item.is_retired:
        return ItemDecision("gone", plan, item)
    edit = await may_edit(session, plan, who)
    if not plan.is_current:
        return ItemDecision("closed", plan, item)
    if not edit and not await may_move(session, plan, item, who):
        return ItemDecision("forbidden", plan, item, leads=await leads_of(session, plan))
    return ItemDecision("changed", plan, item, may_edit=edit)


async def _overtaken(
    session: AsyncSession, found: ItemDecision, place: Place, typed: Typed
) -> ItemDecision:
    plan, item = found.facts
    made = await edits(session, plan.team_id, SUBJECT, key_of(item))
    since = tuple(made[place.version :])
    present = item.texts(typed.language)
    base = base_of(present, since)
    for name in ("title", "standard"):
        if item.key and base[name] == t(plan.language, f"template.{item.key}.{name}"):
            base[name] = t(typed.language, f"template.{item.key}.{name}")
    again = merged(typed.texts, base, present)
    return ItemDecision("stale", plan, item, since=since, again=again, may_edit=found.may_edit)


def _refused(found: ItemDecision, leads: tuple[str, ...]) -> ItemDecision:
    return ItemDecision("forbidden", found.plan, found.item, leads=leads)


def _differs(text: str, present: str) -> bool:
    return text.strip() != present.strip()


async def _after(session: AsyncSession, item: ItemFacts) -> ItemFacts:
    found = await store.item(session, item.team_id, item.plan, item.number)
    return found or item


async def _note(session: AsyncSession, item: ItemFacts, edit: Edit) -> None:
    await note(session, item.team_id, SUBJECT, [(key_of(item), edit)])
