"""Who somebody is in a team: what every subject asks before it lets them change something."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.membership import LEADING
from bot.models import Member, SlackUser


async def role(session: AsyncSession, team_id: int, user_id: str) -> str | None:
    """Return a person's role in a team, `admin` for an admin of the bot, None for neither."""
    person = await session.get(SlackUser, user_id)
    if person is not None and person.is_admin:
        return "admin"
    member = await session.get(Member, (team_id, user_id))
    return member.role if member else None


async def leading(session: AsyncSession, team_id: int) -> list[tuple[str, str]]:
    """Return (user ID, role) of a team's leads, then of its operations specialists."""
    query = (
        select(Member.slack_user_id, Member.role)
        .where(Member.team_id == team_id, col(Member.role).in_(LEADING))
        .order_by(Member.role, Member.slack_user_id)
    )
    return [(user_id, name) for user_id, name in (await session.exec(query)).all()]


async def with_roles(session: AsyncSession, team_id: int, names: Sequence[str]) -> tuple[str, ...]:
    """Return the user IDs of a team's members with one of these roles, in the roles' order."""
    query = select(Member.slack_user_id, Member.role).where(
        Member.team_id == team_id, col(Member.role).in_(names)
    )
    found = sorted((names.index(name), user_id) for user_id, name in await session.exec(query))
    return tuple(user_id for _, user_id in found)


async def people_by_role(session: AsyncSession, team_id: int) -> dict[str, str]:
    """Return for each role of a team the first member who has it and is not deactivated."""
    query = (
        select(Member.role, Member.slack_user_id)
        .outerjoin(SlackUser, col(SlackUser.id) == col(Member.slack_user_id))
        .where(Member.team_id == team_id, col(SlackUser.deleted).is_not(True))
        .order_by(col(Member.slack_user_id).desc())
    )
    return dict((await session.exec(query)).all())
