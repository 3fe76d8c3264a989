"""What the forms and the history of a plan start from."""

from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from bot.db import Database
from bot.metrics.plans import PlanFacts
from bot.services.plan_rights import may_start
from bot.store import people, teams
from bot.store import plans as store


@dataclass(frozen=True, slots=True)
class Beginning:
    """Whether somebody may start a plan now, and what its form offers."""

    reason: Literal["changed", "forbidden", "already"]
    plan: PlanFacts | None
    zone: ZoneInfo
    templates: tuple[str, ...]


async def consider_start(database: Database, team_id: int, who: str) -> Beginning:
    """Return whether somebody may start a plan for a team: `changed` when so, else why not."""
    async with database.read() as session:
        zone = await teams.zone(session, team_id)
        plan = await store.current(session, team_id)
        names = tuple(one.name for one in await store.templates(session, team_id))
        allowed = await may_start(session, team_id, who)
    if not allowed:
        return Beginning("forbidden", plan, zone, names)
    return Beginning("already" if plan else "changed", plan, zone, names)


async def names(database: Database, plan: PlanFacts) -> dict[str, str]:
    """Return the names of a plan's members that are known."""
    async with database.read() as session:
        return await people.names(session, [one.user_id for one in plan.members])
