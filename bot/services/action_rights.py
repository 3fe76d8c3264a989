"""Who may change an action how, decided from the database at every click."""

from dataclasses import dataclass, field
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BotError
from bot.metrics.actions import ActionFacts, Kind
from bot.metrics.membership import MAY_DECIDE, MAY_LEAD
from bot.services.text_checks import Errors
from bot.store import actions as store
from bot.store import roles

Reason = Literal["allowed", "changed", "unchanged", "forbidden", "done", "stale", "invalid", "gone"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a click: the named reason and the action as it stands now.

    `event` is what a change is called in the history, `decides` whether who clicked leads the team
    or is an admin. `done` as a reason says that the action's state leaves no such change.

    `leading` are the user IDs of those who may change every action of the team, `leads` the
    team's leads among them, `owner_role` the owner's role in the team (None: not a member).
    `errors` say by field of the form what is wrong with it.
    """

    reason: Reason
    action: ActionFacts | None = None
    leading: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    owner_role: str | None = None
    decides: bool = False
    event: str = ""
    errors: Errors = field(default_factory=dict)

    @property
    def facts(self) -> ActionFacts:
        """The action; raises BotError when there is none."""
        if self.action is None:
            raise BotError("action.error.gone")
        return self.action


def lead_decides(kind: str) -> bool:
    """Return whether a change is the team's lead's to make."""
    return kind in _LEADS


def may(action: ActionFacts, kind: Kind, who: str, role: str | None) -> bool:
    """Return whether somebody with a role in the team has the right to a change, in any state.

    Owner, lead, operations and admins move an action and ask to drop it; dropping, verifying,
    reopening and extending is for leads and admins. What the data found met its owner verifies too.
    """
    if not lead_decides(kind):
        return who == action.owner_id or role in MAY_LEAD
    by_data = kind == "verify" and action.verdict == "met" and who == action.owner_id
    return role in MAY_DECIDE or by_data


async def considered(
    session: AsyncSession, place: tuple[int, int], who: str, kind: Kind, *, lock: bool = False
) -> Decision:
    """Return whether somebody may change an action of a team so as it stands, and who else may."""
    action = await store.action(session, *place, lock=lock)
    if action is None:
        return Decision("gone")
    role = await roles.role(session, place[0], who)
    leading = await roles.leading(session, place[0])
    leads = tuple(user_id for user_id, held in leading if held == "lead")
    reason: Reason = "allowed"
    if kind not in action.changes():
        reason = "done"
    elif not may(action, kind, who, role):
        reason = "forbidden"
    others = leads if lead_decides(kind) else tuple(user_id for user_id, _ in leading)
    return Decision(reason, action, others, leads, decides=role in MAY_DECIDE)


async def changed(session: AsyncSession, team_id: int, number: int, event: str) -> Decision:
    """Return an action that was just changed, and who is to know."""
    action = await store.action(session, team_id, number)
    leading = await roles.leading(session, team_id)
    owner_role = await roles.role(session, team_id, action.owner_id) if action else None
    return Decision(
        "changed",
        action,
        tuple(user_id for user_id, _ in leading),
        tuple(user_id for user_id, role in leading if role == "lead"),
        owner_role,
        event=event,
    )


_LEADS = frozenset({"verify", "reopen", "extend"})
