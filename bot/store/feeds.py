"""Helpdesks that teams are connected with."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, or_, update
from sqlalchemy import select as columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.clocks import to_micros
from bot.metrics.feeds import Heard
from bot.models import Feed, HelpdeskName, Import, Member, SlackUser, Ticket
from bot.store.numbers import following

SUBJECT = "feed"
"""What a helpdesk that is connected is called in the history."""
SHOWN = ("on", "paused")


async def add(session: AsyncSession, feed: Feed) -> int:
    """Add a helpdesk with the team's next number, and return that."""
    feed.number = await following(session, Feed, feed.team_id)
    session.add(feed)
    await session.flush()
    return feed.number


async def get(session: AsyncSession, team_id: int, number: int) -> Feed | None:
    """Return one helpdesk."""
    return await session.get(Feed, (team_id, number))


async def of_teams(session: AsyncSession, team_ids: Collection[int]) -> Sequence[Feed]:
    """Return the helpdesks that these teams are connected with, in the order they came."""
    query = select(Feed).where(col(Feed.team_id).in_(team_ids), col(Feed.state).in_(SHOWN))
    return (await session.exec(query.order_by(col(Feed.team_id), col(Feed.number)))).all()


async def same(session: AsyncSession, team_id: int, here: tuple[str, str, str]) -> Feed | None:
    """Return a helpdesk that a team is connected with, by its product, address and account."""
    feeds = await of_teams(session, [team_id])
    return next((one for one in feeds if (one.product, one.address, one.account) == here), None)


async def every(session: AsyncSession) -> Sequence[Feed]:
    """Return every helpdesk that a team is connected with."""
    query = select(Feed).where(col(Feed.state).in_(SHOWN))
    return (await session.exec(query.order_by(col(Feed.team_id), col(Feed.number)))).all()


async def sealed(session: AsyncSession) -> Sequence[Feed]:
    """Return every helpdesk that has a secret."""
    return (await session.exec(select(Feed).where(col(Feed.secret).is_not(None)))).all()


async def claim(session: AsyncSession, feed: Feed, until: datetime) -> bool:
    """Take a helpdesk until an instant; return False where somebody else has been at it since."""
    taken = {"fence": feed.fence + 1, "held_until": until}
    return await _changed(session, feed, taken)


async def keep(session: AsyncSession, feed: Feed, values: Mapping[str, Any]) -> bool:
    """Change a helpdesk that a process has; return False where another has it by now."""
    return await _changed(session, feed, values)


async def change(
    session: AsyncSession, team_id: int, number: int, values: Mapping[str, Any]
) -> None:
    """Change a helpdesk, whoever has it: they find that they have it no more."""
    changed = {**values, "fence": col(Feed.fence) + 1, "held_until": None}
    connection = await session.connection()
    await connection.execute(_the(team_id, number).values(changed))


async def heard(session: AsyncSession, team_id: int) -> list[Heard]:
    """Return since and up to when each helpdesk of a team was heard; those never heard are none."""
    query = columns(col(Feed.live_since), col(Feed.heard_at)).where(
        col(Feed.team_id) == team_id,
        col(Feed.state) == "on",
        col(Feed.live_since).is_not(None),
        col(Feed.heard_at).is_not(None),
    )
    connection = await session.connection()
    found = await connection.execute(query)
    return [Heard(to_micros(since), to_micros(at)) for since, at in found if since and at]


async def tickets_of(
    session: AsyncSession, feeds: Collection[Feed]
) -> Mapping[tuple[int, str], int]:
    """Return how many tickets there are by team and source, of the sources of these helpdesks."""
    if not feeds:
        return {}
    wanted = {(one.team_id, one.source) for one in feeds}
    of = [
        and_(col(Ticket.team_id) == team_id, col(Ticket.source) == source)
        for team_id, source in sorted(wanted)
    ]
    key = (col(Ticket.team_id), col(Ticket.source))
    query = columns(*key, func.count()).where(or_(*of)).group_by(*key)
    connection = await session.connection()
    return {(team_id, source): n for team_id, source, n in await connection.execute(query)}


