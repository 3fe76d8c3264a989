"""Reading once what has not changed since: exact, because `Database.read` knows when it has."""

from collections.abc import Callable, Coroutine, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import KEPT

P = ParamSpec("P")
T = TypeVar("T")

MOST_ROWS = 30_000
_ROWS = "rows"


def kept(
    read: Callable[Concatenate[AsyncSession, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[AsyncSession, P], Coroutine[Any, Any, T]]:
    """Let a query answer from what it read before, for the same arguments by position.

    What it returns is shared between readers: it must not be changed.
    """

    @wraps(read)
    async def answer(session: AsyncSession, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (read.__qualname__, *args)
        found = recall(session, key)
        if found is None:
            found = await read(session, *args, **kwargs)
            keep(session, key, found)
        result: T = found
        return result

    return answer


def recall(session: AsyncSession, key: Hashable) -> Any:  # noqa: ANN401  what was kept, untouched
    """Return what was kept under a key, or None."""
    memory: dict[Hashable, Any] = session.info.get(KEPT, {})
    return memory.get(key)


def keep(session: AsyncSession, key: Hashable, found: object) -> None:
    """Keep something until the database changes, or too much has been kept."""
    memory: dict[Hashable, Any] = session.info.get(KEPT, {})
    rows = len(found) if isinstance(found, tuple | list | dict) else 1
    if memory.get(_ROWS, 0) + rows > MOST_ROWS:
        memory.clear()
    if rows <= MOST_ROWS:
        memory[_ROWS] = memory.get(_ROWS, 0) + rows
        memory[key] = found
