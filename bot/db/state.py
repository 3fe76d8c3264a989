"""Which state a database is in: two numbers that whoever writes draws anew in the same transaction.

So they are read in the snapshot of the data, and what was read beside the same number before is
still true. Everything that is written through an engine of this program counts, by whichever
process; nobody has to think of it.
"""

import random
import re
from collections.abc import Hashable
from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Engine, TextClause, bindparam, event, update
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPICursor, ExecutionContext

from bot.models import DatabaseState

FIGURES = frozenset(
    {
        *("tickets", "imports", "teams", "team_hours", "service_standards", "helpdesk_names"),
        *("members", "slack_users", "channel_visits"),
    }
)
"""The tables that answers of figures, and who may see them, are read from."""
READ = "SELECT anything, figures FROM database_state"
NOT_COUNTED = {"counts": False}
"""Execution options of what is no change to readers: to tables that may lack this row."""
_LIVES_SECONDS = 60.0
"""How long something is kept at most: who changes rows by hand draws no number."""
_NEWEST = 2
_WRITTEN, _DRAWN = "written", "drawn"
_BY_HAND = "a statement in words"
_READING = re.compile(r"\s*(?:SELECT|PRAGMA|BEGIN|SET|SHOW|VALUES|EXPLAIN)\b", re.IGNORECASE)
_TABLE = DatabaseState.__tablename__


class State(NamedTuple):
    """The numbers of one state."""

    anything: int
    figures: int


def _number(name: str) -> BindParameter[int]:
    return bindparam(f"drawn_{name}")


_ANYTHING = update(DatabaseState).values(anything=_number("anything"))
_BOTH = _ANYTHING.values(figures=_number("figures"))


class Commits:
    """How many transactions of this process have drawn numbers and ended, by any engine."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.made = 0

    def add(self) -> None:
        """Count one, in whichever thread."""
        self.made = next(self._numbers)


COMMITS = Commits()


def watch(engine: Engine) -> None:
    """Have every transaction of an engine that changes something draw numbers before it commits.

    Last of all, so that on PostgreSQL, where writers wait for each other at this row, they wait
    for a commit and no more.
    """
    event.listen(engine, "before_cursor_execute", _note)
    event.listen(engine, "commit", _draw)
    event.listen(engine, "rollback", _forget)
    event.listen(engine, "checkin", _count)


def _note(
    connection: Connection,
    _cursor: DBAPICursor,
    statement: str,
    _parameters: object,
    context: ExecutionContext | None,
    _many: bool,
) -> None:
    table = _changed(statement, context)
    if table is not None and table != _TABLE:
        connection.info.setdefault(_WRITTEN, set()).add(table)


def _changed(statement: str, context: Any) -> str | None:  # noqa: ANN401  of any dialect
    """Return the table that a statement changes, None if it reads."""
    compiled = context.compiled if context else None
    if compiled is None or isinstance(compiled.statement, TextClause):
        return None if _READING.match(statement) else _BY_HAND
    if context.isinsert or context.isupdate or context.isdelete:
        return str(compiled.statement.table.name)
    return None


def _draw(connection: Connection) -> None:
    written = connection.info.pop(_WRITTEN, None)
    if not written or not connection.get_execution_options().get("counts", True):
        return
    numbers = {f"drawn_{name}": random.getrandbits(63) for name in State._fields}
    if written & {*FIGURES, _BY_HAND}:
        connection.execute(_BOTH, numbers)
    else:
        numbers.pop("drawn_figures")
        connection.execute(_ANYTHING, numbers)
    connection.info[_DRAWN] = True


def _forget(connection: Connection) -> None:
    if not connection.invalidated:
        connection.info.pop(_WRITTEN, None)


def _count(_connection: object, record: Any) -> None:  # noqa: ANN401  of the pool
    if record.info.pop(_DRAWN, False):
        COMMITS.add()


class Memories:
    """What is kept of the newest states, for at most a minute each."""

    def __init__(self) -> None:
        self._of: dict[int, tuple[float, dict[Hashable, Any]]] = {}

    def of(self, number: int, now: float) -> dict[Hashable, Any]:
        """Return what is kept of a state, an empty memory for one that is new or too old."""
        began, memory = self._of.pop(number, (now, {}))
        if now - began >= _LIVES_SECONDS:
            began, memory = now, {}
        self._of[number] = began, memory
        while len(self._of) > _NEWEST:
            del self._of[next(iter(self._of))]
        return memory
