"""Causes of not-met tickets: named by members of the team, kept with who and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.db import Database
from bot.errors import BotError
from bot.metrics.cases import CAUSES
from bot.metrics.tickets import TicketKey
from bot.models import CaseCause
from bot.store import causes, history, teams

SUBJECT = "case"
"""What a not-met ticket is called in cards and history."""


@dataclass(frozen=True, slots=True)
class Named:
    """What became of a click: `reason` changed or unchanged, and the cause there was before."""

    reason: Literal["changed", "unchanged"]
    before: str | None


async def name_cause(
    database: Database, team_id: int, case: TicketKey, cause: str, who: str, now: datetime
) -> Named:
    """Write the cause that a member of the team names for a ticket, and its history.

    The cause that is already the latest one is not written again. Raises BotError for somebody
    outside the team, a ticket that is not there, and a cause that is none of `CAUSES`.
    """
    if cause not in CAUSES:
        raise BotError("error.button")
    async with database.write() as session:
        row = next((one for one in await teams.all_teams(session, who) if one.id == team_id), None)
        if row is None:
            raise BotError("error.button")
        if row.role is None and not row.is_admin:
            raise BotError("cases.error.members_only", team=row.name)
        if not await causes.lock(session, team_id, case):
            raise BotError("cases.error.gone", id=case.external_id)
        latest = await causes.last(session, team_id, case)
        before = latest.cause if latest else None
        if before == cause:
            return Named("unchanged", before)
        made = CaseCause(
            team_id=team_id,
            source=case.source,
            external_id=case.external_id,
            number=latest.number + 1 if latest else 1,
            cause=cause,
            named_by=who,
            named_at=now,
        )
        await causes.add(session, made)
        await history.add(
            session,
            team_id,
            SUBJECT,
            subject_key(case),
            "cause_named",
            who,
            now,
            before={"cause": before},
            after={"cause": cause},
        )
    return Named("changed", before)


def subject_key(case: TicketKey) -> str:
    """Return the key of a ticket in cards and history."""
    return f"{case.source}/{case.external_id}"
