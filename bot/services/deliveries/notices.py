"""Whom the bot tells, once, that a post did not come about or that a channel is on hold."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.clocks import from_micros, to_micros, when_may_reach
from bot.metrics.deliveries.posts import Notice, PostLine
from bot.models import Delivery, Team
from bot.services.deliveries.ledger import Due, planned_row
from bot.services.people import language_for
from bot.services.team import posting_times
from bot.store import warnings
from bot.store.deliveries import holds, ledger
from bot.store.people import people
from bot.store.team import writes as team_writes

log = structlog.get_logger()
KIND = "notice"
UNPLANNED: Literal["unplanned"] = "unplanned"


async def add_notices(
    session: AsyncSession, team_id: int, what: str, key: str, now: datetime
) -> None:
    """Plan a direct message to every lead and admin for working time, unless they have had it."""
    at = await reached_at(session, team_id, now)
    for user_id in await _told(session, team_id):
        due = Due(KIND, user_id, f"{what}:{key}", at)
        await ledger.add(session, planned_row(team_id, due, now))


async def tell_unplanned(
    database: Database, team_id: int, kind: str, since: datetime, now: datetime
) -> None:
    """Plan a notice that posts of a kind can't be planned since an instant, once for each since."""
    async with database.write() as session:
        await add_notices(session, team_id, UNPLANNED, f"{kind}:{int(since.timestamp())}", now)


async def content(database: Database, row: Delivery) -> Notice | str:
    """Return what a planned notice says now, or the named reason why it is not needed."""
    what, _, key = row.slot.partition(":")
    async with database.read() as session:
        team = await session.get_one(Team, row.team_id)
        person = await people.person(session, row.channel_id)
        if person is not None and person.deleted:
            return "person_deactivated"
        language = language_for(person)
        if what == "paused":
            return await _paused(session, key, team, language)
        if what == UNPLANNED:
            return _unplanned(key, team, language)
        about = await session.get(Delivery, key)
    if about is None or about.status != what:
        return "settled_since"
    return Notice(
        what="skipped" if what == "skipped" else "ambiguous",
        team_name=team.name,
        zone=ZoneInfo(team.zone),
        language=language,
        channel_id=about.channel_id,
        reason=about.reason or "",
        since=about.settled_at or about.planned_at,
        about=line(about),
    )


def line(row: Delivery) -> PostLine:
    """Return a row as a value."""
    return PostLine(
        id=row.id,
        kind=row.kind,
        channel_id=row.channel_id,
        slot=row.slot,
        status=row.status,
        reason=row.reason,
        due_at=row.due_at,
        settled_at=row.settled_at,
        message_ts=row.message_ts,
        sent=row.sent_at is not None,
    )


async def reached_at(session: AsyncSession, team_id: int, now: datetime) -> datetime:
    """Return when people of a team hear of something: now, or when they work.

    At once where its hours can't be read: that may be what they are to hear of.
    """
    team = await session.get_one(Team, team_id)
    try:
        clock = (await posting_times(session, team)).clock
        return from_micros(when_may_reach(to_micros(now), clock))
    except Exception:
        log.exception("working hours can't be read", team=team.name)
        return now


async def _paused(session: AsyncSession, key: str, team: Team, language: str) -> Notice | str:
    channel_id, _, since = key.rpartition(":")
    found = [one for one in await holds.every(session) if one.channel_id == channel_id]
    if not found or int(found[0].since.timestamp()) != int(since):
        return "settled_since"
    hold = found[0]
    zone = ZoneInfo(team.zone)
    return Notice("paused", team.name, zone, language, channel_id, hold.reason, hold.since)


def _unplanned(key: str, team: Team, language: str) -> Notice | str:
    kind, _, since = key.rpartition(":")
    reached = team.planned_until or team.created_at
    if int(reached.timestamp()) != int(since):
        return "settled_since"
    zone = ZoneInfo(team.zone)
    channel_id = team.channel_id or ""
    return Notice(UNPLANNED, team.name, zone, language, channel_id, "", reached, kind=kind)


async def _told(session: AsyncSession, team_id: int) -> Sequence[str]:
    leads = await warnings.told(session, team_id)
    admins = [user.id for user in await team_writes.admins(session)]
    return list(dict.fromkeys((*leads, *admins)))
