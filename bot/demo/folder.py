"""The demo's folder: what it keeps there, whether that can be taken up again, and starting anew."""

import contextlib
import fcntl
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlalchemy.exc import SQLAlchemyError

from bot.db import schema
from bot.errors import BotError
from bot.sealing import new_key
from bot.workspace.saved import SavedStateError, read_saved, restore
from bot.workspace.state import Workspace

VERSION = 1
_OURS = (
    "story.json*",
    "workspace.json*",
    "seed.json",
    "frt.sqlite3*",
    "[GK].jsonl",
    "*.log",
    "key",
)
Reason = Literal["empty", "asked", "other_version", "incomplete"]


@dataclass(frozen=True, slots=True)
class Story:
    """When the demo began and what its clock says now, both aware."""

    began: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of one demo; only that demo uses it."""

    path: Path

    @property
    def database_url(self) -> str:
        """The database of the bot."""
        return f"sqlite:///{self.path / 'frt.sqlite3'}"

    @property
    def state_file(self) -> Path:
        """Where the workspace keeps itself."""
        return self.path / "workspace.json"

    def sealing_key(self) -> str:
        """Return the key that the demo's credentials are sealed with, made when it is not there."""
        path = self.path / "key"
        if not path.exists():
            path.write_text(new_key(), encoding="utf-8")
        return path.read_text(encoding="utf-8")

    def story(self) -> Story | Reason:
        """Return the story to go on with, or the named reason why it starts anew."""
        if not any(self._ours()):
            return "empty"
        try:
            kept = json.loads((self.path / "story.json").read_text(encoding="utf-8"))
            tables = schema(self.database_url)
            if kept["version"] != VERSION or not tables.known:
                return "other_version"
            workspace = read_saved(self.state_file)
            if workspace is None or tables.current is None or not self._is_sound():
                return "incomplete"
            restore(Workspace(), workspace)
            return Story(_instant(kept["began"]), _instant(workspace["now"]))
        except (OSError, ValueError, KeyError, TypeError):
            return "incomplete"
        except (SavedStateError, SQLAlchemyError, sqlite3.Error):
            return "incomplete"

    def begin(self, story: Story) -> None:
        """Write down that everything is there, and when the demo began."""
        text = json.dumps({"version": VERSION, "began": story.began.isoformat()})
        fresh = self.path / "story.json.new"
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self.path / "story.json")

    def clear(self) -> None:
        """Delete what a demo left here, and nothing else."""
        for path in self._ours():
            path.unlink()

    def _ours(self) -> list[Path]:
        return [path for pattern in _OURS for path in self.path.glob(pattern)]

    def _is_sound(self) -> bool:
        with contextlib.closing(sqlite3.connect(self.path / "frt.sqlite3")) as database:
            return bool(database.execute("PRAGMA quick_check").fetchone() == ("ok",))


@contextmanager
def taken(path: Path) -> Iterator[Folder]:
    """Hold a folder, made if need be, for this process alone.

    Raises BotError when it cannot be written to, or another demo runs in it.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock = (path / "lock").open("a+")
    except OSError as error:
        raise BotError("demo.no_folder", folder=path, reason=error.strerror) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise BotError("demo.busy", folder=path, process=lock.read().strip()) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield Folder(path)


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found
