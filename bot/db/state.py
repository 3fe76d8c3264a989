"""Which state a database is in: numbers that whoever writes draws anew in the same transaction.

So they are read in the snapshot of the data, and what was read beside the same number before is
still true. Everything that is written through an engine of this program counts, by whichever
process; nobody has to think of it.
"""

import random
import re
from collections.abc import Collection, Hashable, Iterable
from functools import cache
from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Engine,
    TextClause,
    Update,
    and_,
    bindparam,
    case,
    delete,
    event,
    false,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPICursor, ExecutionContext
from sqlmodel import col

from bot.models import DatabaseState, Rollup, TeamState, Ticket

FIGURES = frozenset(
    {
        *("tickets", "imports", "teams", "team_hours", "service_standards", "helpdesk_names"),
        *("members", "slack_users", "channel_visits", "complaints", "plans", "warning_rules"),
    }
)
"""The tables that answers of figures, and who may see them, are read from."""
OF_TEAM = frozenset({"tickets", "imports"})
"""Those of them that a file changes, of one team."""
SHARED = FIGURES - OF_TEAM
READ = "SELECT anything, figures, shared FROM database_state"
READ_TEAMS = select(col(TeamState.team_id), col(TeamState.tickets))
NOT_COUNTED = {"counts": False}
"""Execution options of what is no change to readers: to tables that may lack this row."""
OF_NO_FIGURE = {"figures": False}
"""Execution options of a statement that changes what no figure is read from, in whatever table."""
_LIVES_SECONDS = 60.0
"""How long something is kept at most: who changes rows by hand draws no number."""
_NEWEST = 2
_WRITTEN, _DRAWN, _HOURS = "written", "drawn", "hours"
_HOUR, _CLOSE_HOURS, _MOST_SPANS = 3_600_000_000, 6, 40
_BY_HAND = "a statement in words"
_NO_FIGURE = "a column of no figure"
_READING = re.compile(r"\s*(?:SELECT|PRAGMA|BEGIN|SET|SHOW|VALUES|EXPLAIN)\b", re.IGNORECASE)
_TABLES = {DatabaseState.__tablename__, TeamState.__tablename__, Rollup.__tablename__}
_TICKETS = FIGURES & OF_TEAM | {_BY_HAND}
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


def opened_in(connection: Connection, hours: Iterable[int]) -> None:
    """Tell within which hours since 1970 tickets were opened that a transaction changes.

    Before and after; it changes no others. Without this it may have changed all of the team's.
    """
    connection.info.setdefault(_HOURS, set()).update(hours)


class Commits:
    """How many transactions of this process have drawn numbers and ended, by any engine.

    `teams` has the number that this process drew last for a team's tickets.
    """

    def __init__(self) -> None:
        self._numbers = count(1)
        self.made = 0
        self.teams: dict[int, int] = {}

    def add(self, of_team: tuple[int, int] | None) -> None:
        """Count one, in whichever thread: `of_team` is a team and the number drawn for it."""
        if of_team is not None:
            self.teams[of_team[0]] = of_team[1]
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
        table = str(compiled.statement.table.name)
        return table if context.execution_options.get("figures", True) else _NO_FIGURE
    return None


def _draw(connection: Connection) -> None:
    written, hours = (connection.info.pop(name, None) for name in (_WRITTEN, _HOURS))
    options = connection.get_execution_options()
    if not written or not options.get("counts", True):
        return
    team_id = options.get(_DRAWING)
    names = {"anything"}
    if written & {*FIGURES, _BY_HAND}:
        names.add("figures")
    if written & SHARED or (team_id is None and written & _TICKETS):
        names.add("shared")
    connection.execute(_drawing(frozenset(names)), {_new(name): _drawn() for name in names})
    of_team = None
    if team_id is not None and written & _TICKETS:
        of_team = team_id, _draw_of_team(connection, team_id)
    if hours is not None or written & {Ticket.__tablename__, _BY_HAND}:
        _let_go(connection, team_id, hours)
    connection.info.setdefault(_DRAWN, []).append(of_team)


@cache
def _drawing(names: Collection[str]) -> Update:
    """Return what writes numbers down: built once, for it comes with every change."""
    drawn: dict[str, Any] = {name: bindparam(_new(name), type_=BigInteger) for name in names}
    if "shared" in drawn:
        drawn["rolled"] = _still(DatabaseState, "shared", drawn["shared"])
    return update(DatabaseState).values(drawn)


def _new(name: str) -> str:
    return f"new_{name}"


def _drawn() -> int:
    return random.getrandbits(63)


def _draw_of_team(connection: Connection, team_id: int) -> int:
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    number = _drawn()
    row = insert(TeamState).values(team_id=team_id, tickets=number, rolled=number)
    new = {"tickets": number, "rolled": _still(TeamState, "tickets", number)}
    connection.execute(row.on_conflict_do_update(index_elements=["team_id"], set_=new))
    return number


def _still(table: Any, number: str, drawn: object) -> ColumnElement[int]:  # noqa: ANN401  a model
    """Return a number drawn, if all who drew one before have let rollups go; else what it was."""
    return case((table.rolled == getattr(table, number), drawn), else_=table.rolled)


def _let_go(connection: Connection, team_id: int | None, hours: Collection[int] | None) -> None:
    """Delete the rollups of days whose tickets have changed.

    After the number was drawn: whoever keeps some locks it, and looks whether it is still theirs.
    """
    rollups = delete(Rollup)
    if team_id is not None:
        rollups = rollups.where(col(Rollup.team_id) == team_id)
    if team_id is not None and hours is not None:
        touched = (
            and_(col(Rollup.first_instant) < end * _HOUR, col(Rollup.next_instant) > start * _HOUR)
            for start, end in _spans(hours)
        )
        rollups = rollups.where(or_(false(), *touched))
    connection.execute(rollups)


def _spans(hours: Collection[int]) -> list[tuple[int, int]]:
    """Return spans that hold all of some hours: close ones are one, and many are one."""
    spans: list[tuple[int, int]] = []
    for hour in sorted(hours):
        if spans and hour - spans[-1][1] < _CLOSE_HOURS:
            spans[-1] = spans[-1][0], hour + 1
        else:
            spans.append((hour, hour + 1))
    return spans if len(spans) <= _MOST_SPANS else [(spans[0][0], spans[-1][1])]


def _forget(connection: Connection) -> None:
    if not connection.invalidated:
        for name in (_WRITTEN, _HOURS):
            connection.info.pop(name, None)


def _count(_connection: object, record: Any) -> None:  # noqa: ANN401  of the pool
    for of_team in record.info.pop(_DRAWN, ()):
        COMMITS.add(of_team)


class Lasting:
    """What keys name for ever, so much of it as there is room for: the oldest goes first."""

    def __init__(self, kilobytes: int) -> None:
        self._room = kilobytes
        self._held: dict[Hashable, tuple[int, Any]] = {}

    def get(self, key: Hashable) -> Any:  # noqa: ANN401  what was held, untouched
        """Return what is held under a key, or None."""
        return self._held.get(key, (0, None))[1]

    def hold(self, key: Hashable, found: object, kilobytes: int) -> None:
        """Hold something."""
        if key not in self._held:
            self._held[key] = kilobytes, found
            self._room -= kilobytes
        while self._room < 0:
            freed, _ = self._held.pop(next(iter(self._held)))
            self._room += freed


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
