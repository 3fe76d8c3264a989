"""Plans of a team: started from a template, changed, closed; one at a time is current."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.history import Edit
from bot.metrics.plans.plans import LIMITS, Duty, PlanFacts, TemplateItem
from bot.metrics.texts import Texts, cleaned
from bot.models import Plan, PlanItem
from bot.services.forms import base_of, edits, first_form, merged, was_made, write, write_all
from bot.services.people import Profile
from bot.services.plans.form import Wanted, read_form, texts_of
from bot.services.plans.history import ITEM, PLAN
from bot.services.plans.rights import leads_of, may_edit, may_start
from bot.services.plans.template import BUILT_IN, read
from bot.services.typed import Errors, text_error
from bot.store.plans import items as plan_items
from bot.store.plans import plans as store
from bot.store.team import roles

SUBJECT = PLAN
Reason = Literal[
    "started",
    "changed",
    "unchanged",
    "closed",
    "already",
    "forbidden",
    "over",
    "stale",
    "invalid",
    "gone",
]
People = Mapping[str, Profile | None]


@dataclass(frozen=True, slots=True)
class PlanDecision:
    """What became of a wish: the named reason and the plan as it stands now.

    `errors` are by field; for `stale`, `since` are the changes made meanwhile and `again` is what
    to show in the form. `leads` may do what a `forbidden` one may not.
    """

    reason: Reason
    plan: PlanFacts | None = None
    errors: Errors = field(default_factory=dict)
    since: tuple[Edit, ...] = ()
    again: Texts = field(default_factory=dict)
    leads: tuple[str, ...] = ()
    items: int = 0

    @property
    def facts(self) -> PlanFacts:
        """The plan; raises BotError when there is none."""
        if self.plan is None:
            raise BotError("plan.error.gone")
        return self.plan


@dataclass(frozen=True, slots=True)
class Sent:
    """A plan's form as it came back; `version` is that of the plan it was drawn from.

    `form` is the view that a new plan was sent with.
    """

    team_id: int
    typed: Texts
    who: str
    number: int | None = None
    version: int = 0
    form: str = ""


async def start(database: Database, sent: Sent, people: People, now: datetime) -> PlanDecision:
    """Start a plan with its checklist: `started`, or why not.

    `people` are the lead and the members as Slack knows them. `already` while one is current,
    unless it was started with the same form: that is answered as if it were now.
    """
    async with database.write() as session:
        if not await may_start(session, sent.team_id, sent.who):
            return PlanDecision("forbidden")
        await store.wait_for_others(session, sent.team_id)
        if found := await store.current(session, sent.team_id):
            return await _already(session, found, sent.form)
        wanted, errors = await read_form(session, sent.team_id, sent.typed, people, now)
        name = sent.typed.get("template") or None
        template = await _template(session, sent.team_id, name)
        if wanted is None or template is None:
            gone = {} if template else {"template": BotError("plan.error.template")}
            return PlanDecision("invalid", errors={**errors, **gone})
        if not await first_form(session, sent.form, now):
            return PlanDecision("gone")
        row = await store.add(session, _row(sent, wanted, name, now))
        await store.put_members(session, row.team_id, row.number, wanted.members)
        await _add_items(session, row, template)
        plan = await _plan(session, row.team_id, row.number)
        after = {**texts_of(plan), "template": name or "", "items": len(template)}
        await _note(session, plan, Edit("started", sent.who, now, {}, after, None))
    return PlanDecision("started", plan, items=len(template))


async def _already(session: AsyncSession, current: PlanFacts, form: str) -> PlanDecision:
    if not await was_made(session, form):
        return PlanDecision("already", current)
    items = await plan_items.items(session, current.team_id, current.number)
    return PlanDecision("started", current, items=len(items))


async def change(database: Database, sent: Sent, people: People, now: datetime) -> PlanDecision:
    """Change a plan's goal, period, lead and members: `changed`, or why not.

    A plan that was changed meanwhile is `stale`: nobody's change is overwritten unseen.
    """
    async with database.write() as session:
        found = await _considered(session, sent)
        if found.reason != "changed":
            return found
        before = found.facts
        wanted, errors = await read_form(
            session, sent.team_id, sent.typed, people, now, before=before
        )
        if wanted is None:
            return PlanDecision("invalid", before, errors)
        was, becomes = texts_of(before), wanted.texts()
        changed = [name for name in becomes if becomes[name] != was[name]]
        if not changed:
            return PlanDecision("unchanged", before)
        place = (before.team_id, before.number)
        await store.change(session, *place, sent.version, wanted.columns())
        kept = {member.user_id: member.duty for member in before.members}
        members = [Duty(one.user_id, kept.get(one.user_id)) for one in wanted.members]
        await store.put_members(session, *place, members)
        both = ({name: was[name] for name in changed}, {name: becomes[name] for name in changed})
        await _note(session, before, Edit("changed", sent.who, now, *both, None))
        return PlanDecision("changed", await _plan(session, *place))


async def share_out(database: Database, sent: Sent, now: datetime) -> PlanDecision:
    """Say what each member does: `typed` are the duties by user ID."""
    async with database.write() as session:
        found = await _considered(session, sent)
        if found.reason != "changed":
            return found
        before = found.facts
        errors: dict[str, BotError] = {}
        for user_id, text in sent.typed.items():
            if wrong := text_error("duty", text, LIMITS["duty"]).get("duty"):
                errors[user_id] = wrong
        if errors:
            return PlanDecision("invalid", before, errors)
        members = [
            Duty(one.user_id, cleaned(sent.typed.get(one.user_id, one.duty or "")))
            for one in before.members
        ]
        if tuple(members) == before.members:
            return PlanDecision("unchanged", before)
        place = (before.team_id, before.number)
        await store.change(session, *place, sent.version, {})
        await store.put_members(session, *place, members)
        was = {one.user_id: one.duty for one in before.members}
        moved = [one for one in members if one.duty != was[one.user_id]]
        both = (
            {one.user_id: was[one.user_id] for one in moved},
            {one.user_id: one.duty for one in moved},
        )
        await _note(session, before, Edit("duties", sent.who, now, *both, None))
        return PlanDecision("changed", await _plan(session, *place))


async def close(database: Database, sent: Sent, now: datetime) -> PlanDecision:
    """Close a plan for the reason in `typed["why"]`, after which another may be started."""
    why = sent.typed.get("why")
    async with database.write() as session:
        found = await _considered(session, sent)
        if found.reason != "changed":
            return found
        if errors := text_error("why", why, LIMITS["why"], needed=True):
            return PlanDecision("invalid", found.plan, errors)
        plan = found.facts
        values = {
            "status": "closed",
            "closed_by": sent.who,
            "closed_at": now,
            "closed_why": cleaned(why),
        }
        await store.change(session, plan.team_id, plan.number, sent.version, values)
        both = ({"status": "current"}, {"status": "closed"})
        await _note(session, plan, Edit("closed", sent.who, now, *both, cleaned(why)))
        return PlanDecision("closed", await _plan(session, plan.team_id, plan.number))


async def consider(database: Database, team_id: int, number: int, who: str) -> PlanDecision:
    """Return whether somebody may change a plan as it stands now."""
    async with database.read() as session:
        plan = await store.plan(session, team_id, number)
        if plan is None:
            return PlanDecision("gone")
        return await _judged(session, plan, who)


async def _considered(session: AsyncSession, sent: Sent) -> PlanDecision:
    plan = await store.plan(session, sent.team_id, sent.number or 0, lock=True)
    if plan is None:
        return PlanDecision("gone")
    found = await _judged(session, plan, sent.who)
    if found.reason != "changed" or plan.version == sent.version:
        return found
    made = await edits(session, plan.team_id, SUBJECT, str(plan.number))
    since = tuple(made[sent.version :])
    present = texts_of(plan) | {one.user_id: one.duty or "" for one in plan.members}
    again = merged(sent.typed, base_of(present, since), present)
    return PlanDecision("stale", plan, since=since, again=again)


async def _judged(session: AsyncSession, plan: PlanFacts, who: str) -> PlanDecision:
    if not await may_edit(session, plan, who):
        return PlanDecision("forbidden", plan, leads=await leads_of(session, plan))
    return PlanDecision("changed" if plan.is_current else "over", plan)


async def _template(
    session: AsyncSession, team_id: int, name: str | None
) -> Sequence[TemplateItem] | None:
    if name is None:
        return BUILT_IN
    row = await store.template(session, team_id, name)
    return read(row) if row else None


async def _add_items(session: AsyncSession, row: Plan, template: Sequence[TemplateItem]) -> None:
    people = await roles.people_by_role(session, row.team_id)
    people["lead"] = row.lead_id
    rows = [
        PlanItem(
            team_id=row.team_id,
            plan=row.number,
            number=number,
            phase=one.phase,
            key=one.key,
            title=one.title,
            standard=one.standard,
            role=one.role,
            owner_id=people.get(one.role or ""),
            position=number,
        )
        for number, one in enumerate(template, 1)
    ]
    await plan_items.add_all(session, rows)
    who, at = row.created_by, row.created_at
    created = [
        (
            f"{row.number}.{made.number}",
            Edit("created", who, at, {}, {"owner": made.owner_id or "", "status": "open"}, None),
        )
        for made in rows
    ]
    await write_all(session, row.team_id, ITEM, created)


def _row(sent: Sent, wanted: Wanted, template: str | None, now: datetime) -> Plan:
    return Plan(
        team_id=sent.team_id,
        number=0,
        template=template,
        created_by=sent.who,
        created_at=now,
        **wanted.columns(),
    )


async def _plan(session: AsyncSession, team_id: int, number: int) -> PlanFacts:
    plan = await store.plan(session, team_id, number)
    if plan is None:
        raise BotError("plan.error.gone")
    return plan


async def _note(session: AsyncSession, plan: PlanFacts, edit: Edit) -> None:
    await write(session, plan.team_id, SUBJECT, str(plan.number), edit)
