"""Which state a database is in: numbers that whoever writes draws anew in the same transaction.

So they are read in the snapshot of the data, and what was read beside the same number before is
still true. Everything that is written through an engine of this program counts, by whichever
process; nobody has to think of it.
"""

import random
import re
from collections.abc import Hashable
from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import Engine, TextClause, event, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPICursor, ExecutionContext

from bot.models import DatabaseState, TeamState

FIGURES = frozenset(
    {
        *("tickets", "imports", "teams", "team_hours", "service_standards", "helpdesk_names"),
        *("members", "slack_users", "channel_visits", "complaints"),
    }
)
"""The tables that answers of figures, and who may see them, are read from."""
OF_TEAM = frozenset({"tickets", "imports"})
"""Those of them that a file changes, of one team."""
READ = "SELECT anything, figures, shared FROM database_state"
READ_TEAM = "SELECT tickets FROM team_states WHERE team_id = {}"
NOT_COUNTED = {"counts": False}
"""Execution options of what is no change to readers: to tables that may lack this row."""
_LIVES_SECONDS = 60.0
"""How long something is kept at most: who changes rows by hand draws no number."""
_NEWEST = 2
_WRITTEN, _DRAWN = "written", "drawn"
_BY_HAND = "a statement in words"
_READING = re.compile(r"\s*(?:SELECT|PRAGMA|BEGIN|SET|SHOW|VALUES|EXPLAIN)\b", re.IGNORECASE)
_TABLES = {DatabaseState.__tablename__, TeamState.__tablename__}
_TICKETS = FIGURES & OF_TEAM | {_BY_HAND}
_SHARED = FIGURES - OF_TEAM
_DRAWING = "of_team"


class State(NamedTuple):
    """The numbers of one state."""

    anything: int
    figures: int
    shared: int


def of_team(team_id: int) -> dict[str, int]:
    """Return the execution options of transactions that change tickets of one team alone.

    What they change in words, tickets and imports is of that team.
    """
    return {_DRAWING: team_id}


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
    if table is not None and table not in _TABLES:
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
    options = connection.get_execution_options()
    if not written or not options.get("counts", True):
        return
    team_id = options.get(_DRAWING)
    names = {"anything"}
    if written & {*FIGURES, _BY_HAND}:
        names.add("figures")
    if written & _SHARED or (team_id is None and written & _TICKETS):
        names.add("shared")
    connection.execute(update(DatabaseState), {name: _drawn() for name in names})
    if team_id is not None and written & _TICKETS:
        _draw_of_team(connection, team_id)
    connection.info[_DRAWN] = True


def _drawn() -> int:
    return random.getrandbits(63)


def _draw_of_team(connection: Connection, team_id: int) -> None:
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    row = insert(TeamState).values(team_id=team_id, tickets=_drawn())
    new = {"tickets": row.excluded.tickets}
    connection.execute(row.on_conflict_do_update(index_elements=["team_id"], set_=new))


def _forget(connection: Connection) -> None:
    if not connection.invalidated:
        connection.info.pop(_WRITTEN, None)


def _count(_connection: object, record: Any) -> None:  # noqa: ANN401  of the pool
    if record.info.pop(_DRAWN, False):
        COMMITS.add()


class Memories:
    """What is kept of the newest states, for at most a minute each."""

    def __init__(self, newest: int = _NEWEST) -> None:
        self._newest = newest
        self._of: dict[Hashable, tuple[float, dict[Hashable, Any]]] = {}

    def of(self, number: Hashable, now: float) -> dict[Hashable, Any]:
        """Return what is kept of a state, an empty memory for one that is new or too old."""
        began, memory = self._of.pop(number, (now, {}))
        if now - began >= _LIVES_SECONDS:
            began, memory = now, {}
        self._of[number] = began, memory
        while len(self._of) > self._newest:
            del self._of[next(iter(self._of))]
        return memory

    @property
    def memories(self) -> list[dict[Hashable, Any]]:
        """Return all of them, the one that was asked for last at the end."""
        return [memory for _, memory in self._of.values()]

    def forget_oldest(self) -> None:
        """Let go of the one that nobody asked for the longest."""
        del self._of[next(iter(self._of))]
