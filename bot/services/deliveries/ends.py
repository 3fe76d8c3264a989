"""How an attempt at a delivery ends: what is tried again and when, and who has to be told."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.deliveries import refusal
from bot.models import Delivery, Hold
from bot.services.deliveries.ledger import RATE_LIMITED, WORKSPACE, Ended, Status
from bot.services.deliveries.notices import KIND as NOTICE
from bot.services.deliveries.notices import add_notices
from bot.store.deliveries import holds, ledger

MOST_ATTEMPTS = 3
"""How often a message is put together before it is given up."""

MOST_SENDS = 8
"""How often a message is sent that did not arrive: with growing pauses, over about an hour."""

FIRST_LOOK = timedelta(seconds=5)
"""How long after an unsure post its channel is read for the first time."""

LAST_LOOK = timedelta(seconds=60)
"""How long after it was sent a post that does not stand in its channel is sent again."""

UNREADABLE_FOR = timedelta(hours=1)
"""How long a channel's history may be unreadable before a person is asked to look."""

PAUSE = timedelta(minutes=5)
"""How often one post is tried in a channel that refuses them."""

_TROUBLED_AGAIN = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(minutes=15)


async def settle(database: Database, delivery: Delivery, ended: Ended, now: datetime) -> Ended:
    """Write how an attempt ended and return it; `lost` when the row is no longer this worker's.

    A failure goes back to planned, until it has failed often enough. Holds of its channel begin or
    end, and the leads are told of what they have to look after, in the same transaction.
    """
    attempts = delivery.attempts + ended.failed
    most = MOST_SENDS if delivery.sent_at else MOST_ATTEMPTS
    if ended.failed and attempts >= most and ended.status == "planned":
        status: Status = "ambiguous" if delivery.sent_at else "skipped"
        ended = Ended(status, ended.reason, failed=True)
    values = {**_values(delivery, ended, now), "attempts": attempts}
    async with database.write() as session:
        if not await ledger.change(session, delivery, values):
            return Ended("lost", "taken_by_another")
        if ended.held:
            await _hold(session, delivery, ended, now)
        if ended.status == "posted":
            await _lift(session, delivery, now)
        troubled = ended.failed and ended.status in {"skipped", "ambiguous"}
        if troubled and delivery.kind != NOTICE:
            await add_notices(session, delivery.team_id, ended.status, delivery.id, now)
    return ended


def _values(delivery: Delivery, ended: Ended, now: datetime) -> dict[str, object]:
    over = ended.status in {"posted", "skipped", "ambiguous"}
    return {
        "status": ended.status,
        "reason": ended.reason,
        "message_ts": ended.message_ts,
        "thread_ts": delivery.thread_ts if delivery.sent_at else None,
        "lease_until": None,
        "not_before": None if over else now + _wait(delivery, ended),
        "settled_at": _settled(delivery, ended, now) if over else None,
    }


def _settled(delivery: Delivery, ended: Ended, now: datetime) -> datetime:
    """Return when it ended: what is posted was when it was sent, however late that was found."""
    return delivery.sent_at or now if ended.status == "posted" else now


def _wait(delivery: Delivery, ended: Ended) -> timedelta:
    if ended.wait is not None:
        return ended.wait
    if ended.status == "unsure":
        return FIRST_LOOK
    if not ended.failed:
        return timedelta(0)
    pause: timedelta = _TROUBLED_AGAIN * 2**delivery.attempts
    return min(pause, _LONGEST_PAUSE)


async def _hold(session: AsyncSession, delivery: Delivery, ended: Ended, now: datetime) -> None:
    channel_id = WORKSPACE if ended.held == "workspace" else delivery.channel_id
    reason = ended.reason or RATE_LIMITED
    until = now + (ended.wait or PAUSE)
    wanted = Hold(channel_id=channel_id, reason=reason, since=now, until=until)
    hold = await holds.keep(session, wanted)
    if reason != RATE_LIMITED:
        since = int(hold.since.timestamp())
        await add_notices(session, delivery.team_id, "paused", f"{channel_id}:{since}", now)


async def _lift(session: AsyncSession, delivery: Delivery, now: datetime) -> None:
    about = {delivery.channel_id, WORKSPACE}
    over = [
        one.channel_id
        for one in await holds.every(session)
        if one.channel_id in about and (one.until <= now or one.reason != RATE_LIMITED)
    ]
    if over:
        await holds.lift(session, over)


def not_found(delivery: Delivery, now: datetime) -> Ended:
    """Return what becomes of an unsure row that does not stand in its channel at `now`."""
    since = now - (delivery.sent_at or delivery.planned_at)
    if timedelta(0) <= since < LAST_LOOK:
        return Ended("unsure", delivery.reason, wait=LAST_LOOK - since)
    return Ended("planned", delivery.reason, failed=True)


def unreadable(delivery: Delivery, reason: str, wait: timedelta | None, now: datetime) -> Ended:
    """Return what becomes of an unsure row whose channel can't be read.

    Where the bot may not read it, waiting helps nobody.
    """
    since = now - (delivery.sent_at or delivery.planned_at)
    if since >= UNREADABLE_FOR or refusal(reason) == "scope":
        return Ended("ambiguous", f"history_unreadable:{reason}", failed=True)
    return Ended("unsure", delivery.reason, wait=wait or LAST_LOOK)
