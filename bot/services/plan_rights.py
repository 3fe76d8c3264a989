"""Who may do what to a plan and its items, decided from the database."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.membership import MAY_DECIDE
from bot.metrics.plans import ItemFacts, PlanFacts
from bot.store import roles


async def may_edit(session: AsyncSession, plan: PlanFacts, user_id: str) -> bool:
    """Return whether somebody may change everything: the team's leads, admins, the plan's lead."""
    return user_id == plan.lead_id or await may_start(session, plan.team_id, user_id)


async def may_start(session: AsyncSession, team_id: int, user_id: str) -> bool:
    """Return whether somebody may start a plan for a team: its leads and admins of the bot."""
    return await roles.role(session, team_id, user_id) in MAY_DECIDE


async def may_move(session: AsyncSession, plan: PlanFacts, item: ItemFacts, user_id: str) -> bool:
    """Return whether somebody may change status, remark and evidence of an item."""
    return user_id == item.owner_id or await may_edit(session, plan, user_id)


async def leads_of(session: AsyncSession, plan: PlanFacts) -> tuple[str, ...]:
    """Return those to turn to: the plan's lead, then the team's."""
    leading = await roles.leading(session, plan.team_id)
    return tuple(dict.fromkeys((plan.lead_id, *(user for user, role in leading if role == "lead"))))
