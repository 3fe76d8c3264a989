"""The delivery ledger: a post that the bot makes by itself owns a row and ends with a reason.

A row is planned, then held by one worker under a lease and a fence while it is sent, then posted,
skipped or ambiguous. When nobody can tell whether it was posted it is unsure: the channel is read
before anything is sent again. A worker whose fence is no longer the row's changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from uuid import uuid4

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.deliveries.posts import Missed
from bot.models import Delivery
from bot.store.deliveries import holds, ledger

LEASE = timedelta(seconds=60)
WORKSPACE = "*"
"""What is on hold when nothing can be posted anywhere."""

RATE_LIMITED = "ratelimited"
ON_ITS_WAY = frozenset({"already_planned", "taken_by_another", RATE_LIMITED, "unreachable"})
"""Reasons for which a post does not stand yet, and will without anybody's help."""
Status = Literal["posted", "skipped", "ambiguous", "planned", "unsure", "lost"]
Held = Literal["channel", "workspace"]


@dataclass(frozen=True, slots=True)
class Due:
    """A post that fell due: `slot` names it among its kind and channel."""

    kind: str
    channel_id: str
    slot: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    """How an attempt ended; `reason` is named for everything but a plain post.

    `wait` is how long Slack asks to be left alone, `held` what is on hold until then. `failed`
    counts against the row, and the lead is told when it ends that way. A `lost` row belongs to
    another worker by now.
    """

    status: Status
    reason: str | None = None
    message_ts: str | None = None
    wait: timedelta | None = None
    held: Held | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class ToDo:
    """A team's rows to look after, in the order they fell due, and what was `held` meanwhile.

    The leases of `abandoned` ones are over, the channels of `unsure` ones should be read, and
    `waiting` ones are planned.
    """

    abandoned: Sequence[Delivery] = ()
    unsure: Sequence[Delivery] = ()
    waiting: Sequence[Delivery] = ()
    held: Mapping[str, str] = field(default_factory=dict)


async def plan(  # noqa: PLR0913  what is planned, and how far
    database: Database,
    team_id: int,
    due: Sequence[Due],
    now: datetime,
    overtaken: Sequence[Due] = (),
    overtaking: Sequence[str] = (),
    *,
    through: bool = True,
) -> None:
    """Add rows for what fell due, and skipped ones for what a later slot has overtaken.

    Slots that have a row keep it. A new row of a kind in `overtaking` also overtakes those of its
    channel that are still planned. The team is planned up to `now` in the same transaction, unless
    it is not `through`: then what could not be computed is asked for again.
    """
    async with database.write() as session:
        await _skip(session, team_id, overtaken, "overtaken:not_running", now)
        for one in due:
            row = planned_row(team_id, one, now)
            if await ledger.add(session, row) and one.kind in overtaking:
                await ledger.overtake(session, row, now)
        if through:
            await ledger.planned_through(session, team_id, now)


async def plan_idly(database: Database, team_ids: Sequence[int], now: datetime) -> None:
    """Remember that teams which nothing fell due for are planned up to now, in one change."""
    if not team_ids:
        return
    async with database.write() as session:
        await ledger.planned_idly(session, team_ids, now)


async def leave_out(
    database: Database, team_id: int, due: Sequence[Due], reason: str, now: datetime
) -> None:
    """Add skipped rows for slots that nobody shall hear of."""
    async with database.write() as session:
        await _skip(session, team_id, due, reason, now)


async def _skip(
    session: AsyncSession, team_id: int, due: Sequence[Due], reason: str, now: datetime
) -> None:
    for one in due:
        row = planned_row(team_id, one, now)
        row.status, row.reason, row.settled_at = "skipped", reason, now
        await ledger.add(session, row)


async def claim_by_hand(
    database: Database, team_id: int, due: Due, now: datetime
) -> Delivery | None:
    """Return a planned row for a post asked for by a person; None when the slot has one.

    A row that was skipped, or waits for its channel, is taken up again.
    """
    row = planned_row(team_id, due, now)
    async with database.write() as session:
        if await ledger.add(session, row):
            return row
        return await ledger.take_up(session, row)


def standing(row: Delivery | None) -> str | None:
    """Return a row's status, `held` for one that waits until its channel takes posts again."""
    if row is None:
        return None
    return "held" if row.status == "planned" and row.reason else row.status


async def begin(
    database: Database, delivery: Delivery, now: datetime, lease: timedelta = LEASE
) -> bool:
    """Take a planned row on under a new fence; return False when another worker has it."""
    until = now + lease
    async with database.write() as session:
        fence = await ledger.begin(session, delivery.id, delivery.fence, until)
    if fence is None:
        return False
    delivery.status, delivery.fence, delivery.lease_until = "sending", fence, until
    return True


async def hold(database: Database, delivery: Delivery, reason: str) -> None:
    """Say on a planned row why it waits."""
    async with database.write() as session:
        await ledger.change(session, delivery, {"reason": reason})


