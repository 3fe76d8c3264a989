"""The delivery ledger: a post that the bot makes by itself owns a row and ends with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import uuid4

from bot.db import Database
from bot.models import Delivery, Team
from bot.store import deliveries

MOST_ATTEMPTS = 3
Status = Literal["posted", "skipped", "ambiguous", "planned"]


@dataclass(frozen=True, slots=True)
class Due:
    """A post that fell due: `slot` names it among its kind and channel."""

    kind: str
    channel_id: str
    slot: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    """How a row ended; `reason` is named for everything but a plain post."""

    status: Status
    reason: str | None = None
    message_ts: str | None = None


async def plan(
    database: Database,
    team_id: int,
    due: Sequence[Due],
    now: datetime,
    overtaken: Sequence[Due] = (),
) -> None:
    """Add rows for what fell due, and skipped ones for what a later slot has overtaken.

    Slots that have a row keep it. The team is planned up to `now` in the same transaction.
    """
    async with database.write() as session:
        for one in due:
            await deliveries.add(session, planned_row(team_id, one, now))
        for one in overtaken:
            row = planned_row(team_id, one, now)
            row.status, row.reason, row.settled_at = "skipped", "overtaken", now
            await deliveries.add(session, row)
        team = await session.get_one(Team, team_id)
        team.planned_until = now


async def claim_by_hand(
    database: Database, team_id: int, due: Due, now: datetime
) -> Delivery | None:
    """Return a planned row for a post asked for by a person; None when the slot has one.

    A row that was skipped is taken up again.
    """
    row = planned_row(team_id, due, now)
    async with database.write() as session:
        if await deliveries.add(session, row):
            return row
        return await deliveries.take_up(session, row)


async def begin(database: Database, delivery: Delivery) -> bool:
    """Take a planned row on; return False when another worker has it."""
    async with database.write() as session:
        return await deliveries.begin(session, delivery.id)


async def settle(database: Database, delivery: Delivery, ended: Ended, now: datetime) -> None:
    """Write how a row ended. A failure that may be tried again goes back to planned, thrice."""
    if ended.status == "planned" and delivery.attempts + 1 >= MOST_ATTEMPTS:
        ended = Ended("skipped", ended.reason)
    values: dict[str, object] = {
        "status": ended.status,
        "reason": ended.reason,
        "message_ts": ended.message_ts,
        "thread_ts": delivery.thread_ts if ended.message_ts else None,
        "settled_at": None if ended.status == "planned" else now,
    }
    async with database.write() as session:
        await deliveries.settle(session, delivery.id, values)


async def recover(database: Database, now: datetime) -> int:
    """End what an earlier process left half sent as ambiguous; return how many rows."""
    async with database.write() as session:
        return await deliveries.interrupted(session, now)


async def waiting(database: Database, team_id: int, now: datetime) -> Sequence[Delivery]:
    """Return a team's planned rows that are due, in order."""
    async with database.read() as session:
        return await deliveries.planned(session, team_id, now)


async def caught_up(database: Database) -> bool:
    """Return whether posts have been planned, and all of them have ended."""
    async with database.read() as session:
        found = await deliveries.statuses(session)
    return bool(found) and found.isdisjoint({"planned", "sending"})


async def posting_teams(database: Database) -> Sequence[Team]:
    """Return the teams that have a channel."""
    async with database.read() as session:
        return await deliveries.teams_with_channel(session)


async def last_posted(database: Database, kind: str, channel_id: str) -> Delivery | None:
    """Return the latest posted row of a kind in a channel."""
    async with database.read() as session:
        return await deliveries.last_posted(session, kind, channel_id)


def planned_row(team_id: int, due: Due, now: datetime) -> Delivery:
    """Return the row of a post that is due, yet to be added."""
    return Delivery(
        id=uuid4().hex,
        team_id=team_id,
        kind=due.kind,
        channel_id=due.channel_id,
        slot=due.slot,
        due_at=due.due_at,
        planned_at=now,
    )
