"""Whom the bot tells that something is the matter with a helpdesk, or is no more."""

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.feeds import FeedNotice, every
from bot.models import Delivery, Feed, Team
from bot.services.deliveries import Due, planned_row, reached_at
from bot.services.people import language_for
from bot.store import feeds as store
from bot.store.deliveries import ledger
from bot.store.people import people
from bot.store.team import roles

KIND = "feed"
What = Literal["failed", "resumed", "first"]


async def tell(
    session: AsyncSession, feed: Feed, what: What, since: datetime, now: datetime
) -> None:
    """Plan a direct message about a helpdesk, once for each `since`.

    That it brought its first tickets hears whoever connected it, at once; anything else leads and
    operations as well, when they work.
    """
    leading = [user_id for user_id, _ in await roles.leading(session, feed.team_id)]
    told = [feed.made_by] if what == "first" else [feed.made_by, *leading]
    at = now if what == "first" else await reached_at(session, feed.team_id, now)
    slot = f"{feed.team_id}:{feed.number}:{what}:{int(since.timestamp())}"
    for user_id in dict.fromkeys(told):
        await ledger.add(session, planned_row(feed.team_id, Due(KIND, user_id, slot, at), now))


async def content(database: Database, row: Delivery) -> FeedNotice | str:
    """Return what a planned notice says now, or the named reason why it is not needed."""
    _, number, said, since = row.slot.split(":")
    what: What = "first" if said == "first" else "resumed" if said == "resumed" else "failed"
    async with database.read() as session:
        team = await session.get_one(Team, row.team_id)
        person = await people.person(session, row.channel_id)
        feed = await store.get(session, row.team_id, int(number))
        if person is not None and person.deleted:
            return "person_deactivated"
        if feed is None or feed.state != "on" or _is_settled(feed, what, int(since)):
            return "settled_since"
        made, aside, first, last = await store.brought(session, feed)
    return FeedNotice(
        what=what,
        language=language_for(person),
        zone=ZoneInfo(team.zone),
        team_id=row.team_id,
        team_name=team.name,
        number=feed.number,
        name=feed.name,
        product=feed.product,
        since=datetime.fromtimestamp(int(since), tz=feed.made_at.tzinfo),
        failure=feed.failure,
        tickets=made,
        set_aside=aside,
        first=first,
        last=last,
        every=every(feed.kind),
    )


def _is_settled(feed: Feed, what: What, since: int) -> bool:
    """Return whether what a notice is of is over: it failed, and answers again, or the reverse."""
    if what == "failed":
        return feed.failed_since is None or int(feed.failed_since.timestamp()) != since
    return what == "resumed" and feed.failure is not None
