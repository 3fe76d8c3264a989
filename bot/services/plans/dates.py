"""Due dates of a whole checklist at once, counted from the start of the plan."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.history import Edit
from bot.metrics.plans.plans import ItemFacts, NewDate, PlanFacts, by_phase
from bot.services.plans.history import ITEM, note
from bot.services.plans.rights import leads_of, may_edit
from bot.services.plans.template import BUILT_IN, read
from bot.services.team import measured
from bot.services.typed import Errors, is_count
from bot.store.plans import items as store
from bot.store.plans import plans

MOST_DAYS = 1_000
_OTHER_DAYS = 30


@dataclass(frozen=True, slots=True)
class Dates:
    """What setting the dates would do, or did: the named reason and the items that get a new one.

    `reason` is preview, set, stale (something was changed since the preview), forbidden, closed,
    gone or invalid with its `errors` by phase. `seen` is what a preview was of.
    """

    reason: str
    plan: PlanFacts | None = None
    new: tuple[NewDate, ...] = ()
    kept: int = 0
    seen: str = ""
    errors: Errors = field(default_factory=dict)
    leads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phases:
    """The phases of a plan with the days after its start that are proposed for each."""

    plan: PlanFacts
    days: Mapping[str, int]


async def proposed(database: Database, team_id: int, number: int) -> Phases:
    """Return what a form starts with. Raises BotError when there is no such plan."""
    async with database.read() as session:
        plan = await plans.plan(session, team_id, number)
        items = await store.items(session, team_id, number)
        own = await plans.template(session, team_id, plan.template or "") if plan else None
    if plan is None:
        raise BotError("plan.error.gone")
    days = {item.phase: item.days for item in (read(own) if own else BUILT_IN) if item.days}
    return Phases(plan, {phase: days.get(phase, _OTHER_DAYS) for phase in by_phase(items)})


async def set_dates(
    database: Database,
    place: tuple[int, int],
    days: Mapping[str, str],
    who: str,
    now: datetime,
    *,
    seen: str | None = None,
) -> Dates:
    """Return a preview, or with the `seen` of one, set the dates it showed: all or none.

    `days` are days after the plan's start by phase, empty for a phase to leave alone. A day on
    which the team is off moves to its next working day; items that are met keep their date.
    """
    async with database.write() as session:
        plan = await plans.plan(session, *place, lock=True)
        if plan is None:
            return Dates("gone")
        if not await may_edit(session, plan, who):
            return Dates("forbidden", plan, leads=await leads_of(session, plan))
        if not plan.is_current:
            return Dates("closed", plan)
        wanted, errors = await _wanted(session, plan, days, now)
        if errors:
            return Dates("invalid", plan, errors=errors)
        items = await store.items(session, *place)
        new = tuple(
            NewDate(item, wanted[item.phase])
            for item in items
            if item.phase in wanted and item.status != "met" and item.due_on != wanted[item.phase]
        )
        kept, digest = len(items) - len(new), _digest(items)
        if seen is None or seen != digest:
            return Dates("preview" if seen is None else "stale", plan, new, kept, digest)
        made = [await _set(session, one, who, now) for one in new]
        await note(session, plan.team_id, ITEM, made)
        return Dates("set", plan, new, kept)


async def _wanted(
    session: AsyncSession, plan: PlanFacts, days: Mapping[str, str], now: datetime
) -> tuple[dict[str, date], dict[str, BotError]]:
    it = await measured(session, plan.team_id, now)
    wanted: dict[str, date] = {}
    errors: dict[str, BotError] = {}
    for phase, text in days.items():
        if not text.strip():
            continue
        if not is_count(text.strip(), MOST_DAYS):
            errors[phase] = BotError("plan.error.days", most=MOST_DAYS)
            continue
        day = plan.first_on + timedelta(days=int(text))
        day = day if it.business.is_working_day(day) else it.business.next_working_day(day)
        if day < plan.today(now):
            errors[phase] = BotError("plan.error.days_past", day=day.isoformat())
        wanted[phase] = day
    return wanted, errors


async def _set(session: AsyncSession, one: NewDate, who: str, now: datetime) -> tuple[str, Edit]:
    item = one.item
    await store.change(session, item, item.version, {"due_on": one.due_on})
    was = item.due_on.isoformat() if item.due_on else ""
    edit = Edit("changed", who, now, {"due": was}, {"due": one.due_on.isoformat()}, None)
    return f"{item.plan}.{item.number}", edit


def _digest(items: Sequence[ItemFacts]) -> str:
    stand = ",".join(f"{item.number}:{item.version}" for item in items)
    return hashlib.sha256(stand.encode()).hexdigest()[:16]
