"""What a process of its own does with a file: it is told on standard input, answers on output."""

import asyncio
import os
import pickle
import sys
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from typing import IO, cast

from sqlalchemy import Engine

from bot.db import Database, sync_engine
from bot.errors import BotError
from bot.metrics.imports import WHOLE_ROW, Found, Glimpse, Outcome
from bot.services.imports import importing, revised
from bot.services.imports.beside import LENGTH, Task, Tell, framed
from bot.services.imports.types import ImportOptions, ImportRequest, ImportResult
from bot.sources.values.date_order import Order
from bot.store import imports

_NICER = 10
_TICKETS = 3


def child() -> None:
    """Do the task that comes on standard input."""
    go_after_others()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    (length,) = LENGTH.unpack(sys.stdin.buffer.read(LENGTH.size))
    task: Task = pickle.loads(sys.stdin.buffer.read(length))  # noqa: S301  from the bot itself
    try:
        _say(answers, "done", done(task, lambda *told: _say(answers, "progress", *told)))
    except BotError as error:
        _say(answers, "refused", error.key, error.params)
    except Exception:  # noqa: BLE001  the bot logs it
        _say(answers, "failed", traceback.format_exc())


def go_after_others() -> None:
    """Let whoever waits for an answer go first, where the machine lets a process say so."""
    with suppress(OSError):
        os.nice(_NICER)


def done(task: Task, tell: Tell) -> Found | Glimpse:
    """Return what a task comes to, worked out in this process; blocks. Raises BotError."""
    engine = sync_engine(task.database_url)
    try:
        request = _request(task, engine)
        if task.wish == "columns":
            return _glimpse(*importing.header(engine, request))
        if task.wish == "look":
            preview = importing.preview(engine, request, tell, first=_TICKETS)
            told = preview.foretold
            turned = _counted(
                task, lambda use: revised.would_turn(use, task.team_id, told, task.at)
            )
            return _found(preview.result, turned, preview.tickets)
        result = _as_done(task, engine, importing.run(engine, request, task.at, tell))
        turned = _counted(task, lambda use: revised.turned_by(use, task.team_id, result, task.at))
        return _found(result, turned)
    finally:
        engine.dispose()


def _request(task: Task, engine: Engine) -> ImportRequest:
    """Return the request, with the names of the columns that were chosen by their places."""
    said = task.said
    options = ImportOptions(
        date_order=cast("Order | None", said.date_order),
        zone=said.zone,
        source=task.source,
        sheet=said.sheet,
        header_row=said.header_row,
        pause=task.pause,
    )
    request = ImportRequest(task.team_id, task.zone, task.path, task.who, options, task.feed)
    if not said.columns:
        return request
    names, *_ = importing.header(engine, request)
    columns = {
        field: "+".join(names[place] for place in places if 0 <= place < len(names))
        for field, places in said.columns.items()
    }
    id_from, places = None, said.columns.get("external_id", ())
    if WHOLE_ROW in places:
        id_from = "row"
    elif len(places) > 1:
        id_from = columns["external_id"]
    if id_from is not None:
        del columns["external_id"]
    return replace(request, options=replace(options, columns=columns, id_from=id_from))


def _glimpse(
    header: tuple[str, ...], samples: tuple[str, ...], reading: importing.Reading
) -> Glimpse:
    columns = {
        field: tuple(header.index(name) for name in names if name in header)
        for field, names in reading.mapping.items()
    }
    if reading.ids == "row":
        columns["external_id"] = (WHOLE_ROW,)
    return Glimpse(header, samples, columns, reading.date_order, reading.zone)


def _as_done(task: Task, engine: Engine, result: ImportResult) -> ImportResult:
    """Return what this very task did before its process ended, where nothing is left to do."""
    if result.status != "already" or result.number is None or task.since is None:
        return result
    with engine.begin() as connection:
        row = imports.get(connection, task.team_id, result.number)
    if row.started_at < task.since:
        return result
    counts = {name: getattr(row, name) for name in ("created", "updated", "unchanged")}
    return replace(result, status="resumed", **counts)


def _counted(task: Task, count: Callable[[Database], Awaitable[int]]) -> int:
    async def use() -> int:
        database = Database(task.database_url)
        try:
            return await count(database)
        finally:
            await database.close()

    return asyncio.run(use())


def _found(
    result: ImportResult, turned: int, tickets: Sequence[Mapping[str, object]] = ()
) -> Found:
    told = {one.name: getattr(result, one.name) for one in fields(Outcome)}
    reading = result.reading
    return Found(
        **told,
        read=reading.mapping,
        date_order=reading.date_order,
        zone=reading.zone,
        tickets=tuple(tickets),
        turned=turned,
    )


def _say(answers: IO[bytes], *told: object) -> None:
    answers.write(framed(told))
    answers.flush()
