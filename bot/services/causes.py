"""Causes of not-met tickets: named by members of the team, kept with who and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.db import Database
from bot.errors import BotError
from bot.metrics.daily import CAUSES
from bot.models import Card, CaseCause
from bot.store import cards, causes, history, teams
from bot.store.causes import CaseKey

__all__ = ["CaseKey", "Named", "messages_showing", "name_cause", "remember_messages"]

SUBJECT = "case"


@dataclass(frozen=True, slots=True)
class Named:
    """What became of a click: `reason` changed or unchanged, and the cause there was before."""

    reason: Literal["changed", "unchanged"]
    before: str | None


async def name_cause(
    database: Database, team_id: int, case: CaseKey, cause: str, who: str, now: datetime
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


async def remember_messages(
    database: Database,
    team_id: int,
    cases: Iterable[CaseKey],
    place: tuple[str, str],
    view: str,
) -> None:
    """Remember that a message (channel, ts) shows these tickets, and how it is drawn."""
    channel_id, message_ts = place
    async with database.write() as session:
        for case in cases:
            card = Card(
                team_id=team_id,
                subject=SUBJECT,
                subject_key=subject_key(case),
                channel_id=channel_id,
                message_ts=message_ts,
                view=view,
            )
            await cards.add(session, card)


async def messages_showing(
    database: Database, team_id: int, case: CaseKey, view: str
) -> list[tuple[str, str]]:
    """Return (channel, ts) of the messages of one view that show a ticket."""
    async with database.read() as session:
        rows = await cards.of_subject(session, team_id, SUBJECT, subject_key(case))
        return [(row.channel_id, row.message_ts) for row in rows if row.view == view]


def subject_key(case: CaseKey) -> str:
    """Return what a ticket is called in cards and history."""
    return f"{case.source}/{case.external_id}"
