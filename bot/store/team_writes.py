"""Rows of teams, their hours, standards and members: what setting a team up reads and writes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.standards import DIMENSIONS
from bot.models import HelpdeskName, Member, ServiceStandard, SlackUser, Team, TeamHours, Ticket

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
ALWAYS_DAY = date(1970, 1, 1)


async def team_named(session: AsyncSession, name: str) -> Team | None:
    """Return the team of this name, letter case aside in every script."""
    teams = await all_teams(session)
    return next((team for team in teams if team.name.casefold() == name.casefold()), None)


async def team_in_channel(session: AsyncSession, channel_id: str) -> Team | None:
    """Return the team that has this Slack channel."""
    return (await session.exec(select(Team).where(Team.channel_id == channel_id))).first()


async def all_teams(session: AsyncSession) -> Sequence[Team]:
    """Return every team by name."""
    return (await session.exec(select(Team).order_by(Team.name))).all()


async def has_tickets(session: AsyncSession, team_id: int) -> bool:
    """Return whether any ticket of the team was ever taken in."""
    return await any_ticket(session, team_id) is not None


async def any_ticket(session: AsyncSession, team_id: int) -> str | None:
    """Return the number of one of the team's tickets, if it has any."""
    found = await session.exec(select(Ticket.external_id).where(Ticket.team_id == team_id).limit(1))
    return found.first()


async def hours_of(session: AsyncSession, team_id: int) -> Sequence[TeamHours]:
    """Return the versions of a team's working hours, oldest first."""
    versions = select(TeamHours).where(TeamHours.team_id == team_id)
    return (await session.exec(versions.order_by(col(TeamHours.valid_from)))).all()


async def put_hours(session: AsyncSession, team_id: int, valid_from: date, hours: str) -> None:
    """Let these hours hold from a local date on; a version of the same date is replaced."""
    await session.merge(TeamHours(team_id=team_id, valid_from=valid_from, hours=hours))


async def standards_of(session: AsyncSession, team_id: int) -> Sequence[ServiceStandard]:
    """Return the service standards of a team in the order in which they were set."""
    rules = select(ServiceStandard).where(ServiceStandard.team_id == team_id)
    return (await session.exec(rules.order_by(col(ServiceStandard.number)))).all()


async def put_standard(session: AsyncSession, rule: ServiceStandard) -> None:
    """Add a rule under the team's next number; one for the same tickets and instant is replaced."""
    rules = await standards_of(session, rule.team_id)
    same = next((known for known in rules if _same_start(known, rule)), None)
    if same:
        same.limit_seconds = rule.limit_seconds
        same.valid_until = None
        session.add(same)
        return
    rule.number = max((known.number for known in rules), default=0) + 1
    session.add(rule)
    await session.flush()


async def end_standard(
    session: AsyncSession, team_id: int, condition: dict[str, str | None], at: datetime
) -> None:
    """Take away the rules with just this condition (`{"tier": "gold"}`) from an instant on."""
    wanted = {name: (condition.get(name) or "").casefold() for name in DIMENSIONS}
    for rule in await standards_of(session, team_id):
        held = {name: (getattr(rule, name) or "").casefold() for name in DIMENSIONS}
        if held == wanted and rule.valid_until is None:
            rule.valid_until = max(at, rule.valid_from)
            session.add(rule)
    await session.flush()


def _same_start(one: ServiceStandard, other: ServiceStandard) -> bool:
    fields = ("valid_from", *DIMENSIONS)
    return all(getattr(one, field) == getattr(other, field) for field in fields)


async def members_of(session: AsyncSession, team_id: int) -> Sequence[Member]:
    """Return the members of a team by Slack user ID."""
    members = select(Member).where(Member.team_id == team_id)
    return (await session.exec(members.order_by(Member.slack_user_id))).all()


async def helpdesk_names_of(session: AsyncSession, team_id: int) -> Sequence[HelpdeskName]:
    """Return the helpdesk names of a team's members by name."""
    names = select(HelpdeskName).where(HelpdeskName.team_id == team_id)
    return (await session.exec(names.order_by(HelpdeskName.name))).all()


async def remove_member(session: AsyncSession, team_id: int, user_id: str) -> None:
    """Take a person and their helpdesk names out of a team."""
    await session.exec(
        delete(HelpdeskName).where(
            col(HelpdeskName.team_id) == team_id, col(HelpdeskName.slack_user_id) == user_id
        )
    )
    await session.exec(
        delete(Member).where(col(Member.team_id) == team_id, col(Member.slack_user_id) == user_id)
    )


async def users(session: AsyncSession, user_ids: Sequence[str]) -> dict[str, SlackUser]:
    """Return what is known of these Slack users, by ID."""
    found = await session.exec(select(SlackUser).where(col(SlackUser.id).in_(user_ids)))
    return {user.id: user for user in found}


async def admins(session: AsyncSession) -> Sequence[SlackUser]:
    """Return the admins of the bot by Slack user ID."""
    found = await session.exec(
        select(SlackUser).where(col(SlackUser.is_admin)).order_by(SlackUser.id)
    )
    return found.all()
