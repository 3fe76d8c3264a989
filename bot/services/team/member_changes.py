"""Who is in a team, changed within a transaction, each change with its row of history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.team.membership import ROLES
from bot.models import Member
from bot.store import history
from bot.store.team import helpdesk
from bot.store.team import writes as store

SUBJECT = "member"
Became = Literal["added", "changed", "same"]


@dataclass(frozen=True, slots=True)
class By:
    """Who changes something and when: a Slack user ID, or a name in the shell."""

    who: str
    now: datetime


async def put(  # noqa: PLR0913, PLR0917  what there is to say of a member
    session: AsyncSession,
    team_id: int,
    user_id: str,
    role: str | None,
    names: Sequence[str],
    by: By,
    why: str | None = None,
) -> Became:
    """Add somebody (as agent unless said), or change their role; give them names nobody has."""
    member = await session.get(Member, (team_id, user_id))
    place = (session, team_id, SUBJECT, user_id)
    became: Became = "same"
    if member is None:
        became, role = "added", role or ROLES[0]
        session.add(Member(team_id=team_id, slack_user_id=user_id, role=role))
        await session.flush()
        await history.add(*place, "added", by.who, by.now, after={"role": role})
    elif role and role != member.role:
        became, before = "changed", member.role
        member.role = role
        session.add(member)
        change = ({"role": before}, {"role": role})
        await history.add(*place, "role_changed", by.who, by.now, *change)
    for name in names:
        if await helpdesk.owner(session, team_id, name) is None:
            await helpdesk.put(session, team_id, name, user_id)
            await history.add(*place, "name_linked", by.who, by.now, after={"name": name}, why=why)
            became = "changed" if became == "same" else became
    return became


async def take_out(session: AsyncSession, member: Member, by: By) -> None:
    """Take a member out of their team, with their helpdesk names."""
    team_id, user_id = member.team_id, member.slack_user_id
    rows = await store.helpdesk_names_of(session, team_id)
    names = ", ".join(row.name for row in rows if row.slack_user_id == user_id)
    before = {"role": member.role, "names": names}
    await store.remove_member(session, team_id, user_id)
    place = (session, team_id, SUBJECT, user_id, "removed")
    await history.add(*place, by.who, by.now, before=before)
