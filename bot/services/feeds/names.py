"""Members of a team by the names that stand in tickets of a Slack channel: their own."""

from collections.abc import Mapping

from bot.db import Database
from bot.store import feeds as store


async def names_in_slack(database: Database, team_id: int) -> Mapping[str, str]:
    """Return the name of each member by Slack user ID, and keep that it is theirs.

    One that stands for somebody else already gives way to the ID.
    """
    async with database.read() as session:
        names, known = await store.names_in_slack(session, team_id)
    told = {user: name if known.get(name, user) == user else user for user, name in names.items()}
    new = {name: user for user, name in told.items() if name not in known}
    if new:
        async with database.write() as session:
            await store.give_names(session, team_id, new)
    return told
