"""A team's deliveries as a lead or admin looks at them: what went well, and what needs somebody."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.paging import page_at
from bot.metrics.posts import (
    TROUBLED,
    PostHold,
    PostPage,
    PostRow,
    deeds_of,
    state_of,
)
from bot.models import Delivery, Hold, Team
from bot.services.delivery import RATE_LIMITED, WORKSPACE
from bot.services.delivery_notices import line
from bot.services.leads import refuse
from bot.services.teams import find_team
from bot.store import deliveries, history, holds, team_writes

SUBJECT = "delivery"
DAYS = 14
PAGE = 8


async def page(
    database: Database, team_id: int, user_id: str, now: datetime, number: int = 1
) -> PostPage:
    """Return a page of a team's last 14 days. Raises BotError but for its leads and admins."""
    async with database.read() as session:
        await refuse(session, team_id, user_id, "deliveries.error.forbidden")
        team = await session.get(Team, team_id)
        if team is None:
            raise BotError("error.button")
        every = await _of_team(session, team, now, DAYS)
        rows = [row for row in every.rows if row.state != "quiet"]
    at = page_at(number, len(rows), PAGE)
    return _cut(every, at.of(rows), at.number, at.pages)


async def overview(
    database: Database, team_name: str | None, now: datetime, days: int = DAYS
) -> list[PostPage]:
    """Return everything of a team, or of all, also what had nothing to say, each on one page.

    Raises BotError for a team that there is not.
    """
    async with database.read() as session:
        teams = await team_writes.all_teams(session)
        if team_name is not None:
            teams = [await find_team(session, team_name)]
        return [await _of_team(session, team, now, days) for team in teams]


async def row_now(database: Database, delivery_id: str, now: datetime) -> PostRow:
    """Return one delivery as it stands. Raises BotError when there is none of this id."""
    async with database.read() as session:
        delivery = await session.get(Delivery, delivery_id)
        if delivery is None:
            raise BotError("deliveries.error.gone")
        zone = ZoneInfo((await session.get_one(Team, delivery.team_id)).zone)
        return row_of(delivery, in_force(await holds.every(session), now), zone, now)


async def posts_to_settle(database: Database, now: datetime) -> list[PostPage]:
    """Return for every team only its holds and what is ambiguous."""
    pages = await overview(database, None, now)
    return [_cut(one, [row for row in one.rows if row.state == "ambiguous"], 1, 1) for one in pages]


def in_force(known: Sequence[Hold], now: datetime) -> dict[str, Hold]:
    """Return the holds that still hold, by channel.

    One that a person has to mend holds until a post succeeds, one for Slack's limits until then.
    """
    return {one.channel_id: one for one in known if one.reason != RATE_LIMITED or one.until > now}


def row_of(delivery: Delivery, held: Mapping[str, Hold], zone: ZoneInfo, now: datetime) -> PostRow:
    """Return a row as a list shows it, before anybody asked anything of it."""
    told = line(delivery)
    hold = held.get(delivery.channel_id) or held.get(WORKSPACE)
    state = state_of(told, hold.reason if hold else None, now)
    return PostRow(told, state, deeds_of(told, state, now.astimezone(zone).date()))


async def _of_team(session: AsyncSession, team: Team, now: datetime, days: int) -> PostPage:
    assert team.id is not None  # noqa: S101  a stored team has its id
    zone = ZoneInfo(team.zone)
    held = in_force(await holds.every(session), now)
    found = await deliveries.of_team(session, team.id, now - timedelta(days=days))
    rows = [row_of(one, held, zone, now) for one in found]
    troubled = [row for row in rows if row.state in TROUBLED]
    rows = troubled + [row for row in rows if row.state not in TROUBLED]
    waiting = {row.line.channel_id for row in rows if row.state in {"held", "late", "planned"}}
    about = {team.channel_id, WORKSPACE, *waiting}
    return PostPage(
        team_id=team.id,
        team_name=team.name,
        zone=zone,
        days=days,
        rows=tuple(await _with_history(session, team.id, rows)),
        holds=tuple(
            PostHold(one.channel_id, one.reason, one.since)
            for one in held.values()
            if one.channel_id in about
        ),
        counts=dict(Counter(row.state for row in rows)),
    )


async def _with_history(
    session: AsyncSession, team_id: int, rows: Sequence[PostRow]
) -> list[PostRow]:
    changes = await history.latest_of(session, team_id, SUBJECT)
    return [
        replace(row, asked=asked, by=by)
        for row in rows
        for asked, by in [changes.get(row.line.id, (0, None))]
    ]


def _cut(every: PostPage, rows: Sequence[PostRow], number: int, pages: int) -> PostPage:
    return replace(every, rows=tuple(rows), page=number, pages=pages)
