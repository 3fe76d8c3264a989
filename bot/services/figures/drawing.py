"""Answers that are drawn once a minute for whoever asks the same again."""

from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime
from typing import TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.services.team import Request
from bot.store.kept import keep, recall

T = TypeVar("T")


def minute_of(now: datetime) -> int:
    """Return the minute that an instant lies in, by number."""
    return int(now.timestamp() // 60)


async def drawn_once(
    database: Database,
    request: Request,
    named: Hashable,
    draw: Callable[[AsyncSession], Awaitable[T]],
) -> T:
    """Return what `draw` makes of a request of now, drawn unless the same is kept.

    It is kept for the same person, in the same channel and with the same words, until the minute
    that it names is over or a table of figures changes; so it is as of an instant within that
    minute. What they may see comes from the same tables: whoever is taken out of a team is refused.
    `named` tells one kind of answer from another.
    """
    who = request.profile
    asked = (who.user_id, who.language, who.zone.key, request.channel_id, request.ask)
    key = ("drawn", named, *asked, minute_of(request.as_of))
    found: T | None = (await database.kept()).get(key)
    if found is None:
        async with database.read() as session:
            found = await recall(session, key)
            if found is None:
                found = await draw(session)
                await keep(session, key, found)
    return found
