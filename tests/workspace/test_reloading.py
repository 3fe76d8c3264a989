"""The app beside the workspace: started, started anew when its files change, ended with it."""

import sys
import time
from pathlib import Path

from bot.workspace.reloading import App, stamps

PROGRAM = """
import os, pathlib, time
with open("runs.txt", "a") as runs:
    print("{word}", os.environ["SLACK_API_URL"], os.getpid(), file=runs)
{then}
"""
SECONDS = 60


class Said:
    """What it told, in order."""

    def __init__(self):
        self.all = []

    def __call__(self, what, about):
        self.all.append((what, about))

    def count(self, what):
        return sum(one == what for one, _ in self.all)


def until(what):
    end = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def write(folder, word, then="time.sleep(600)"):
    (folder / "app.py").write_text(PROGRAM.format(word=word, then=then))


def runs(folder):
    file = folder / "runs.txt"
    return [line.split() for line in file.read_text().splitlines()] if file.exists() else []


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_it_is_started_anew_when_a_file_changes_and_ended_at_the_end(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "first")
    said = Said()
    with App([sys.executable, "app.py"], [tmp_path], said) as app:
        app.start({"SLACK_API_URL": "http://127.0.0.1:1/api/"})
        until(lambda: len(runs(tmp_path)) == 1)
        assert runs(tmp_path)[0][:2] == ["first", "http://127.0.0.1:1/api/"]
        write(tmp_path, "second")
        until(lambda: len(runs(tmp_path)) == 2)
        assert said.all[1] == ("changed", str(tmp_path / "app.py"))
        assert not is_alive(runs(tmp_path)[0][2])
        assert runs(tmp_path)[1][0] == "second"
        pid = runs(tmp_path)[1][2]
        assert is_alive(pid)
    assert not is_alive(pid)


def test_one_that_breaks_is_said_and_tried_again_after_the_next_change(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "broken", "raise SystemExit(3)")
    said = Said()
    with App([sys.executable, "app.py"], [tmp_path], said) as app:
        app.start({"SLACK_API_URL": "x"})
        until(lambda: ("ended", "3") in said.all)
        assert said.count("started") == 1
        write(tmp_path, "mended")
        until(lambda: len(runs(tmp_path)) == 2)
        assert said.count("ended") == 1


def test_a_command_that_is_not_there_is_said(tmp_path):
    said = Said()
    with App([str(tmp_path / "nothing")], [], said) as app:
        app.start({})
    assert said.all == [("cannot", f"{tmp_path / 'nothing'}: No such file or directory")]


def test_what_an_app_writes_is_no_change(tmp_path):
    write(tmp_path, "first")
    before = stamps([tmp_path])
    assert list(before) == [str(tmp_path / "app.py")]
    for name in ("state.json", "app.log", "frt.sqlite3", "__pycache__/app.py", ".git/hook.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert stamps([tmp_path]) == before
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "en.po").write_text("x")
    assert len(stamps([tmp_path])) == 2
