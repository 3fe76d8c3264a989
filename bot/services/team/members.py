"""Who belongs to a team, in which role, under which helpdesk names; and the bot's admins."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.models import HelpdeskName, Member, SlackUser
from bot.services.team.member_changes import By, put, take_out
from bot.services.team.settings import find_team
from bot.store import history
from bot.store.team import writes as store


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member as `frt member list` tells it; `name` is empty until Slack has been asked."""

    user_id: str
    name: str
    role: str
    helpdesk_names: tuple[str, ...]
    is_admin: bool


async def put_member(
    database: Database,
    team_name: str,
    user_id: str,
    role: str | None = None,
    helpdesk_names: tuple[str, ...] = (),
    *,
    by: By,
) -> MemberLine:
    """Add a person to a team (as agent unless said), or change their role and add names.

    Raises BotError when a helpdesk name belongs to another member already.
    """
    async with database.write() as session:
        team = await find_team(session, team_name)
        team_id = team.id or 0
        for name in helpdesk_names:
            held = await session.get(HelpdeskName, (team_id, name))
            if held and held.slack_user_id != user_id:
                raise BotError("setup.name_taken", name=name, user=held.slack_user_id)
        await put(session, team_id, user_id, role, helpdesk_names, by)
        lines = await _lines(session, team_id)
    return next(line for line in lines if line.user_id == user_id)


async def remove_member(database: Database, team_name: str, user_id: str, by: By) -> None:
    """Take a person out of a team with their helpdesk names. Raises BotError if they are not in."""
    async with database.write() as session:
        team = await find_team(session, team_name)
        member = await session.get(Member, (team.id, user_id))
        if member is None:
            raise BotError("setup.not_member", user=user_id, name=team.name)
        await take_out(session, member, by)


async def list_members(database: Database, team_name: str) -> list[MemberLine]:
    """Return the members of a team by Slack user ID. Raises BotError."""
    async with database.read() as session:
        team = await find_team(session, team_name)
        return await _lines(session, team.id or 0)


async def set_admin(database: Database, user_id: str, by: By, *, admin: bool) -> None:
    """Make a person admin of the bot for every team, or no longer."""
    async with database.write() as session:
        user = await session.get(SlackUser, user_id)
        user = user or SlackUser(id=user_id, refreshed_at=store.ALWAYS)
        if user.is_admin == admin:
            return
        user.is_admin = admin
        session.add(user)
        change = ({"admin": not admin}, {"admin": admin})
        place = (session, history.NO_TEAM, "admin", user_id, "changed")
        await history.add(*place, by.who, by.now, *change)


async def list_admins(database: Database) -> list[tuple[str, str]]:
    """Return (Slack user ID, name) of every admin of the bot."""
    async with database.read() as session:
        return [(user.id, user.name) for user in await store.admins(session)]


async def _lines(session: AsyncSession, team_id: int) -> list[MemberLine]:
    members = await store.members_of(session, team_id)
    names = await store.helpdesk_names_of(session, team_id)
    known = await store.users(session, [member.slack_user_id for member in members])
    lines = []
    for member in members:
        user = known.get(member.slack_user_id)
        own = tuple(name.name for name in names if name.slack_user_id == member.slack_user_id)
        lines.append(
            MemberLine(
                member.slack_user_id,
                user.name if user else "",
                member.role,
                own,
                bool(user and user.is_admin),
            )
        )
    return lines
