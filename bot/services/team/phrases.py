"""A team's phrases that are no reply, each with how many replies it was."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.team.settings_form import PhraseMet
from bot.models import Team
from bot.store.team import phrases


async def phrases_met(session: AsyncSession, team: Team) -> tuple[PhraseMet, ...]:
    """Return a team's phrases that are no reply, each with how many replies it was."""
    told = team.not_replies.splitlines()
    known = await phrases.counted(session, team.id or 0) if told else {}
    return tuple(PhraseMet(phrase, *known.get(phrase, (0, None))) for phrase in told)
