"""A real process, really killed: what a second run makes of it must equal one clean run."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from shutil import copyfile

import pytest

from bot.db import sync_engine
from bot.errors import BotError
from bot.models import Import, QuarantinedRow, Team, Ticket, TicketMessage
from bot.services.imports.importing import run
from tests.imports.conftest import NOW, Desk, team

ROOT = Path(__file__).parents[2]
SCRIPT = textwrap.dedent("""
    import os, signal, sys
    from datetime import datetime
    from pathlib import Path
    from bot.db import sync_engine
    from bot.services.imports.importing import ImportOptions, ImportRequest, run

    url, path, now, kill_at = sys.argv[1:]

    def progress(phase, done, total):
        if phase == "apply" and done >= int(kill_at):
            os.kill(os.getpid(), signal.SIGKILL)

    options = ImportOptions(batch_rows=40, pause=0.002)
    request = ImportRequest(1, "UTC", Path(path), "lead", options)
    run(sync_engine(url), request, datetime.fromisoformat(now), progress)
""")


def tickets_file(folder):
    """Write 1,000 tickets with messages, some bad rows, some ids twice."""
    lines = []
    for n in range(1_000):
        number = n if n % 50 else n // 2
        ticket = {
            "id": number,
            "created_at": "soon" if n % 97 == 5 else f"2026-11-{number % 20 + 1:02}T09:00:00Z",
            "agent": f"Agent {n % 7}",
            "messages": [
                {"at": "2026-11-21T10:00:00Z", "kind": "customer"},
                {"at": f"2026-11-21T10:{n % 60:02}:30Z", "kind": "agent", "author": "Ann"},
            ],
        }
        lines.append(json.dumps(ticket))
    path = folder / "tickets.jsonl"
    path.write_text("\n".join(lines))
    return path


def start(url, path, kill_at):
    arguments = [sys.executable, "-c", SCRIPT, url, str(path), NOW.isoformat(), str(kill_at)]
    return subprocess.Popen(arguments, env=os.environ | {"PYTHONPATH": str(ROOT)})


@pytest.fixture
def clean(tmp_path, sqlite_template):
    """Return every table after one import that nothing disturbed, read as SQLite holds them."""
    folder = tmp_path / "clean"
    folder.mkdir()
    copyfile(sqlite_template, folder / "clean.sqlite3")
    engine = sync_engine(f"sqlite:///{folder / 'clean.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(Team.__table__.insert().values(team()))
    desk = Desk(engine, folder)
    run(engine, desk.request(tickets_file(folder).read_bytes(), "tickets.jsonl"), NOW)
    yield desk.everything()
    engine.dispose()


@pytest.mark.parametrize("kill_at", [40, 480, 920])
def test_a_killed_import_is_completed_by_running_it_again(
    desk, clean, database_url, tmp_path, kill_at
):
    path = tickets_file(tmp_path)
    process = start(database_url, path, kill_at)
    assert process.wait(60) == -signal.SIGKILL
    (left,) = desk.rows(Import)
    assert (left["status"], left["applied_rows"]) == ("applying", kill_at)
    assert desk.count("tickets") == kill_at

    result = run(desk.engine, desk.request(path.read_bytes(), path.name), NOW)

    assert (result.status, result.number) == ("resumed", 1)
    assert result.rows == 1_000
    assert desk.everything() == clean
    assert [len(rows) > 0 for rows in desk.everything()] == [True] * 4


def test_killed_at_any_moment(desk, clean, database_url, tmp_path):
    path = tickets_file(tmp_path)
    process = start(database_url, path, 10**9)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and desk.count("tickets") == 0:
        time.sleep(0.003)
    process.kill()
    process.wait(60)
    run(desk.engine, desk.request(path.read_bytes(), path.name), NOW)
    assert desk.everything() == clean


def test_killed_over_and_over(desk, clean, database_url, tmp_path):
    path = tickets_file(tmp_path)
    for kill_at in (80, 160, 600):
        assert start(database_url, path, kill_at).wait(60) == -signal.SIGKILL
    run(desk.engine, desk.request(path.read_bytes(), path.name), NOW)
    assert desk.everything() == clean


def test_two_processes_never_apply_the_same_file_at_once(desk, tmp_path):
    request = desk.request(tickets_file(tmp_path).read_bytes(), "tickets.jsonl", batch_rows=100)
    met = []

    def meet(phase, done, _total):
        if phase == "apply" and done >= 300 and not met:
            met.append(run(desk.engine, request, NOW))

    with pytest.raises(BotError, match=r"import\.under_way"):
        run(desk.engine, request, NOW, meet)
    assert met[0].status == "resumed"
    assert desk.rows(Import)[0]["applied_rows"] == desk.count("tickets")
    assert [bool(desk.rows(each)) for each in (Ticket, TicketMessage, QuarantinedRow)] == [True] * 3
