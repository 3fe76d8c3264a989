"""Who may ask for the daily report and have it posted, and what becomes of that."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.clocks import PeriodError, parse_period
from bot.metrics.daily.report import DailyReport, PostState
from bot.metrics.figures import Ask
from bot.metrics.team import Reader
from bot.models import Team
from bot.services.daily import report as daily
from bot.services.daily.report import KIND
from bot.services.deliveries import Due, standing
from bot.services.people import Profile
from bot.services.team import Choice, Request, find_team, resolve
from bot.store.deliveries import ledger as deliveries
from bot.store.team import teams
from bot.text.words import split_team

CHOICE = "daily"
"""The word for the report that stands where a period would, while its team is chosen."""

_ALLOWED = frozenset({"lead", "operations", "admin"})


@dataclass(frozen=True, slots=True)
class DailyAsk:
    """What was typed: the words for a date (none: today) and a team's name, if any."""

    day: str
    team: str | None


class Details(NamedTuple):
    """A report with what does not stand in its message, and who reads it."""

    report: DailyReport
    reader: Reader


@dataclass(frozen=True, slots=True)
class Preview:
    """A report that only one person sees, and what became of its post."""

    report: DailyReport
    reader: Reader
    state: PostState


def read(rest: str) -> DailyAsk:
    """Return the request for the daily report that these words after its name make."""
    day, team = split_team(rest, glued=True)
    return DailyAsk(day.casefold(), team)


async def preview_asked(
    database: Database,
    profile: Profile,
    channel_id: str,
    asked: tuple[DailyAsk, int | None],
    now: datetime,
) -> Preview | Choice:
    """Return the report that was asked for, or the teams it may be about. Raises BotError.

    `asked` is the request, and the team that was chosen for it, if any.
    """
    ask, team_id = asked
    async with database.read() as session:
        words = f"{CHOICE} {ask.day}".strip()
        request = Request(profile, channel_id, Ask(words, team=ask.team), now)
        standing = await resolve(session, request, team_id)
    if isinstance(standing, Choice):
        return standing
    day = day_of(ask.day, now, standing.team.zone)
    return await preview(database, profile, (standing.team.id, day), now)


async def preview(
    database: Database,
    profile: Profile,
    team_day: tuple[int, date],
    now: datetime,
    as_of: datetime | None = None,
) -> Preview:
    """Return the report of a local date for one person, as of an instant (none: now).

    Raises BotError for a date yet to come, and for everybody who neither leads the team nor is
    its operations specialist or an admin.
    """
    team_id, day = team_day
    async with database.read() as session:
        reader, team = await _allowed(session, profile, team_id)
        channel_id = team.channel_id or ""
        row = await deliveries.of_slot(session, KIND, channel_id, day.isoformat())
    if day > now.astimezone(zone_of(team)).date():
        raise BotError("daily.error.future", day=day.isoformat())
    as_of = min(as_of or now, now)
    made = await daily.report(database, team_id, day, channel_id=channel_id, as_of=as_of, now=now)
    state = PostState(standing(row), row.settled_at if row else None)
    return Preview(made, reader, state)


async def details(database: Database, request: Request, team_id: int, day: date) -> Details:
    """Return a report of a local date as of an instant (`request`), for whoever sees the team.

    It is the one posted where the request comes from, else the one of the team's channel. Raises
    BotError for a stranger to the team, and for a date after that instant.
    """
    now = request.now or request.as_of
    as_of = min(request.as_of, now)
    async with database.read() as session:
        standing = await resolve(session, request, team_id)
        if isinstance(standing, Choice) or day > as_of.astimezone(standing.team.zone).date():
            raise BotError("error.button")
        channel_id = request.channel_id
        if await deliveries.of_slot(session, KIND, channel_id, day.isoformat()) is None:
            channel_id = standing.team.channel_id or ""
    made = await daily.report(database, team_id, day, channel_id=channel_id, as_of=as_of, now=now)
    return Details(made, standing.reader)


async def due_for(
    database: Database, profile: Profile, team_id: int, day: date, now: datetime
) -> tuple[Team, Due]:
    """Return the post that somebody asks for by a button. Raises BotError as `preview` does."""
    async with database.read() as session:
        _, team = await _allowed(session, profile, team_id)
    return team, await daily.due_on(database, team, day, now)


async def due_named(
    database: Database, team_name: str, day: date | None, now: datetime
) -> tuple[Team, Due]:
    """Return the post that somebody asks for in the shell; without a date today's.

    Raises BotError for a team that does not exist or has no channel, and a date yet to come.
    """
    async with database.read() as session:
        team = await find_team(session, team_name)
    today = now.astimezone(zone_of(team)).date()
    return team, await daily.due_on(database, team, day or today, now)


def zone_of(team: Team) -> ZoneInfo:
    """Return the zone that a team's dates are those of."""
    return ZoneInfo(team.zone)


async def _allowed(session: AsyncSession, profile: Profile, team_id: int) -> tuple[Reader, Team]:
    rows = await teams.all_teams(session, profile.user_id)
    row = next((one for one in rows if one.id == team_id), None)
    team = await session.get(Team, team_id)
    if row is None or team is None:
        raise BotError("error.button")
    role = "admin" if row.is_admin else row.role
    if role not in _ALLOWED:
        raise BotError("daily.error.leads_only", team=row.name)
    return Reader(profile.user_id, profile.language, profile.zone, role), team


def day_of(words: str, now: datetime, zone: ZoneInfo) -> date:
    """Return the local date that words name, today for none. Raises BotError."""
    if not words:
        return now.astimezone(zone).date()
    try:
        period = parse_period(words, now, zone)
    except PeriodError as error:
        raise BotError("daily.error.day", text=words) from error
    if period.first_day != period.last_day or period.kind in {"week", "month"}:
        raise BotError("daily.error.day", text=words)
    return period.first_day
