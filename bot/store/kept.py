"""Reading once what has not changed since: whoever writes says so, see `bot/db/state.py`."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import bound, kept_beside, lasting

P = ParamSpec("P")
T = TypeVar("T")

MOST_ROWS = 60_000
"""As many are kept of a state, about a kilobyte each; what was kept first goes first."""
_ROW_CHARACTERS = 500
_ROWS, _TURN = "rows", "turn"


Read: TypeAlias = Callable[Concatenate[AsyncSession, P], Coroutine[Any, Any, T]]


def kept(read: Read[P, T]) -> Read[P, T]:
    """Let a query answer from what it read before, for the same arguments by position.

    It reads no other tables than `state.SHARED`. What it returns is shared between readers: it
    must not be changed.
    """

    @wraps(read)
    async def answer(session: AsyncSession, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await _answered(session, None, read, *args, **kwargs)

    return answer


def kept_of_team(
    read: Callable[Concatenate[AsyncSession, int, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[AsyncSession, int, P], Coroutine[Any, Any, T]]:
    """Let a query about one team do so, which may read that team's rows of `state.OF_TEAM` as well.

    Files that are taken in for other teams change nothing.
    """

    @wraps(read)
    async def answer(
        session: AsyncSession, team_id: int, /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await _answered(session, team_id, read, team_id, *args, **kwargs)

    return answer


async def _answered(
    session: AsyncSession, team_id: int | None, read: Read[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    key = (read.__qualname__, *args)
    found = await recall(session, key, team_id)
    if found is None:
        found = await read(session, *args, **kwargs)
        await keep(session, key, found, team_id)
    result: T = found
    return result


async def _shelf(session: AsyncSession, team_id: int | None) -> dict[Hashable, Any]:
    beside = await kept_beside(session)
    return beside.shared if team_id is None else beside.of_team(team_id)


async def recall(session: AsyncSession, key: Hashable, team_id: int | None = None) -> Any:  # noqa: ANN401  what was kept, untouched
    """Return what was kept under a key, of what teams share or of one team; or None."""
    return (await _shelf(session, team_id)).get(key)


async def keep(
    session: AsyncSession, key: Hashable, found: object, team_id: int | None = None
) -> None:
    """Keep something until the tables that teams share change, or too much has been kept since.

    With `team_id` it comes from that team's tickets as well, and goes when they change.
    """
    rows = _rows(found)
    if rows > MOST_ROWS:
        return
    held = await _shelf(session, team_id)
    if key in held:
        held[_ROWS] -= _rows(held.pop(key))
    total = held.pop(_ROWS, 0) + rows
    while total > MOST_ROWS:
        total -= _rows(held.pop(next(iter(held))))
    held |= {_ROWS: total, key: found}
    if team_id is not None:
        bound(session, _held, MOST_ROWS)


def _held(memory: dict[Hashable, Any]) -> int:
    rows: int = memory.get(_ROWS, 0)
    return rows


async def made_once(
    session: AsyncSession, team_id: int, key: Hashable, make: Callable[[], Awaitable[T]]
) -> T:
    """Return what is kept of a team under a key, else what `make` makes, which is kept.

    Whoever comes while it is made, in the same state, waits for it.
    """
    found: T | None = await recall(session, key, team_id)
    if found is None:
        held = await _shelf(session, team_id)
        async with held.setdefault((_TURN, key), asyncio.Lock()):
            found = await recall(session, key, team_id)
            if found is None:
                found = await make()
                await keep(session, key, found, team_id)
        held.pop((_TURN, key), None)
    return found


def named(session: AsyncSession, key: Hashable) -> Any:  # noqa: ANN401  what was named, untouched
    """Return what a key names for ever, if it is held still; or None."""
    return lasting(session).get(key)


def name(session: AsyncSession, key: Hashable, found: T, kilobytes: int) -> T:
    """Hold something that its key names for ever, whatever changes; return it."""
    lasting(session).hold(key, found, kilobytes)
    return found


def _rows(found: object) -> int:
    """Return as how many rows something counts."""
    if isinstance(found, tuple | list | dict):
        return len(found)
    if isinstance(found, str):
        return 1 + len(found) // _ROW_CHARACTERS
    return 1 + int(getattr(found, "kilobytes", 0))
