"""What the bot can see of the template's items by itself: proposed, never assumed."""

from asyncio import to_thread
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.clocks import (
    Micros,
    Slot,
    daily_reports,
    from_micros,
    judgements,
    midnight,
    to_micros,
    weekly_reviews,
)
from bot.metrics.figures import METRICS, figures, judge
from bot.metrics.plans.plans import ItemFacts, PlanFacts, Reading, Sighting
from bot.metrics.tickets import TicketFacts, TicketKey
from bot.services.plans.items import ItemDecision, Place, Typed, change
from bot.services.team import Measured, measured
from bot.store.plans import items as plan_items
from bot.store.plans import plans
from bot.store.plans import sightings as store
from bot.store.team import roles
from bot.store.tickets import cohort_between, tickets

_DAYS, _WEEKS, _JUDGED = 7, 4, 5
_MONTH_MICROS = 30 * 86_400_000_000
_QUARTER = timedelta(days=92)
_LOOK_BACK = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class _Scene:
    plan: PlanFacts
    items: Sequence[ItemFacts]
    it: Measured
    now: datetime


See = Callable[[AsyncSession, _Scene], Awaitable[Sighting | None]]


async def seen_by_bot(database: Database, team_id: int, now: datetime) -> dict[int, Sighting]:
    """Return what can be seen of a team's current plan, by the item's number."""
    async with database.read() as session:
        plan = await plans.current(session, team_id)
        if plan is None:
            return {}
        items = await plan_items.items(session, team_id, plan.number)
        return await sightings(session, plan, items, now)


async def sightings(
    session: AsyncSession,
    plan: PlanFacts,
    items: Sequence[ItemFacts],
    now: datetime,
    of: Sequence[ItemFacts] | None = None,
) -> dict[int, Sighting]:
    """Return what can be seen of the items that are not met (all, or those in `of`), by number."""
    scene = _Scene(plan, items, await measured(session, plan.team_id, now), now)
    found: dict[int, Sighting] = {}
    for item in items if of is None else of:
        see = _SEEN.get(item.key or "")
        if see is None or item.status == "met":
            continue
        if (sighting := await see(session, scene)) is not None:
            found[item.number] = sighting
    return found


async def confirm(
    database: Database, place: Place, who: str, language: str, now: datetime
) -> ItemDecision | None:
    """Set an item met because somebody confirms what the bot sees; None when it no longer does."""
    async with database.read() as session:
        plan = await plans.plan(session, place.team_id, place.plan)
        items = await plan_items.items(session, place.team_id, place.plan)
        wanted = [item for item in items if item.number == place.item]
        seen = await sightings(session, plan, items, now, wanted) if plan else {}
    sighting = seen.get(place.item)
    if wanted and wanted[0].status != "met" and (sighting is None or not sighting.holds):
        return None
    facts = {name: str(value) for name, value in sighting.params.items()} if sighting else {}
    typed = Typed({"status": "met"}, who, language, confirmed=facts)
    return await change(database, place, typed, now)


async def _data(session: AsyncSession, scene: _Scene) -> Sighting:
    end = midnight(scene.plan.first_on, scene.plan.zone)
    start = midnight(scene.plan.first_on - _QUARTER, scene.plan.zone)
    known = await store.coverage(session, scene.plan.team_id, start, end)
    params: dict[str, object] = {"n": known.tickets}
    if known.first is None:
        return Sighting("data_analysed", False, "none", {}, True)
    params |= {"answered": known.answered, "solved": known.solved}
    params["first"] = from_micros(known.first).astimezone(scene.plan.zone).date()
    reaches = from_micros(known.first) - from_micros(start) <= timedelta(days=7)
    return Sighting("data_analysed", reaches, "some", params, True)


async def _goals(_: AsyncSession, scene: _Scene) -> Sighting:
    return Sighting("goals_set", True, "some", {"goal": scene.plan.goal}, True)


async def _team(_: AsyncSession, scene: _Scene) -> Sighting:
    members = scene.plan.members
    with_duty = sum(one.duty is not None for one in members)
    params = {"n": len(members), "duties": with_duty}
    holds = len(members) > 1 and with_duty == len(members)
    return Sighting("team_formed", holds, "some", params, False)


