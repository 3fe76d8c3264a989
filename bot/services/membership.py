"""Who is in a team and whose names its tickets use, changed by its lead or an admin in Slack."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.membership import (
    ROLES,
    Colleague,
    MemberRow,
    MembersPage,
    NameKey,
    UnknownName,
)
from bot.metrics.paging import page_at
from bot.models import Member, Team
from bot.services import leads
from bot.services.matching import Matcher, digest
from bot.services.member_changes import SUBJECT, By, put, take_out
from bot.services.readers import Profile
from bot.store import helpdesk, history, roles
from bot.store import team_writes as store

PAGE = 10
NAMES_PAGE = 8
LOOKED_BACK = timedelta(days=90)
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page of whose team; `who` asks or changes something, at `now`."""

    team_id: int
    who: str
    now: datetime
    page: int = 1
    names_page: int = 1


async def page(
    database: Database, turn: Turn, people: Sequence[Colleague] | None = None
) -> MembersPage:
    """Return a page; without `people` (those in Slack) nobody is proposed. Raises BotError."""
    async with database.read() as session:
        team = await _team(session, turn, lock=False)
        members = await _members(session, turn.team_id)
        unknown = await _unknown(session, turn)
        has_tickets = await store.has_tickets(session, turn.team_id)
    matcher = Matcher(people or ())
    at = page_at(turn.page, len(members), PAGE)
    names_at = page_at(turn.names_page, len(unknown), NAMES_PAGE)
    proposed = [
        UnknownName(
            NameKey(used.name, digest(used.name)),
            used.tickets,
            used.last_opened,
            matcher.match(used.name).people,
        )
        for used in names_at.of(unknown)
    ]
    return MembersPage(
        team_id=turn.team_id,
        team_name=team.name,
        zone=team.zone,
        member_count=len(members),
        members=tuple(at.of(members)),
        page=at.number,
        pages=at.pages,
        unknown_count=len(unknown),
        unknown=tuple(proposed),
        names_page=names_at.number,
        names_pages=names_at.pages,
        has_tickets=has_tickets,
        looking_up=people is None and bool(unknown),
    )


async def link_by_email(
    database: Database, turn: Turn, people: Sequence[Colleague]
) -> tuple[tuple[str, str], ...]:
    """Give names that hold somebody's e-mail address to them; return (name, user ID) of each.

    They become agents of the team if they were not in it. Raises BotError.
    """
    matcher, linked = Matcher(people), []
    async with database.write() as session:
        await _team(session, turn)
        for used in await _unknown(session, turn):
            match = matcher.match(used.name)
            if match.by == "email":
                person = match.people[0]
                await _put_name(session, turn, person.user_id, used.name, "email")
                linked.append((used.name, person.user_id))
    return tuple(linked)


async def link(database: Database, turn: Turn, key: str, person: Profile | None) -> str:
    """Give the unknown name with this digest to somebody; return the name. Raises BotError."""
    known = _accepted(person)
    async with database.write() as session:
        await _team(session, turn)
        names = {digest(used.name): used.name for used in await _unknown(session, turn)}
        if key not in names:
            raise BotError("members.name_gone")
        await _put_name(session, turn, known.user_id, names[key], "confirmed")
        return names[key]


async def unlink(database: Database, turn: Turn, user_id: str, key: str) -> None:
    """Take a helpdesk name away from a member. Raises BotError."""
    async with database.write() as session:
        await _team(session, turn)
        own = await store.helpdesk_names_of(session, turn.team_id)
        for row in own:
            if row.slack_user_id == user_id and digest(row.name) == key:
                await helpdesk.take(session, row)
                place = (session, turn.team_id, SUBJECT, user_id, "name_unlinked")
                await history.add(*place, turn.who, turn.now, before={"name": row.name})


