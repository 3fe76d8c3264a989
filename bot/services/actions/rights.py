"""What became of the wish to make an action, and who is to know."""

from dataclasses import dataclass, field
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BotError
from bot.metrics.actions.actions import ActionFacts
from bot.services.typed import Errors
from bot.store import actions as store
from bot.store.team import roles

Reason = Literal["changed", "unchanged", "forbidden", "invalid"]


@dataclass(frozen=True, slots=True)
class Decision:
    """The named reason and the action as it stands now.

    `owner_role` is the owner's role in the team (None: not a member); `errors` say by field of the
    form what is wrong with it.
    """

    reason: Reason
    action: ActionFacts | None = None
    owner_role: str | None = None
    errors: Errors = field(default_factory=dict)

    @property
    def facts(self) -> ActionFacts:
        """The action; raises BotError when there is none."""
        if self.action is None:
            raise BotError("action.error.gone")
        return self.action


async def changed(session: AsyncSession, team_id: int, number: int) -> Decision:
    """Return an action that was just made, and its owner's role."""
    action = await store.action(session, team_id, number)
    owner_role = await roles.role(session, team_id, action.owner_id) if action else None
    return Decision("changed", action, owner_role)
