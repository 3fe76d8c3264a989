"""Taking a helpdesk's file in: read whole, judged, then applied in short transactions.

A file is a matter of minutes, not of a click: call these from a process or a thread of their own.
"""

import tempfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine

from bot.db import of_team
from bot.errors import BotError
from bot.metrics.clocks import from_micros, to_micros
from bot.metrics.imports import Note, Untold
from bot.models import Import
from bot.services.imports.applying import Applied, Applying
from bot.services.imports.events import imported
from bot.services.imports.habits import load_habit
from bot.services.imports.reading import (
    Resolved,
    dump_reading,
    load_reading,
    outline,
    parse_columns,
    resolve,
)
from bot.services.imports.staging import Stage, stage
from bot.services.imports.types import (
    ImportOptions,
    ImportRequest,
    ImportResult,
    Phase,
    Preview,
    Progress,
    Reading,
)
from bot.sources.columns import INSTANTS, REQUIRED
from bot.sources.files.examine import FileFacts, examine
from bot.sources.files.header import header_sha256
from bot.sources.files.opening import open_table
from bot.sources.files.table import Table
from bot.store import history, imports
from bot.store.team import phrases as phrase_counts

__all__ = [
    "ImportOptions",
    "ImportRequest",
    "ImportResult",
    "Phase",
    "Preview",
    "Progress",
    "Reading",
    "header",
    "parse_columns",
    "preview",
    "run",
]

_LOOKED_AT = 50
"""Rows, for something that stands in a column."""


@dataclass(frozen=True, slots=True)
class _Opened:
    facts: FileFacts
    table: Table
    resolved: Resolved
    before: Import | None

    @property
    def reading(self) -> Reading:
        return self.resolved.reading


def run(
    engine: Engine, request: ImportRequest, now: datetime, progress: Progress | None = None
) -> ImportResult:
    """Take the file in and return what that changed.

    A file taken in already under the same reading changes nothing; one whose import was cut off is
    continued. Raises BotError when the file cannot be read, when `strict` and a row is bad (nothing
    is written then), or when another process is applying the same file.
    """
    tell = progress or _silently
    with engine.connect().execution_options(**of_team(request.team_id)) as connection:
        opened = _open(connection, request, tell)
        if (done := _done(opened)) is not None:
            return _already(connection, opened, done)
        with _read(connection, request, opened, tell) as (opened, staged):
            if (done := _done(opened)) is not None:
                return _already(connection, opened, done)
            if request.options.strict and staged.quarantined:
                raise _refusal(staged)
            return _apply(connection, request, opened, staged, now, tell)


def preview(
    engine: Engine, request: ImportRequest, progress: Progress | None = None, first: int = 5
) -> Preview:
    """Return what `run` would do, with the first tickets as understood; nothing is kept.

    Every batch is applied and undone, so that the counts are those of the real thing. Raises
    BotError as `run` does, except for bad rows.
    """
    tell = progress or _silently
    with engine.connect() as connection:
        opened = _open(connection, request, tell)
        with _read(connection, request, opened, tell) as (opened, staged):
            applying = Applying(connection, request, None, tell)
            applied = applying.tickets(staged, 0)
            return Preview(
                result=_result(opened, staged, applied, None),
                header=opened.table.header,
                tickets=tuple(_shown(staged, first)),
                foretold=tuple(applied.foretold),
            )


def header(
    engine: Engine, request: ImportRequest
) -> tuple[tuple[str, ...], tuple[str, ...], Reading]:
    """Return the names of a file's columns, what stands first in each, and how it would be read.

    Fields that are needed may lack. Raises BotError for a file that holds no table.
    """
    with engine.connect() as connection:
        opened = _open(connection, request, _silently, needed=())
        return opened.table.header, _samples(opened.table), opened.reading


def _samples(table: Table) -> tuple[str, ...]:
    first = next(iter(table.batches(table.header)), None)
    cells = first.cells if first else {}
    return tuple(
        next((cell for cell in islice(cells.get(name, ()), _LOOKED_AT) if cell), "")
        for name in table.header
    )


def _silently(_phase: Phase, _done: int, _total: int) -> None:
    return None


