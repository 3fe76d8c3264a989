"""Actions: made, with their history; what becomes of them is the steps of their register."""

from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.actions.actions import ActionFacts, Draft
from bot.metrics.actions.verification import Standard
from bot.models import Action
from bot.registers.actions import ACTION, columns_of
from bot.services.actions.checks import cleaned_draft, draft_errors, read_standard
from bot.services.actions.rights import Decision, changed
from bot.services.people import Profile
from bot.services.seen import first_form
from bot.store import actions as store
from bot.store import history
from bot.store.team import roles, teams

SUBJECT = ACTION


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
        return await changed(session, row.team_id, row.number)


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
        **columns_of(standard),
    )


async def _today(session: AsyncSession, team_id: int, now: datetime) -> date:
    return now.astimezone(await teams.zone(session, team_id)).date()
