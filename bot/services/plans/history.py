"""What plans and items are called in a history, and how their changes are written."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.history import Edit
from bot.services.forms import write_all
from bot.store import cards

PLAN, ITEM, CHECKLIST = "plan", "item", "checklist"
"""CHECKLIST is the order of a plan's items."""


async def note(
    session: AsyncSession, team_id: int, subject: str, made: Sequence[tuple[str, Edit]]
) -> None:
    """Write changes of items or of their order in the transaction that makes them.

    Each comes with its key, which begins with the plan's number. Posted checklists show them.
    """
    await write_all(session, team_id, subject, made)
    await cards.mark(session, team_id, PLAN, sorted({key.partition(".")[0] for key, _ in made}))
