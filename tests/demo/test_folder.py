"""What a demo's folder holds, and what becomes of one that cannot be taken up."""

import json
import os
import socket
from datetime import UTC, datetime, timedelta

import pytest

from bot.db import migrate
from bot.demo.folder import Folder, Story, taken
from bot.demo.processes import free_port
from bot.demo.run import demo_now
from bot.errors import BotError
from bot.workspace.saved import dump
from bot.workspace.state import Workspace

BEGAN = datetime(2026, 11, 18, 9, 40, tzinfo=UTC)
NOW = BEGAN + timedelta(days=2)


@pytest.fixture
def folder(tmp_path):
    """Yield a folder that a demo has left whole."""
    left = Folder(tmp_path)
    migrate(left.database_url)
    workspace = Workspace({"now": NOW.isoformat()})
    left.state_file.write_text(json.dumps(dump(workspace)))
    left.begin(Story(BEGAN, NOW))
    return left


def test_a_whole_folder_goes_on_where_its_clock_stood(folder):
    story = folder.story()
    assert story.began == BEGAN
    assert abs(story.now - NOW) < timedelta(seconds=5)


@pytest.mark.parametrize("name", ["demo.json", "workspace.json", "frt.sqlite3"])
def test_half_a_file_means_starting_anew(folder, name):
    path = folder.path / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert folder.story() == "incomplete"


@pytest.mark.parametrize("name", ["demo.json", "workspace.json", "frt.sqlite3"])
def test_a_file_too_few_means_starting_anew(folder, name):
    (folder.path / name).unlink()
    assert folder.story() == "incomplete"


@pytest.mark.parametrize("version", [0, 2, None])
def test_another_version_is_named(folder, version):
    (folder.path / "demo.json").write_text(json.dumps({"version": version, "began": "x"}))
    assert folder.story() == "other_version"


def test_what_the_first_demo_left_is_named(tmp_path):
    migrate(f"sqlite:///{tmp_path / 'frt.sqlite3'}")
    (tmp_path / "G.jsonl").write_text("{}")
    assert Folder(tmp_path).story() == "incomplete"


def test_an_empty_folder_is_nothing_to_speak_of_and_clearing_leaves_strangers(folder):
    stranger = folder.path / "notes.txt"
    stranger.write_text("mine")
    folder.clear()
    assert folder.story() == "empty"
    assert list(folder.path.iterdir()) == [stranger]


def test_a_folder_is_one_demo_s_alone(tmp_path):
    with taken(tmp_path / "new" / "folder") as first:
        with pytest.raises(BotError) as refused, taken(first.path):
            pass
        assert refused.value.key == "demo.busy"
        assert refused.value.params["process"] == str(os.getpid())
    with taken(first.path):
        pass


def test_a_folder_that_cannot_be_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BotError, match=r"demo\.no_folder"), taken(tmp_path / "file" / "demo"):
        pass


def test_the_next_free_port_is_found():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert free_port(port) > port


@pytest.mark.parametrize(
    ("now", "starts"),
    [
        ("2026-11-22T12:00:00+00:00", "2026-11-20T09:40:00+00:00"),
        ("2026-11-20T09:50:00+00:00", "2026-11-20T09:50:00+00:00"),
        ("2026-11-20T03:00:00+00:00", "2026-11-19T09:40:00+00:00"),
    ],
)
def test_it_begins_when_both_teams_are_at_work(now, starts):
    assert demo_now(datetime.fromisoformat(now)) == datetime.fromisoformat(starts)