async def put_off(database: Database, delivery: Delivery, until: datetime) -> None:
    """Plan a row that is due for a later instant."""
    async with database.write() as session:
        await ledger.change(session, delivery, {"due_at": until})


async def next_planned(database: Database, after: datetime, until: datetime) -> datetime | None:
    """Return when the first row is due that is planned for after one instant and up to another."""
    async with database.read() as session:
        return await ledger.next_planned(session, after, until)


async def sending(
    database: Database, delivery: Delivery, now: datetime, lease: timedelta = LEASE
) -> bool:
    """Renew the lease just before Slack is asked to post; return False when it is lost."""
    values = {"lease_until": now + lease, "sent_at": now, "thread_ts": delivery.thread_ts}
    async with database.write() as session:
        held = await ledger.change(session, delivery, values)
    if held:
        delivery.sent_at = now
    return held


async def held_channels(database: Database, now: datetime) -> dict[str, str]:
    """Return what nothing is posted to now, and why; `*` is the whole workspace.

    When Slack limits two channels, it is the workspace that it limits.
    """
    async with database.read() as session:
        return await _held(session, now)


def held_by(held: Mapping[str, str], channel_id: str) -> str | None:
    """Return why nothing is posted to a channel, of what is held; None when posts go there."""
    return held.get(channel_id) or held.get(WORKSPACE)


async def _held(session: AsyncSession, now: datetime) -> dict[str, str]:
    known = await holds.every(session)
    longest = now + ledger.LONGEST_WAIT
    held = {one.channel_id: one.reason for one in known if now < one.until <= longest}
    if list(held.values()).count(RATE_LIMITED) > 1:
        held.setdefault(WORKSPACE, RATE_LIMITED)
    return held


async def open_teams(session: AsyncSession, now: datetime, team_id: int | None = None) -> set[int]:
    """Return which teams have rows that are due and have not ended, of all or of one.

    Those do not count that say already why they wait, as long as it is why.
    """
    found = await ledger.not_ended(session, now, team_id)
    held = await _held(session, now)
    return {
        team_id
        for team_id, status, channel_id, reason in found
        if status != "planned" or reason is None or reason != held_by(held, channel_id)
    }


async def recover(database: Database, team_id: int, now: datetime, lease: timedelta = LEASE) -> int:
    """Take rows from workers whose lease is over; return how many.

    What Slack was not asked yet to post is planned again, the rest is unsure.
    """
    async with database.write() as session:
        left = await ledger.abandoned(session, team_id, now, lease)
        taken = [await ledger.change(session, row, _free_again(row)) for row in left]
    return sum(taken)


def _free_again(row: Delivery) -> dict[str, object]:
    return {
        "status": "unsure" if row.sent_at else "planned",
        "reason": "interrupted",
        "fence": row.fence + 1,
        "lease_until": None,
        "not_before": None,
    }


async def to_do(database: Database, team_id: int, now: datetime, lease: timedelta = LEASE) -> ToDo:
    """Return what is to be done for a team now."""
    async with database.read() as session:
        rows = await ledger.to_do(session, team_id, now, lease)
        held = await _held(session, now) if rows else {}
    abandoned, unsure, waiting = (
        [row for row in rows if row.status == one] for one in ("sending", "unsure", "planned")
    )
    return ToDo(abandoned, unsure, waiting, held)


async def missed_before(database: Database, delivery: Delivery) -> Missed | None:
    """Return what was overtaken since the post before this one of its kind and channel."""
    async with database.read() as session:
        return await missed_in(session, delivery)


async def missed_in(session: AsyncSession, delivery: Delivery) -> Missed | None:
    """Return the same, within a transaction."""
    rows = await ledger.overtaken_before(session, delivery)
    if not rows:
        return None
    reason = (rows[-1].reason or "").removeprefix("overtaken:")
    return Missed(tuple(row.slot for row in rows), reason)


async def caught_up(database: Database) -> bool:
    """Return whether posts have been planned, and all of them have ended."""
    async with database.read() as session:
        found = await ledger.statuses(session)
    return bool(found) and found.isdisjoint({"planned", "sending", "unsure"})


async def restored(database: Database, now: datetime) -> int:
    """Skip what had not ended when a backup was made, and plan nothing before `now`.

    What was posted since then is not in the backup and would be posted again. Returns how many
    rows were skipped.
    """
    async with database.write() as session:
        return await ledger.restored(session, now)


async def of_slot(database: Database, kind: str, channel_id: str, slot: str) -> Delivery | None:
    """Return the row of a slot."""
    async with database.read() as session:
        return await ledger.of_slot(session, kind, channel_id, slot)


async def last_posted(database: Database, kind: str, channel_id: str) -> Delivery | None:
    """Return the latest posted row of a kind in a channel."""
    async with database.read() as session:
        return await ledger.last_posted(session, kind, channel_id)


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
