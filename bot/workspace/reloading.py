"""Running the app beside the workspace, and starting it anew when its files change.

The workspace itself goes on: what was said and done in it stays. Files are looked at twice a
second; those that matter are source code, templates, sentences and settings, not what apps write.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal

LOOK_SECONDS = 0.5
END_SECONDS = 12.0
SUFFIXES = frozenset(
    {".py", ".po", ".html", ".jinja", ".j2", ".js", ".ts", ".go", ".rb", ".toml", ".yaml", ".yml"}
)
NAMES = frozenset({".env"})
SKIPPED = frozenset({"__pycache__", "node_modules", "venv", "build", "dist", "var"})

Said = Literal["started", "changed", "ended", "cannot"]
Tell = Callable[[Said, str], None]


class App:
    """An app as a process, from ``with`` on once ``start`` is called, until the block ends.

    ``words`` are the command; ``folders`` are watched if there are any. ``tell`` hears that it was
    ``started``, that a file ``changed`` (its path), that it ``ended`` by itself (its exit code),
    and that it ``cannot`` be started (why).
    """

    def __init__(self, words: Sequence[str], folders: Collection[Path], tell: Tell) -> None:
        self._words = list(words)
        self._folders = list(folders)
        self._tell = tell
        self._environment: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._over = threading.Event()
        self._watching = threading.Thread(target=self._watch, name="reloading", daemon=True)

    def __enter__(self) -> App:
        """Do nothing yet: the workspace has to listen first."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the app."""
        self._over.set()
        if self._watching.is_alive():
            self._watching.join()
        self._end()

    def start(self, environment: Mapping[str, str]) -> None:
        """Start the app with this laid over the present environment, and watch its files."""
        self._environment = {**os.environ, **environment}
        self._begin()
        self._watching.start()

    def _begin(self) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603  the developer's own command
                self._words, env=self._environment, start_new_session=True
            )
        except OSError as error:
            self._process = None
            self._tell("cannot", f"{self._words[0]}: {error.strerror}")
        else:
            self._tell("started", " ".join(self._words))

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _watch(self) -> None:
        before = stamps(self._folders)
        while not self._over.wait(LOOK_SECONDS):
            if self._process is not None and (code := self._process.poll()) is not None:
                self._process = None
                self._tell("ended", str(code))
            now = stamps(self._folders)
            changed = sorted(path for path, _ in set(now.items()) ^ set(before.items()))
            if not changed:
                continue
            before = self._settled(now)
            self._tell("changed", changed[0])
            self._end()
            if not self._over.is_set():
                self._begin()

    def _settled(self, now: dict[str, int]) -> dict[str, int]:
        """Wait until files have stopped changing, such as during a checkout; return their state."""
        while not self._over.wait(LOOK_SECONDS):
            then, now = now, stamps(self._folders)
            if then == now:
                break
        return now


def stamps(folders: Collection[Path]) -> dict[str, int]:
    """Return when each file that matters was changed, in nanoseconds, by its path."""
    return {path: changed for folder in folders for path, changed in _stamps(str(folder))}


def _stamps(folder: str) -> Iterator[tuple[str, int]]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in SKIPPED and not entry.name.startswith("."):
                    yield from _stamps(entry.path)
            elif entry.name in NAMES or Path(entry.name).suffix in SUFFIXES:
                with contextlib.suppress(OSError):
                    yield entry.path, entry.stat().st_mtime_ns
