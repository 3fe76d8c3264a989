"""Processes that are measured: started, waited for, looked at in /proc, ended."""

import os
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_TICK = 1 / os.sysconf("SC_CLK_TCK")
_PATIENCE_SECONDS = 60
_OURS = ("FRT_", "PYTHONDONTWRITEBYTECODE")


class Process:
    """A process of Python on this machine, and the port it answers on."""

    def __init__(
        self, words: Sequence[str], port: int = 0, env: Mapping[str, str] | None = None
    ) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        self.port = port
        self.began = time.perf_counter()
        self._popen = subprocess.Popen(
            [sys.executable, *words], env=kept | dict(env or {}), stdout=subprocess.DEVNULL
        )
        self.pid = self._popen.pid

    def until(self, path: str, statuses: frozenset[int]) -> float:
        """Return how many seconds after its start it answered so."""
        while time.perf_counter() - self.began < _PATIENCE_SECONDS:
            if self._popen.poll() is not None:
                raise RuntimeError(f"it ended with {self._popen.returncode}")
            if _status(f"http://127.0.0.1:{self.port}{path}") in statuses:
                return time.perf_counter() - self.began
            time.sleep(0.01)
        raise RuntimeError(f"nothing answers so on {path}")

    def processor(self) -> float:
        """Return the seconds of processor time that it has used: user's and system's."""
        return _ticks(self.pid)[0]

    def processor_exactly(self) -> float:
        """Return the same of the threads that run now, to the nanosecond: for little of it."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def memory(self) -> float:
        """Return the megabytes that it holds now (RSS); raises RuntimeError when it has ended."""
        if not self.runs():
            raise RuntimeError("it has ended")
        return _megabytes(self.pid, "VmRSS")

    def most_memory(self) -> float:
        """Return the most megabytes that it ever held."""
        return _megabytes(self.pid, "VmHWM")

    def runs(self) -> bool:
        return self._popen.poll() is None

    def wait(self, seconds: float | None = None) -> int:
        return self._popen.wait(seconds)

    def end(self) -> None:
        if self.runs():
            self._popen.terminate()
        try:
            self._popen.wait(15)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()


@contextmanager
def running(
    words: Sequence[str], port: int = 0, env: Mapping[str, str] | None = None
) -> Iterator[Process]:
    """Start a process, and end it after the block."""
    process = Process(words, port, env)
    try:
        yield process
    finally:
        process.end()


def call(words: Sequence[str], env: Mapping[str, str] | None = None) -> Process:
    """Run a process to its end; raises RuntimeError when that is none."""
    process = Process(words, env=env)
    if process.wait():
        raise RuntimeError(f"{words} failed")
    return process


def family(pid: int) -> float:
    """Return the processor seconds of a process, its children now and those that have ended."""
    own, ended = _ticks(pid)
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + ended + sum(_ticks(int(child))[0] for child in listed)


def free_port() -> int:
    """Return a port that nobody listens on, of those that no connection is given by chance."""
    while True:
        port = random.randrange(20_000, 32_000)  # noqa: S311  no secret
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _ticks(pid: int) -> tuple[float, float]:
    """Return processor seconds: of the process, and of its children that have ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return 0.0, 0.0
    fields = text.rpartition(")")[2].split()
    own, ended = sum(map(int, fields[11:13])), sum(map(int, fields[13:15]))
    return own * _TICK, ended * _TICK


def _megabytes(pid: int, name: str) -> float:
    """Return a size from a process's status, 0 when it has ended."""
    with suppress(FileNotFoundError, ProcessLookupError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310  its own port
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0
