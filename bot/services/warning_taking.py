"""*Acknowledge*: somebody takes a warning on."""

from dataclasses import dataclass
from datetime import datetime

from bot.db import Database
from bot.errors import BotError
from bot.ids import WarningValue
from bot.metrics.membership import MAY_LEAD
from bot.metrics.near_threshold import acknowledge as step
from bot.metrics.warning_report import Acknowledgement
from bot.models import Team
from bot.services.warning_notes import acknowledgement
from bot.services.warnings import standing_of
from bot.store import history, roles
from bot.store import warnings as store


@dataclass(frozen=True, slots=True)
class Taken:
    """What a click came to: `reason` is acknowledged, already_acknowledged or cleared.

    `by` is who has the warning, if anybody.
    """

    reason: str
    by: Acknowledgement | None


async def acknowledge(
    database: Database, user_id: str, value: WarningValue, now: datetime
) -> Taken:
    """Note that somebody takes a warning on, once; who came second learns who was first.

    Raises BotError for everybody but the team's leads, its operations specialists and admins.
    """
    async with database.write() as session:
        team = await session.get(Team, value.team_id)
        if team is None:
            raise BotError("error.button")
        if await roles.role(session, value.team_id, user_id) not in MAY_LEAD:
            raise BotError("warning.error.forbidden", team=team.name)
        state = await store.state(session, value.team_id, value.metric, lock=True)
        first = await acknowledgement(session, value.team_id, value.metric, value.raised)
        if state is None or state.raised_on != value.raised or not standing_of(state).warned:
            return Taken("cleared", first)
        before = standing_of(state)
        after, change = step(before)
        if change is None:
            return Taken("already_acknowledged", first)
        state.phase, state.acknowledged, state.acknowledged_by = after.phase, True, user_id
        session.add(state)
        await history.add(
            session,
            value.team_id,
            store.SUBJECT,
            store.subject_key(value.raised, value.metric),
            change.reason,
            user_id,
            now,
            {"state": before.name},
            {"state": after.name},
        )
    return Taken(change.reason, Acknowledgement(user_id, now))
