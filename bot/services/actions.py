"""Actions: made, done, handed on, moved; every change with its reason and its history."""

from dataclasses import replace
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.actions import ActionFacts, Change, Draft, Kind
from bot.metrics.texts import cleaned
from bot.metrics.verification import Standard
from bot.models import Action
from bot.services.action_checks import (
    change_errors,
    cleaned_draft,
    draft_errors,
    read_standard,
)
from bot.services.action_rights import Decision, changed, considered
from bot.services.action_steps import written
from bot.services.readers import Profile
from bot.services.seen import first_form
from bot.store import actions as store
from bot.store import history, roles, teams

SUBJECT = "action"


async def create(
    database: Database,
    draft: Draft,
    maker: str,
    owner: Profile | None,
    now: datetime,
    *,
    form: str | None = None,
) -> Decision:
    """Make an action: `changed`, or `invalid` with the errors, or `forbidden` to a non-member.

    `owner` is what Slack says of the owner, None when it would not say. `form` is the view that was
    sent; `unchanged` says that the action was made of it before.
    """
    async with database.write() as session:
        if await roles.role(session, draft.team_id, maker) is None:
            return Decision("forbidden")
        draft = cleaned_draft(draft)
        standard, wrong = read_standard(draft.standard)
        today = await _today(session, draft.team_id, now)
        errors = {**draft_errors(draft, owner, today), **wrong}
        if errors or draft.due_on is None:
            return Decision("invalid", errors=errors)
        if form is not None and not await first_form(session, form, now):
            return Decision("unchanged")
        row = await store.add(session, _row(draft, draft.due_on, standard, maker, now))
        await history.add(
            session,
            row.team_id,
            SUBJECT,
            str(row.number),
            "created",
            maker,
            now,
            after={"owner": row.owner_id, "due": row.due_on.isoformat(), "measure": row.measure},
        )
        return await changed(session, row.team_id, row.number, "created")


async def consider(database: Database, team_id: int, number: int, who: str, kind: Kind) -> Decision:
    """Return whether somebody may change an action so as it stands now."""
    async with database.read() as session:
        return await considered(session, (team_id, number), who, kind)


async def change(
    database: Database, wanted: Change, now: datetime, owner: Profile | None = None
) -> Decision:
    """Change an action: `changed`, or why not. Nobody's change is lost: `stale` asks to look again.

    `owner` is what Slack says of a new owner.
    """
    async with database.write() as session:
        place = (wanted.team_id, wanted.number)
        decision = await considered(session, place, wanted.who, wanted.kind, lock=True)
        if decision.reason != "allowed":
            return decision
        action = decision.facts
        errors = change_errors(wanted, action, owner, now)
        if errors:
            return replace(decision, reason="invalid", errors=errors)
        step = written(wanted, action, now, decides=decision.decides)
        if not await store.change(session, *place, wanted.version, step.values):
            return replace(decision, reason="stale")
        await history.add(
            session,
            wanted.team_id,
            SUBJECT,
            str(wanted.number),
            step.event,
            wanted.who,
            now,
            before=step.before,
            after=step.after,
            why=cleaned(wanted.text),
        )
        return await changed(session, *place, step.event)


async def look(database: Database, team_id: int, number: int) -> ActionFacts | None:
    """Return an action as it stands now."""
    async with database.read() as session:
        return await store.action(session, team_id, number)


def _row(
    draft: Draft, due_on: date, standard: Standard | None, maker: str, now: datetime
) -> Action:
    return Action(
        team_id=draft.team_id,
        number=0,
        measure=draft.measure,
        department=draft.department,
        owner_id=draft.owner_id,
        due_on=due_on,
        resources=draft.resources,
        verification=draft.verification,
        impact=draft.impact,
        ease=draft.ease,
        origin=draft.origin,
        origin_ref=draft.origin_ref,
        created_by=maker,
        created_at=now,
        **store.standard_columns(standard),
    )


async def _today(session: AsyncSession, team_id: int, now: datetime) -> date:
    return now.astimezone(await teams.zone(session, team_id)).date()