def _open(
    connection: Connection,
    request: ImportRequest,
    tell: Progress,
    needed: Collection[str] = REQUIRED,
) -> _Opened:
    facts = examine(request.path, lambda done, total: tell("examine", done, total))
    with connection.begin():
        known = imports.remembered_headers(connection, request.team_id)
    table = open_table(facts, outline(request.options, known))
    with connection.begin():
        kept = imports.remembered(connection, request.team_id, header_sha256(table.header))
    habit = load_habit(*kept) if kept and not request.options.forget else None
    resolved = resolve(request, table.header, habit, needed)
    return _opened(connection, request, facts, table, resolved)


def _opened(
    connection: Connection,
    request: ImportRequest,
    facts: FileFacts,
    table: Table,
    resolved: Resolved,
) -> _Opened:
    with connection.begin():
        phrases = imports.not_replies(connection, request.team_id) if table.has_messages else ()
        reading = replace(resolved.reading, place=table.place, not_replies=phrases)
        is_file = request.feed is None
        files = imports.of_file(connection, request.team_id, facts.sha256) if is_file else []
    resolved, asked = replace(resolved, reading=reading), request.options.date_order
    before = next((one for one in files if _same(load_reading(one.reading), reading, asked)), None)
    return _Opened(facts, table, resolved, before)


def _done(opened: _Opened) -> Import | None:
    return opened.before if opened.before and opened.before.status == "done" else None


@contextmanager
def _read(
    connection: Connection, request: ImportRequest, opened: _Opened, tell: Progress
) -> Iterator[tuple[_Opened, Stage]]:
    """Yield the file as staged, without what is remembered where that sets aside what else fits."""
    with _staged(opened, tell) as staged, ExitStack() as stack:
        said = opened.resolved.remembered
        if said is None or not staged.quarantined:
            yield opened, staged
            return
        try:
            unremembered = resolve(request, opened.table.header, None)
            plain = _opened(connection, request, opened.facts, opened.table, unremembered)
            fresh = stack.enter_context(_staged(plain, tell))
        except BotError:
            yield opened, staged
            return
        if fresh.quarantined >= staged.quarantined:
            yield opened, staged
            return
        left = staged.quarantined - fresh.quarantined
        fresh.notes.append(Note("import.note.mapping_unused", {"n": left, "at": said}))
        yield plain, fresh


def _same(earlier: Reading, now: Reading, asked_order: str | None) -> bool:
    """Tell whether the readings are one; an order nobody asks for is what it was found to be."""
    order = now.date_order if asked_order else earlier.date_order
    return earlier == replace(now, date_order=order)


@contextmanager
def _staged(opened: _Opened, tell: Progress) -> Iterator[Stage]:
    with tempfile.TemporaryDirectory(prefix="frt-import-") as directory:
        yield stage(opened.facts, opened.table, opened.reading, Path(directory), tell)


def _refusal(staged: Stage) -> BotError:
    first = staged.examples[0]
    return BotError(
        "import.strict", n=staged.quarantined, row=first.row, column=first.column, value=first.value
    )


def _apply(
    connection: Connection,
    request: ImportRequest,
    opened: _Opened,
    staged: Stage,
    now: datetime,
    tell: Progress,
) -> ImportResult:
    before = opened.before
    number = before.number if before else _start(connection, request, opened, staged, now)
    applying = Applying(connection, request, number, tell, now)
    applying.quarantine(staged)
    applied = applying.tickets(staged, before.applied_rows if before else 0)
    with connection.begin():
        imports.finish(connection, request.team_id, number, now)
        # A helpdesk tells a ticket whenever it changes, with the replies that were counted before.
        after = to_micros(request.heard) if request.heard else None
        phrase_counts.add(connection, request.team_id, staged.phrases.met_after(after), now)
        row = imports.get(connection, request.team_id, number)
        if request.feed is None:
            history.add_beside(connection, imported(row, request.who, now))
        elif not (row.created or row.updated or row.quarantined):
            imports.drop(connection, request.team_id, number)
    return _result(opened, staged, applied, row, resumed=before is not None)


