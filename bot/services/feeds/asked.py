"""Which helpdesks teams are connected with, for those who may change that."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.feeds import Connected, FeedsPage
from bot.models import Feed
from bot.sealing import Sealer
from bot.services.feeds.sources import CONNECTABLE, Hook, wants_key
from bot.services.team import Managed, team_for, teams_for
from bot.sources.pulls.products import PRODUCTS
from bot.store import feeds as store
from bot.store.team import writes

_REFUSAL = "feeds.error.forbidden"


async def teams_of(database: Database, user_id: str) -> Managed:
    """Return the teams that somebody may connect with a helpdesk. Raises BotError for none."""
    return await teams_for(database, user_id, _REFUSAL)


async def team_of(database: Database, user_id: str, team_id: int) -> str:
    """Return the name of a team. Raises BotError for whoever may not connect it."""
    return await team_for(database, user_id, team_id, _REFUSAL)


async def page(
    database: Database, sealer: Sealer, user_id: str, team_id: int | None, now: datetime
) -> FeedsPage:
    """Return what one team is connected with, or all teams that somebody looks after.

    Raises BotError.
    """
    found = await teams_of(database, user_id)
    if team_id is not None:
        await team_of(database, user_id, team_id)
    offered = [one for one in CONNECTABLE.values() if sealer.is_ready or not wants_key(one)]
    names = {number: name for number, name, _ in found.teams}
    wanted = names if team_id is None else {team_id: names[team_id]}
    return FeedsPage(
        tuple(await connected(database, wanted)),
        tuple(names.items()),
        team_id,
        tuple((one.key, one.title) for one in offered),
        sealer.is_ready,
        now,
    )


async def connected(
    database: Database, names: Mapping[int, str], *, counted: bool = True
) -> Sequence[Connected]:
    """Return the helpdesks that teams are connected with, by team and number.

    Unless `counted`, which takes a while where there are many, their tickets are 0.
    """
    async with database.read() as session:
        feeds = await store.of_teams(session, names)
        tickets = await store.tickets_of(session, feeds) if counted else {}
    return [
        _shown(one, names[one.team_id], tickets.get((one.team_id, one.source), 0)) for one in feeds
    ]


async def every(database: Database) -> Sequence[Connected]:
    """Return the helpdesks of all teams, for whoever runs the bot."""
    async with database.read() as session:
        names = {team.id or 0: team.name for team in await writes.all_teams(session)}
    return await connected(database, names)


async def failing(database: Database) -> list[tuple[str, str]]:
    """Return team and number of each helpdesk from which nothing comes in, and why."""
    async with database.read() as session:
        found = await store.every(session)
    return [
        (f"{one.team_id}-{one.number}", one.failure)
        for one in found
        if one.state == "on" and one.failure is not None
    ]


async def get(database: Database, who: str, team_id: int, number: int) -> Connected:
    """Return one helpdesk for whoever may change it. Raises BotError."""
    name = await team_of(database, who, team_id)
    async with database.read() as session:
        feed = await shown(session, team_id, number)
        tickets = await store.tickets_of(session, [feed])
    return _shown(feed, name, tickets.get((team_id, feed.source), 0))


async def shown(session: AsyncSession, team_id: int, number: int) -> Feed:
    """Return a helpdesk that a team is connected with. Raises BotError for one that is not."""
    feed = await store.get(session, team_id, number)
    if feed is None or feed.state not in store.SHOWN:
        raise BotError("feeds.error.gone")
    return feed


def _shown(feed: Feed, team_name: str, tickets: int) -> Connected:
    return Connected(
        team_id=feed.team_id,
        team_name=team_name,
        number=feed.number,
        product=feed.product,
        name=feed.name,
        address=feed.address,
        state=feed.state,
        tickets=tickets,
        heard_at=feed.heard_at,
        brought_at=feed.brought_at,
        failure=feed.failure,
        failed_since=feed.failed_since,
        is_renewable=feed.product in {*PRODUCTS, Hook.key},
        is_asked=feed.product != Hook.key,
    )