async def sources_of(
    session: AsyncSession, team_id: int, opened: Mapping[str, datetime]
) -> Mapping[str, int]:
    """Return by source how many of these tickets it has, by their id and when they were opened."""
    query = columns(col(Ticket.source), col(Ticket.external_id), col(Ticket.opened_at)).where(
        col(Ticket.team_id) == team_id, col(Ticket.external_id).in_(opened)
    )
    connection = await session.connection()
    found: dict[str, int] = {}
    for source, external_id, at in await connection.execute(query):
        if abs((at - opened[external_id]).total_seconds()) < 60:
            found[source] = found.get(source, 0) + 1
    return found


async def tickets(session: AsyncSession, team_id: int) -> int:
    """Return how many tickets a team has, wherever they are from."""
    connection = await session.connection()
    query = columns(func.count()).select_from(Ticket).where(col(Ticket.team_id) == team_id)
    return int((await connection.execute(query)).scalar_one())


async def sources(session: AsyncSession, team_id: int) -> frozenset[str]:
    """Return the sources that a team has files or helpdesks of."""
    connection = await session.connection()
    files = columns(col(Import.source)).where(col(Import.team_id) == team_id).distinct()
    feeds = columns(col(Feed.source)).where(col(Feed.team_id) == team_id)
    found = [*(await connection.execute(files)).scalars()]
    return frozenset([*found, *(await connection.execute(feeds)).scalars()])


async def brought(session: AsyncSession, feed: Feed) -> tuple[int, int, Any, Any]:
    """Return how many tickets a helpdesk brought and set aside, and when they were opened."""
    query = columns(
        func.coalesce(func.sum(col(Import.created)), 0),
        func.coalesce(func.sum(col(Import.quarantined)), 0),
        func.min(col(Import.first_opened_at)),
        func.max(col(Import.last_opened_at)),
    ).where(col(Import.team_id) == feed.team_id, col(Import.feed_number) == feed.number)
    connection = await session.connection()
    made, aside, first, last = (await connection.execute(query)).one()
    return int(made), int(aside), first, last


async def has_new(session: AsyncSession, before: datetime) -> bool:
    """Return whether a helpdesk was tried before an instant and never confirmed."""
    connection = await session.connection()
    query = columns(col(Feed.number)).where(col(Feed.state) == "new", col(Feed.made_at) < before)
    return (await connection.execute(query.limit(1))).first() is not None


async def names_in_slack(
    session: AsyncSession, team_id: int
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return a team's members by ID with their names, and whose each name in tickets is."""
    connection = await session.connection()
    name = func.coalesce(col(SlackUser.name), "")
    query = columns(col(Member.slack_user_id), name).outerjoin(
        SlackUser, col(SlackUser.id) == col(Member.slack_user_id)
    )
    members = await connection.execute(query.where(col(Member.team_id) == team_id))
    known = columns(col(HelpdeskName.name), col(HelpdeskName.slack_user_id)).where(
        col(HelpdeskName.team_id) == team_id
    )
    names = {user: name or user for user, name in members}
    owners = {row.name: row.slack_user_id for row in await connection.execute(known)}
    return names, owners


async def give_names(session: AsyncSession, team_id: int, names: Mapping[str, str]) -> None:
    """Keep whose these names in tickets are, unless somebody said so meanwhile."""
    for name, user_id in sorted(names.items()):
        if await session.get(HelpdeskName, (team_id, name)) is None:
            session.add(HelpdeskName(team_id=team_id, name=name, slack_user_id=user_id))


async def forget_new(session: AsyncSession, before: datetime) -> int:
    """Delete helpdesks that were tried before an instant and never confirmed; return how many."""
    connection = await session.connection()
    old = and_(col(Feed.state) == "new", col(Feed.made_at) < before)
    return (await connection.execute(delete(Feed).where(old))).rowcount


async def drop_new(session: AsyncSession, team_id: int, number: int) -> None:
    """Delete a helpdesk that was tried and is not to be connected."""
    connection = await session.connection()
    key = (col(Feed.team_id) == team_id, col(Feed.number) == number)
    await connection.execute(delete(Feed).where(*key, col(Feed.state) == "new"))


async def _changed(session: AsyncSession, feed: Feed, values: Mapping[str, Any]) -> bool:
    held = _the(feed.team_id, feed.number).where(col(Feed.fence) == feed.fence)
    connection = await session.connection()
    return (await connection.execute(held.values(values))).rowcount == 1


def _the(team_id: int, number: int):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return update(Feed).where(col(Feed.team_id) == team_id, col(Feed.number) == number)
