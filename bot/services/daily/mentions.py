"""Who is mentioned in a daily report, and who gets it by direct message, as their team chose."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.clocks import may_reach, to_micros
from bot.metrics.daily import DailyReport
from bot.metrics.daily.mentions import needs_somebody
from bot.metrics.team import ROLES
from bot.models import Delivery, Team
from bot.services.daily.report import posted_at
from bot.services.deliveries import Due, of_slot, planned_row, reached_at
from bot.services.people import language_for
from bot.services.team import is_gone, leads_told, posting_times
from bot.store.deliveries import ledger
from bot.store.people import people
from bot.store.team import roles

DIRECT = "daily_direct"
"""The kind of a report that a lead gets by direct message."""


@dataclass(frozen=True, slots=True)
class Direct:
    """A report for one lead, in their language, and where it stands in the channel."""

    report: DailyReport
    channel_id: str
    message_ts: str


async def mentioned(
    database: Database, report: DailyReport, row: Delivery, posted: datetime
) -> tuple[str, ...]:
    """Return who the post of a report mentions: members in the roles that their team chose.

    Nobody on a good day, nobody who left, and nobody when it is posted late, while they don't work.
    """
    if not needs_somebody(report):
        return ()
    async with database.read() as session:
        team = await session.get_one(Team, row.team_id)
        clock = (await posting_times(session, team)).clock
        if not may_reach(to_micros(row.due_at), to_micros(posted), clock):
            return ()
        chosen = [role for role in ROLES if role in team.report_mentions.split(",")]
        found = await roles.with_roles(session, row.team_id, chosen)
        return tuple([one for one in found if not await is_gone(session, one)])


async def plan_direct(
    database: Database, report: DailyReport, row: Delivery, now: datetime
) -> None:
    """Plan the direct messages of a report that was posted, once, for when the leads work."""
    if not needs_somebody(report):
        return
    async with database.write() as session:
        for user_id in await _leads(session, row.team_id):
            at = await reached_at(session, row.team_id, now)
            due = Due(DIRECT, user_id, f"{row.team_id}:{row.slot}:{row.channel_id}", at)
            await ledger.add(session, planned_row(row.team_id, due, now))


async def direct(database: Database, row: Delivery, now: datetime) -> Direct | str:
    """Return what a lead gets, or the named reason why there is nothing."""
    _, day, channel_id = row.slot.split(":")
    async with database.read() as session:
        leads = await _leads(session, row.team_id)
        person = await people.person(session, row.channel_id)
    post = await of_slot(database, "daily", channel_id, day)
    if row.channel_id not in leads or post is None or post.message_ts is None:
        return "nothing_due"
    told = await posted_at(database, channel_id, post.message_ts, now)
    if told is None:
        return "nothing_due"
    team = replace(told.report.team, language=language_for(person))
    return Direct(replace(told.report, team=team), channel_id, post.message_ts)


async def _leads(session: AsyncSession, team_id: int) -> list[str]:
    team = await session.get_one(Team, team_id)
    return await leads_told(session, team_id) if team.report_direct else []
