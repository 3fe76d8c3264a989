"""Where the tickets of a helpdesk that is connected lead to."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.tickets import read_addresses, write_desks
from bot.models import Feed, Team
from bot.sources.pulls import Place
from bot.sources.pulls.products import PRODUCTS


async def link(session: AsyncSession, feed: Feed) -> None:
    """Have the tickets of a helpdesk lead to it, also once it is connected no more."""
    product = PRODUCTS.get(feed.product)
    address = product.ticket_address(Place(feed.address, feed.account)) if product else ""
    team = await session.get(Team, feed.team_id, with_for_update=True)
    if team is not None and address:
        known = read_addresses(team.ticket_address, team.desk_addresses)
        team.desk_addresses = write_desks(known, {feed.source: address})
        session.add(team)
