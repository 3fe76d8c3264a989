"""Rows of teams as an answer reads them: plain tuples, few queries."""

from datetime import date, time
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select, type_coerce
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BotError
from bot.metrics.clocks import Micros
from bot.metrics.tickets import Standard
from bot.models import HelpdeskName, Member, ServiceStandard, SlackUser, Team, TeamHours
from bot.store.kept import kept


class TeamRow(NamedTuple):
    """A team with the role in it (None: no member) of the person who asks."""

    id: int
    name: str
    channel_id: str | None
    zone: str
    locale: str
    country: str | None
    days_off: str
    clock: str
    frt_start: str
    statistic: str
    attainment_target: float
    quick_seconds: int
    ticket_address: str
    desk_addresses: str
    leaderboard_open: bool
    role: str | None
    is_admin: bool | None


_TEAM = (
    col(Team.id),
    col(Team.name),
    col(Team.channel_id),
    col(Team.zone),
    col(Team.locale),
    col(Team.country),
    col(Team.days_off),
    col(Team.clock),
    col(Team.frt_start),
    col(Team.statistic),
    col(Team.attainment_target),
    col(Team.quick_seconds),
    col(Team.ticket_address),
    col(Team.desk_addresses),
    col(Team.leaderboard_open),
    col(Member.role),
    col(SlackUser.is_admin),
)


_SEEN_BY = (
    select(*_TEAM)
    .outerjoin(
        Member,
        and_(
            col(Member.team_id) == col(Team.id), col(Member.slack_user_id) == bindparam("user_id")
        ),
    )
    .outerjoin(SlackUser, col(SlackUser.id) == bindparam("user_id"))
    .order_by(col(Team.name))
)
_AROUND = _SEEN_BY.where(
    or_(col(Team.channel_id) == bindparam("channel_id"), col(Member.role).is_not(None))
)
_PLANNED = select(
    col(Team.id),
    func.coalesce(
        type_coerce(col(Team.planned_until), BigInteger),
        type_coerce(col(Team.created_at), BigInteger),
    ),
).where(col(Team.channel_id).is_not(None))


async def languages(session: AsyncSession) -> dict[int, str]:
    """Return every team's language by its id."""
    connection = await session.connection()
    rows = await connection.execute(select(col(Team.id), col(Team.locale)))
    return {team_id: locale for team_id, locale in rows if team_id is not None}


@kept
async def teams_around(session: AsyncSession, user_id: str, channel_id: str) -> list[TeamRow]:
    """Return the team of a channel and those that a person belongs to, by name."""
    connection = await session.connection()
    near = {"user_id": user_id, "channel_id": channel_id}
    return [TeamRow._make(row) for row in await connection.execute(_AROUND, near)]


@kept
async def all_teams(session: AsyncSession, user_id: str) -> list[TeamRow]:
    """Return every team by name, with a person's role in it."""
    connection = await session.connection()
    rows = await connection.execute(_SEEN_BY, {"user_id": user_id})
    return [TeamRow._make(row) for row in rows]


@kept
async def admin_ids(session: AsyncSession) -> frozenset[str]:
    """Return the Slack user IDs of the admins of the bot."""
    connection = await session.connection()
    rows = await connection.execute(select(col(SlackUser.id)).where(col(SlackUser.is_admin)))
    return frozenset(row[0] for row in rows)


@kept
async def hours(session: AsyncSession, team_id: int) -> tuple[tuple[date, str], ...]:
    """Return the versions of a team's working hours, oldest first."""
    connection = await session.connection()
    rows = await connection.execute(
        select(col(TeamHours.valid_from), col(TeamHours.hours))
        .where(col(TeamHours.team_id) == team_id)
        .order_by(col(TeamHours.valid_from))
    )
    return tuple((row[0], row[1]) for row in rows)


class TeamTimes(NamedTuple):
    """What says when the posts of a team are due."""

    id: int
    name: str
    zone: str
    country: str | None
    days_off: str
    report_at: time
    review_weekday: int
    review_at: time


async def planned_of_all(session: AsyncSession) -> dict[int, Micros]:
    """Return up to when every team with a channel is planned."""
    connection = await session.connection()
    return {row[0] or 0: row[1] for row in await connection.execute(_PLANNED)}


@kept
async def times_of_all(session: AsyncSession) -> dict[int, TeamTimes]:
    """Return what says of every team when its posts are due, also of one without a channel.

    It may be given one by hand, which what is kept does not see at once.
    """
    connection = await session.connection()
    rows = await connection.execute(
        select(
            col(Team.id),
            col(Team.name),
            col(Team.zone),
            col(Team.country),
            col(Team.days_off),
            col(Team.report_at),
            col(Team.review_weekday),
            col(Team.review_at),
        )
    )
    return {row[0] or 0: TeamTimes._make(row) for row in rows}


@kept
async def hours_of_all(session: AsyncSession) -> dict[int, tuple[tuple[date, str], ...]]:
    """Return the versions of the working hours of teams that have any, oldest first."""
    connection = await session.connection()
    query = select(col(TeamHours.team_id), col(TeamHours.valid_from), col(TeamHours.hours))
    rows = await connection.execute(
        query.order_by(col(TeamHours.team_id), col(TeamHours.valid_from))
    )
    teams = groupby(rows, key=itemgetter(0))
    return {owner: tuple((row[1], row[2]) for row in own) for owner, own in teams}


@kept
async def standards(session: AsyncSession, team_id: int) -> tuple[Standard, ...]:
    """Return a team's service standards in the order in which they were set."""
    connection = await session.connection()
    rows = await connection.execute(
        select(
            type_coerce(col(ServiceStandard.valid_from), BigInteger),
            col(ServiceStandard.tier),
            col(ServiceStandard.channel),
            col(ServiceStandard.category),
            col(ServiceStandard.priority),
            col(ServiceStandard.limit_seconds),
            type_coerce(col(ServiceStandard.valid_until), BigInteger),
        )
        .where(col(ServiceStandard.team_id) == team_id)
        .order_by(col(ServiceStandard.number))
    )
    return tuple(Standard(*row) for row in rows)


@kept
async def helpdesk_names(session: AsyncSession, team_id: int) -> dict[str, str]:
    """Return the Slack user ID behind each name that a team's tickets use."""
    connection = await session.connection()
    rows = await connection.execute(
        select(col(HelpdeskName.name), col(HelpdeskName.slack_user_id))
        .where(col(HelpdeskName.team_id) == team_id)
        .order_by(col(HelpdeskName.name))
    )
    return {row[0]: row[1] for row in rows}


async def zone(session: AsyncSession, team_id: int) -> ZoneInfo:
    """Return a team's zone. Raises BotError for a team that there is not."""
    team = await session.get(Team, team_id)
    if team is None:
        raise BotError("error.button")
    return ZoneInfo(team.zone)