async def _complete(session: AsyncSession, scene: _Scene) -> Sighting:
    owned = sum(one.owner_id is not None for one in scene.items)
    dated = sum(one.due_on is not None for one in scene.items)
    params: dict[str, object] = {"n": len(scene.items), "owned": owned, "dated": dated}
    holds = owned == dated == len(scene.items)
    listed = await store.resources(session, scene.plan.team_id)
    waiting, refused = listed.pop("asked", 0), listed.pop("refused", 0)
    approved = sum(listed.values())
    if not waiting + refused + approved:
        return Sighting("plan_confirmed", holds, "some", params, True)
    params |= {"approved": approved, "refused": refused, "waiting": waiting}
    return Sighting("plan_confirmed", holds and not waiting, "resourced", params, False)


async def _daily(session: AsyncSession, scene: _Scene) -> Sighting | None:
    it, until = scene.it, to_micros(scene.now)
    slots = daily_reports(it.rhythm, to_micros(scene.now - _LOOK_BACK), until)[-_DAYS:]
    if not slots or it.team.channel_id is None:
        return None
    keys = [slot.key for slot in slots]
    posted = await store.posted(session, "daily", it.team.channel_id, keys)
    missed = await _not_met(session, scene, slots[0])
    start = midnight(slots[0].first_day, it.team.zone)
    named = missed & await store.with_cause(session, scene.plan.team_id, start)
    params = {"posted": len(posted), "n": len(slots), "missed": len(missed), "named": len(named)}
    holds = len(posted) == _DAYS and len(named) == len(missed)
    return Sighting("daily_monitored", holds, "some", params, True)


async def _not_met(session: AsyncSession, scene: _Scene, first: Slot) -> set[TicketKey]:
    it, at = scene.it, to_micros(scene.now)
    start = midnight(first.first_day, it.team.zone)
    end = midnight(scene.plan.today(scene.now), it.team.zone)
    found = await tickets.opened_between(session, scene.plan.team_id, start, end)
    # Judging weeks of tickets takes a while, during which others are answered.
    return await to_thread(lambda: _missed(found, at, it))


def _missed(found: Sequence[TicketFacts], at: Micros, it: Measured) -> set[TicketKey]:
    return {
        TicketKey(ticket.source, ticket.external_id)
        for ticket in found
        if judge(ticket, at, it.clock, it.standards).outcome == "missed"
    }


async def _weekly(session: AsyncSession, scene: _Scene) -> Sighting | None:
    it, now = scene.it, to_micros(scene.now)
    start = midnight(scene.plan.first_on, scene.plan.zone)
    slots = [slot for slot in weekly_reviews(it.rhythm, start, now) if slot.due > start][-_WEEKS:]
    if not slots:
        return None
    done = await store.finished(session, scene.plan.team_id, [slot.first_day for slot in slots])
    params = {"done": done, "n": len(slots)}
    return Sighting("weekly_review", done == len(slots), "some", params, True)


async def _effect(session: AsyncSession, scene: _Scene) -> Sighting | None:
    start = midnight(scene.plan.first_on, scene.plan.zone)
    if to_micros(scene.now) < start + _MONTH_MICROS:
        return None
    it, now, params = scene.it, to_micros(scene.now), dict[str, object]()
    month = _MONTH_MICROS
    for name, span in (("before", (start - month, start)), ("after", (now - month, now))):
        found = await cohort_between(session, scene.plan.team_id, *span)
        count = partial(figures, as_of=span[1], clock=it.clock, standards=it.standards)
        made = await to_thread(count, found)
        params[f"n_{name}"] = made.answered
        params |= {
            f"{key.partition('_')[0]}_{name}": Reading(key, metric.value(made))
            for key, metric in METRICS.items()
            if metric.in_effect
        }
    holds = bool(params["n_before"] and params["n_after"])
    return Sighting("effect_measured", holds, "some", params, True)


async def _warning(session: AsyncSession, scene: _Scene) -> Sighting | None:
    it, now = scene.it, to_micros(scene.now)
    slots = judgements(it.rhythm, to_micros(scene.now - _LOOK_BACK), now)[-_JUDGED:]
    if not slots:
        return None
    days = await store.judged(session, scene.plan.team_id, [slot.first_day for slot in slots])
    told = [role for _, role in await roles.leading(session, scene.plan.team_id)]
    leads, operations = told.count("lead"), told.count("operations")
    params = {"days": days, "n": len(slots), "leads": leads, "operations": operations}
    holds = days == len(slots) and leads > 0 and operations > 0
    return Sighting("warning_in_force", holds, "some", params, False)


_SEEN: Mapping[str, See] = {
    "data_analysed": _data,
    "goals_set": _goals,
    "team_formed": _team,
    "plan_confirmed": _complete,
    "daily_monitored": _daily,
    "weekly_review": _weekly,
    "effect_measured": _effect,
    "warning_in_force": _warning,
}
"""The items that something can be seen of; of the others the bot knows nothing."""
