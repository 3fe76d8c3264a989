"""Causes of not-met tickets: named by members of the team, kept with who and when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.daily.cases import CAUSES, AllNamed
from bot.metrics.tickets import TicketKey
from bot.models import CaseCause, History
from bot.store import causes, history
from bot.store.team import teams

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
    async with database.write() as session:
        await _require(session, team_id, cause, who)
        if not await causes.lock(session, team_id, [case]):
            raise BotError("cases.error.gone", id=case.external_id)
        before = (await causes.numbered(session, team_id, [case])).get(case)
        if before is not None and before.cause == cause:
            return Named("unchanged", cause)
        await _write(session, team_id, {case: before}, cause, (who, now))
    return Named("changed", before.cause if before else None)


async def name_all(
    database: Database,
    team_id: int,
    cases: Collection[TicketKey],
    wanted: tuple[str, bool],
    who: str,
    now: datetime,
) -> AllNamed:
    """Write the cause that a member of the team names for many tickets, and the history of each.

    `wanted` is the cause, and whether those that have another get it too. It is all or nothing.
    Raises BotError for somebody outside the team, and a cause that is none of `CAUSES`.
    """
    cause, is_for_all = wanted
    async with database.write() as session:
        await _require(session, team_id, cause, who)
        there = await causes.lock(session, team_id, cases)
        before = await causes.numbered(session, team_id, there)
        same = sum(one.cause == cause for one in before.values())
        changing = {
            key: before.get(key)
            for key in there
            if key not in before or (is_for_all and before[key].cause != cause)
        }
        shown = await _write(session, team_id, changing, cause, (who, now))
    kept = len(there) - same - len(changing)
    return AllNamed(cause, len(changing), kept, same, len(cases) - len(there), shown)


async def _require(session: AsyncSession, team_id: int, cause: str, who: str) -> None:
    """Raise BotError unless somebody may name this cause in a team."""
    if cause not in CAUSES:
        raise BotError("error.button")
    row = next((one for one in await teams.all_teams(session, who) if one.id == team_id), None)
    if row is None:
        raise BotError("error.button")
    if row.role is None and not row.is_admin:
        raise BotError("cases.error.members_only", team=row.name)


async def _write(
    session: AsyncSession,
    team_id: int,
    cases: Mapping[TicketKey, causes.Latest | None],
    cause: str,
    by: tuple[str, datetime],
) -> tuple[str, ...]:
    """Write a cause for tickets that are locked, each with the one it had before.

    Return what is to be drawn, as in `AllNamed`.
    """
    if not cases:
        return ()
    who, now = by
    made = [
        CaseCause(
            team_id=team_id,
            source=case.source,
            external_id=case.external_id,
            number=before.number + 1 if before else 1,
            cause=cause,
            named_by=who,
            named_at=now,
        )
        for case, before in cases.items()
    ]
    changes = [
        History(
            team_id=team_id,
            number=0,
            subject=SUBJECT,
            subject_key=subject_key(case),
            event="cause_named",
            who=who,
            at=now,
            before=history.written({"cause": before.cause if before else None}),
            after=history.written({"cause": cause}),
        )
        for case, before in cases.items()
    ]
    await causes.add_all(session, made)
    marked = await history.add_all(session, team_id, changes)
    shown = {(one.channel_id, one.message_ts): one.subject_key for one in marked}
    return tuple(sorted(set(shown.values()))) or (subject_key(next(iter(cases))),)


def subject_key(case: TicketKey) -> str:
    """Return the key of a ticket in cards and history."""
    return f"{case.source}/{case.external_id}"
