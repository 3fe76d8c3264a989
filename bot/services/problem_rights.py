"""Who may do what with a problem, decided from the database at every click."""

from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.store import roles

Deed = Literal["make", "analyse", "report", "close", "reopen"]
_REPORT = ("lead", "quality", "operations")
_CLOSE = ("lead", "quality")


def may(deed: Deed, role: str | None, *, is_owner: bool = False) -> bool:
    """Return whether somebody with a role in the team has the right to something, in any state.

    Every member and admin makes and analyses; lead, quality, operations, admins and who solves it
    post the report; lead, quality and admins close and reopen.
    """
    if deed == "report":
        return is_owner or role in {*_REPORT, "admin"}
    if deed in {"close", "reopen"}:
        return role in {*_CLOSE, "admin"}
    return role is not None


async def deciders(session: AsyncSession, team_id: int, deed: Deed) -> tuple[str, ...]:
    """Return the user IDs of a team's members who may do something, leads first."""
    names = _REPORT if deed == "report" else _CLOSE
    return await roles.with_roles(session, team_id, names)
