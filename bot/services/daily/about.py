"""What an action or a problem is made from: a ticket not met, or a group of them, as of now."""

from collections import Counter
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import local, to_micros
from bot.metrics.daily.groups import HOURS, Slice
from bot.metrics.daily.origins import About, OfGroup, OfTicket
from bot.metrics.team import TeamView
from bot.metrics.tickets import TicketKey, judge
from bot.services.daily.cases import Behind, found_behind
from bot.services.team import Request, measured
from bot.store import causes
from bot.store.tickets import tickets


async def about_ticket(
    session: AsyncSession, team: TeamView, key: TicketKey, now: datetime
) -> About | None:
    """Return a ticket with what was late and the cause named for it; None when it is gone."""
    found = await tickets.with_keys(session, team.id, [key])
    if not found:
        return None
    (ticket,) = found
    how = await measured(session, team.id, now)
    verdict = judge(ticket, to_micros(now), how.clock, how.standards)
    named = await causes.latest(session, team.id, [key])
    hour = local(ticket.opened_at, team.zone).hour // HOURS * HOURS
    common = Slice(("channel", "hour"), ticket.channel, hour, None, ticket.category)
    return About(OfTicket(key, verdict), common, named.get(key))


async def about_group(database: Database, request: Request, behind: Behind) -> About:
    """Return a group of tickets not met with the cause named for most of them, if any.

    Raises BotError for a group that is there no more.
    """
    async with database.read() as session:
        found = await found_behind(session, request, behind)
    grouping, key = found.grouping(), behind.group or ""
    common, keys = grouping.slice_of(key), grouping.of(key)
    if common is None or keys is None:
        raise BotError("cases.error.group")
    most = Counter(found.named[one] for one in keys if one in found.named).most_common(1)
    return About(OfGroup(len(keys), common), common, most[0][0] if most else None)
