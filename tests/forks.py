"""Processes of `frt` that need not load all its libraries anew: see `tests.forked`."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Ended:
    """How a process ended and what it said."""

    code: int
    out: str
    err: str


class Forks:
    """The process from which they are forked, one at a time."""

    def __init__(self):
        self._parent = self._begun()

    def _begun(self):
        return subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.forked"],
            cwd=Path(__file__).parents[1],
            env={**os.environ, "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )

    def start(self, words, environment, folder):
        """Return how `frt` with these words ended. Raises TimeoutError when it was killed."""
        if self._parent.poll() is not None:
            self._parent = self._begun()
        said = [folder / ".out", folder / ".err"]
        out, err = map(str, said)
        asked = {"words": words, "environment": environment, "folder": str(folder)}
        print(json.dumps({**asked, "out": out, "err": err}), file=self._parent.stdin, flush=True)
        answer = self._parent.stdout.readline()
        if not answer:
            raise TimeoutError(words)
        texts = [path.read_text(encoding="utf-8") for path in said]
        for path in said:
            path.unlink()
        return Ended(int(answer), *texts)

    def kill(self):
        """End it and whatever it started."""
        os.killpg(self._parent.pid, signal.SIGKILL)
        self._parent.wait()

    def end(self):
        """End it and close what leads to it."""
        with self._parent.stdin, self._parent.stdout:
            self.kill()


@pytest.fixture(scope="session")
def forks():
    """Yield where processes are forked from."""
    started = Forks()
    yield started
    started.end()