def _start(
    connection: Connection, request: ImportRequest, opened: _Opened, staged: Stage, now: datetime
) -> int:
    reading = replace(opened.reading, date_order=staged.order)
    first, last = staged.first_opened, staged.last_opened
    new = imports.NewImport(
        team_id=request.team_id,
        source=request.options.source,
        file_name=request.path.name,
        file_size=opened.facts.size,
        sha256=opened.facts.sha256,
        reading=dump_reading(reading),
        imported_by=request.who,
        started_at=now,
        first_opened_at=None if first is None else from_micros(first),
        last_opened_at=None if last is None else from_micros(last),
        superseded=len(staged.superseded),
        quarantined=staged.quarantined,
        feed_number=request.feed,
    )
    with connection.begin():
        number = imports.start(connection, new)
        if staged.to_apply and request.feed is None:
            _remember(connection, request, opened, staged, now)
    return number


def _remember(
    connection: Connection, request: ImportRequest, opened: _Opened, staged: Stage, now: datetime
) -> None:
    """Keep what was said of files with this header, dated when it was said first."""
    header = header_sha256(opened.table.header)
    said = replace(opened.resolved.habit, date_order=staged.order).dump()
    kept = imports.remembered(connection, request.team_id, header)
    if kept is None or kept[0] != said:
        imports.remember(connection, request.team_id, header, said, now)


def _result(
    opened: _Opened, staged: Stage, applied: Applied, row: Import | None, *, resumed: bool = False
) -> ImportResult:
    counted = applied.counts if row is None else row.model_dump()
    reading = _as_read(opened, staged)
    return ImportResult(
        number=None if row is None else row.number,
        status="preview" if row is None else "resumed" if resumed else "done",
        reading=reading,
        created=counted["created"],
        updated=counted["updated"],
        unchanged=counted["unchanged"],
        superseded=len(staged.superseded),
        quarantined=staged.quarantined,
        flagged=counted["flagged"],
        reasons=dict(sorted(staged.reasons.items())),
        flags=dict(sorted(applied.flags.items())),
        examples=tuple(staged.examples),
        notes=tuple(staged.notes),
        unused=_unused(opened, reading),
        untold=_untold(staged.told),
        remembered=opened.resolved.remembered,
        opened=_opened_between(staged),
    )


def _opened_between(staged: Stage) -> tuple[datetime, datetime] | None:
    first, last = staged.first_opened, staged.last_opened
    return None if first is None or last is None else (from_micros(first), from_micros(last))


def _unused(opened: _Opened, reading: Reading) -> tuple[str, ...]:
    """Return the columns that no field uses."""
    used = {name for names in reading.sources.values() for name in names}
    return tuple(name for name in opened.table.header if name not in used)


def _untold(told: Collection[str]) -> tuple[Untold, ...]:
    columns: dict[Untold, str] = {"responses": "response_told", "resolution": "resolution_told"}
    return tuple(what for what, column in columns.items() if column not in told)


def _as_read(opened: _Opened, staged: Stage) -> Reading:
    mapping = opened.reading.mapping.items()
    kept = {field: names for field, names in mapping if field not in staged.no_times}
    return replace(opened.reading, mapping=kept, date_order=staged.order)


def _already(connection: Connection, opened: _Opened, row: Import) -> ImportResult:
    with connection.begin():
        reasons = imports.quarantine_reasons(connection, row.team_id, row.number)
    return ImportResult(
        number=row.number,
        status="already",
        reading=load_reading(row.reading),
        created=0,
        updated=0,
        unchanged=row.applied_rows,
        superseded=row.superseded,
        quarantined=row.quarantined,
        flagged=row.flagged,
        reasons=reasons,
        flags={},
        unused=_unused(opened, load_reading(row.reading)),
        remembered=opened.resolved.remembered,
        opened=(row.first_opened_at, row.last_opened_at)
        if row.first_opened_at and row.last_opened_at
        else None,
    )


def _shown(staged: Stage, first: int) -> Iterator[dict[str, object]]:
    names = ["row", "external_id", *staged.told]
    moments = {*INSTANTS, "waits_from", "first_solved_at", "solved_at", "ended_at", "after_bot_at"}
    for chunk in staged.chunks():
        for ticket in chunk.tickets.head(first).select(names).iter_rows(named=True):
            yield {
                name: from_micros(value) if name in moments and value is not None else value
                for name, value in ticket.items()
            }
        return
