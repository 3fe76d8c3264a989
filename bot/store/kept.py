"""Reading once what has not changed since: whoever writes says so, see `bot/db/state.py`."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import memory_of_figures

P = ParamSpec("P")
T = TypeVar("T")

MOST_ROWS = 60_000
"""As many are kept of a state, about a kilobyte each; what was kept first goes first."""
_ROW_CHARACTERS = 500
_ROWS, _TURN = "rows", "turn"


def kept(
    read: Callable[Concatenate[AsyncSession, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[AsyncSession, P], Coroutine[Any, Any, T]]:
    """Let a query answer from what it read before, for the same arguments by position.

    It reads no other tables than `state.FIGURES`. What it returns is shared between readers: it
    must not be changed.
    """

    @wraps(read)
    async def answer(session: AsyncSession, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (read.__qualname__, *args)
        found = await recall(session, key)
        if found is None:
            found = await read(session, *args, **kwargs)
            await keep(session, key, found)
        result: T = found
        return result

    return answer


async def recall(session: AsyncSession, key: Hashable) -> Any:  # noqa: ANN401  what was kept, untouched
    """Return what was kept under a key, or None."""
    return (await memory_of_figures(session)).get(key)


async def keep(session: AsyncSession, key: Hashable, found: object) -> None:
    """Keep something until the tables of figures change, or too much has been kept since."""
    rows = _rows(found)
    if rows > MOST_ROWS:
        return
    held = await memory_of_figures(session)
    if key in held:
        held[_ROWS] -= _rows(held.pop(key))
    total = held.pop(_ROWS, 0) + rows
    while total > MOST_ROWS:
        total -= _rows(held.pop(next(iter(held))))
    held |= {_ROWS: total, key: found}


async def made_once(session: AsyncSession, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
    """Return what is kept under a key, else what `make` makes, which is kept.

    Whoever comes while it is made, in the same state, waits for it.
    """
    found: T | None = await recall(session, key)
    if found is None:
        held = await memory_of_figures(session)
        async with held.setdefault((_TURN, key), asyncio.Lock()):
            found = await recall(session, key)
            if found is None:
                found = await make()
                await keep(session, key, found)
        held.pop((_TURN, key), None)
    return found


def _rows(found: object) -> int:
    """Return as how many rows something counts."""
    if isinstance(found, tuple | list | dict):
        return len(found)
    if isinstance(found, str):
        return 1 + len(found) // _ROW_CHARACTERS
    return 1 + int(getattr(found, "kilobytes", 0))
