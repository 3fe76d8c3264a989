"""A team as its own posts see it: nobody asks, so the team alone says how time is measured."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BotError
from bot.metrics.clocks import BusinessClock, CalendarClock, Clock, Rhythm, to_micros
from bot.metrics.team.readers import TeamView
from bot.metrics.tickets import Standards, TicketFacts, read_addresses
from bot.models import Team
from bot.services.team.standing import business_clock, rhythm_of, standards_of
from bot.store.team import teams


@dataclass(frozen=True, slots=True)
class Measured:
    """A team with its headline clock, its standards and when its posts are due."""

    team: TeamView
    business: BusinessClock
    clock: Clock
    standards: Standards
    rhythm: Rhythm


async def measured(session: AsyncSession, team_id: int, as_of: datetime) -> Measured:
    """Return how a team is measured as of an instant. Raises BotError when there is no such team.

    The default limit is the one in force at that instant.
    """
    row = await session.get(Team, team_id)
    if row is None:
        raise BotError("error.button")
    versions = await teams.hours(session, team_id)
    rules = standards_of(await teams.standards(session, team_id), row.quick_seconds)
    business = business_clock(row.zone, versions, row.country, row.days_off)
    has_hours = any(text for _, text in versions)
    at = to_micros(as_of)
    view = TeamView(
        id=team_id,
        name=row.name,
        channel_id=row.channel_id,
        zone=ZoneInfo(row.zone),
        language=row.locale,
        statistic=row.statistic,
        attainment_target=row.attainment_target,
        frt_limit_seconds=rules.limit_for(TicketFacts("", "", at, at)),
        leaderboard_open=row.leaderboard_open,
        has_hours=has_hours,
        addresses=read_addresses(row.ticket_address, row.desk_addresses),
    )
    clock: Clock = business if row.clock == "business" and has_hours else CalendarClock()
    return Measured(view, business, clock, rules, rhythm_of(row, versions))


async def posting_times(session: AsyncSession, team: Team) -> Rhythm:
    """Return when the posts of a stored team are due, without reading how it is measured."""
    return rhythm_of(team, await teams.hours(session, team.id or 0))
