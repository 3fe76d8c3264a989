"""Answers that are drawn once a minute for whoever asks the same again."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import COMMITS, Database, Kept, kept_beside
from bot.services.team import Request
from bot.store.kept import keep

T = TypeVar("T")
_LAST = "last"
_MOMENT_SECONDS = 1.0


def minute_of(now: datetime) -> int:
    """Return the minute that an instant lies in, by number."""
    return int(now.timestamp() // 60)


@dataclass(slots=True)
class _Drawn(Generic[T]):
    """What was drawn last of a question: about which team, and when it was true still.

    `own` is the number that this process had drawn last for the team's tickets by then.
    """

    made: T
    team_id: int | None
    own: int | None
    true_at: float


async def drawn_once(
    database: Database,
    request: Request,
    named: Hashable,
    draw: Callable[[AsyncSession], Awaitable[tuple[int | None, T]]],
) -> T:
    """Return what `draw` makes of a request of now, drawn unless the same is kept.

    `draw` returns the team that it is about as well, None if it is about no one team's tickets.
    It is kept for the same person, in the same channel and with the same words, until the minute
    that it names is over, the team's tickets change, or a table that teams share; so it is as of
    an instant within that minute. What they may see comes from those tables: whoever is taken out
    of a team is refused. `named` tells one kind of answer from another.

    Of many who ask just when another process has changed the team's tickets nobody waits: for a
    second they get what was true within that second, while it is drawn anew, once for all.
    """
    who = request.profile
    asked = (who.user_id, who.language, who.zone.key, request.channel_id, request.ask)
    key = ("drawn", named, *asked, minute_of(request.as_of))

    async def make(database: Database) -> T:
        own = dict(COMMITS.teams)
        async with database.read() as session:
            kept = await kept_beside(session)
            found: T | None = _held(kept, key)
            if found is None:
                team_id, found = await draw(session)
                drawn = _Drawn(found, team_id, own.get(team_id or 0), kept.at)
                await keep(session, (_LAST, key), drawn)
                await keep(session, key, found, team_id)
            return found

    kept = await database.kept()
    found: T | None = _held(kept, key)
    if found is not None:
        return found
    last: _Drawn[T] | None = kept.shared.get((_LAST, key))
    state = kept.state_of(last.team_id or 0 if last else 0)
    making = database.started((key, state, COMMITS.made), make)
    if last is not None and _is_fresh(last, kept):
        return last.made
    return await asyncio.shield(making)


def _held(kept: Kept, key: Hashable) -> Any:  # noqa: ANN401  what was drawn, untouched
    """Return what is kept under a key, by the team that it was about before; or None."""
    last: _Drawn[Any] | None = kept.shared.get((_LAST, key))
    if last is None:
        return None
    found = (kept.shared if last.team_id is None else kept.of_team(last.team_id)).get(key)
    if found is not None:
        last.true_at = max(last.true_at, kept.at)
    return found


def _is_fresh(last: _Drawn[Any], kept: Kept) -> bool:
    """Tell whether something was true a moment ago, and this process has not changed it since."""
    own = COMMITS.teams.get(last.team_id or 0)
    return own == last.own and kept.at - last.true_at <= _MOMENT_SECONDS