async def add(database: Database, turn: Turn, person: Profile | None, role: str) -> None:
    """Add somebody in a role. Raises BotError for guests, bots and deactivated people."""
    known = _accepted(person)
    async with database.write() as session:
        await _team(session, turn)
        if await session.get(Member, (turn.team_id, known.user_id)):
            raise BotError("members.already", user=known.user_id)
        await _join(session, turn, known.user_id, role)


async def set_role(database: Database, turn: Turn, user_id: str, role: str) -> None:
    """Change a member's role. Raises BotError when the team would be left without a lead."""
    _checked(role)
    async with database.write() as session:
        await _team(session, turn)
        member = await _member(session, turn, user_id)
        if member.role != role:
            await _keep_a_lead(session, turn, member)
            await put(session, turn.team_id, user_id, role, (), By(turn.who, turn.now))


async def remove(database: Database, turn: Turn, user_id: str) -> None:
    """Take a member and their helpdesk names out. Raises BotError."""
    async with database.write() as session:
        await _team(session, turn)
        member = await _member(session, turn, user_id)
        await _keep_a_lead(session, turn, member)
        await take_out(session, member, By(turn.who, turn.now))


async def _team(session: AsyncSession, turn: Turn, *, lock: bool = True) -> Team:
    alone = {"key_share": True} if lock else None
    team = await session.get(Team, turn.team_id, with_for_update=alone)
    if team is None:
        raise BotError("error.button")
    await leads.refuse(session, turn.team_id, turn.who)
    return team


async def _member(session: AsyncSession, turn: Turn, user_id: str) -> Member:
    member = await session.get(Member, (turn.team_id, user_id))
    if member is None:
        raise BotError("members.gone", user=user_id)
    return member


async def _keep_a_lead(session: AsyncSession, turn: Turn, member: Member) -> None:
    if member.role != "lead" or await roles.role(session, turn.team_id, turn.who) == "admin":
        return
    leads = [one for one in await store.members_of(session, turn.team_id) if one.role == "lead"]
    if len(leads) == 1:
        raise BotError("members.last_lead")


async def _join(session: AsyncSession, turn: Turn, user_id: str, role: str = "agent") -> None:
    if await session.get(Member, (turn.team_id, user_id)) is None:
        await put(session, turn.team_id, user_id, _checked(role), (), By(turn.who, turn.now))


async def _put_name(session: AsyncSession, turn: Turn, user_id: str, name: str, why: str) -> None:
    await put(session, turn.team_id, user_id, None, (name,), By(turn.who, turn.now), why)


async def _members(session: AsyncSession, team_id: int) -> list[MemberRow]:
    rows = await store.members_of(session, team_id)
    names = await store.helpdesk_names_of(session, team_id)
    known = await store.users(session, [row.slack_user_id for row in rows])
    members = [
        MemberRow(
            row.slack_user_id,
            known[row.slack_user_id].name if row.slack_user_id in known else "",
            row.role,
            tuple(
                NameKey(name.name, digest(name.name))
                for name in names
                if name.slack_user_id == row.slack_user_id
            ),
        )
        for row in rows
    ]
    order = {"lead": 0, "operations": 1}
    return sorted(members, key=lambda row: (order.get(row.role, 2), row.name.casefold()))


async def _unknown(session: AsyncSession, turn: Turn) -> list[helpdesk.UsedName]:
    used = await helpdesk.names_in_tickets(session, turn.team_id, turn.now - LOOKED_BACK)
    known = {row.name for row in await store.helpdesk_names_of(session, turn.team_id)}
    left = [one for name, one in used.items() if name not in known and len(name) <= LONGEST_NAME]
    return sorted(left, key=lambda one: (-one.tickets, one.name))


def _accepted(person: Profile | None) -> Profile:
    if person is None:
        raise BotError("members.unknown_person")
    if person.refused:
        raise BotError(f"members.refused.{person.refused}", name=person.name)
    return person


def _checked(role: str) -> str:
    if role not in ROLES:
        raise BotError("error.button")
    return role
