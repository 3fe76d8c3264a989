"""A file read by a process of its own: what it says, refuses, breaks off."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from bot.errors import BotError
from bot.metrics.imports import Said
from bot.services.imports import beside, child
from tests.imports.conftest import NOW
from tests.imports.in_slack import FILE

ROWS = 40_000


def task(engine, folder, content=FILE, **columns):
    path = Path(folder) / "tickets.csv"
    path.write_text(content, encoding="utf-8")
    url = engine.url.render_as_string(hide_password=False)
    said = Said(columns=columns)
    return beside.Task("look", url, 1, "UTC", path, "U01EMMA", "file", said, NOW)


@pytest.fixture
def told():
    return []


async def test_columns_a_look_and_an_import(engine, tmp_path, told):
    given = task(engine, tmp_path)
    seen = await beside.glimpse(given)
    assert seen.header[:2] == ("Ticket ID", "Created")
    assert seen.samples[3] == "email"
    assert seen.columns["opened_at"] == (1,)
    found = await beside.look(given, lambda *now: told.append(now))
    assert (found.created, len(found.tickets)) == (3, 3)
    assert [phase for phase, *_ in told][-1] == "apply"
    assert (await beside.take(given, print)).created == 3
    assert (await beside.take(given, print)).status == "already"


async def test_what_is_refused_there_is_refused_here(engine, tmp_path):
    with pytest.raises(BotError) as refused:
        await beside.look(task(engine, tmp_path, "a,b\n1,2\n"), print)
    assert refused.value.key == "import.missing_column"


async def test_an_unexpected_error_is_told_with_where_it_was(engine, tmp_path):
    given = task(engine, tmp_path, opened_at=("x",))
    with pytest.raises(RuntimeError, match=r"(?s)Traceback.*_request"):
        await beside.look(given, print)


def test_a_machine_that_lets_no_process_go_after_others_reads_files_too(monkeypatch):
    def refuse(_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "nice", refuse)
    child.go_after_others()


def _children():
    listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    return [int(one) for one in listed.split()]


async def begun(given):
    """Begin an import; return it and the process that does it, once it writes."""
    before = set(_children())
    under_way = asyncio.Event()
    work = asyncio.create_task(beside.take(given, lambda *_: under_way.set()))
    await under_way.wait()
    (process,) = set(_children()) - before
    return work, process


def large():
    lines = (f"B-{at},2026-11-16 09:00:00,,email,\n" for at in range(ROWS))
    return FILE.partition("\n")[0] + "\n" + "".join(lines)


async def test_a_process_that_is_killed_is_told_and_its_import_goes_on(engine, tmp_path):
    given = task(engine, tmp_path, large())
    work, process = await begun(given)
    os.kill(process, signal.SIGKILL)
    with pytest.raises(BotError) as refused:
        await work
    assert refused.value.key == "intake.error.ended"
    done = await beside.take(given, print)
    assert done.taken_in == ROWS


async def test_who_no_longer_waits_leaves_no_process_behind(engine, tmp_path):
    work, process = await begun(task(engine, tmp_path, large()))
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert process not in _children()
