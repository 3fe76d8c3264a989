"""Who leads a team: who hears of what concerns it, and who may look after it."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BotError
from bot.metrics.membership import MAY_DECIDE
from bot.store import people, roles


async def leads_told(session: AsyncSession, team_id: int) -> list[str]:
    """Return a team's leads; without one, its operations specialists. Never who left."""
    leading = [
        one for one in await roles.leading(session, team_id) if not await is_gone(session, one[0])
    ]
    leads = [user_id for user_id, role in leading if role == "lead"]
    return leads or [user_id for user_id, _ in leading]


async def is_gone(session: AsyncSession, user_id: str) -> bool:
    """Return whether somebody left the workspace."""
    person = await people.person(session, user_id)
    return person is not None and bool(person.deleted)


async def refuse(
    session: AsyncSession, team_id: int, user_id: str, key: str = "setup.forbidden"
) -> None:
    """Raise BotError `key` unless somebody leads this team or is admin of the bot."""
    if await roles.role(session, team_id, user_id) not in MAY_DECIDE:
        raise BotError(key)
