"""Starts processes of the bot by forking one that has imported everything and done nothing else.

What forks has neither a loop nor a thread nor a connection, so each worker is a process like any
other: it is killed, frozen and waited for as such. Only its imports, which cost more processor time
than most of what is tried here, are made once for all.
"""

import asyncio
import atexit
import ctypes
import functools
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.cli.conftest import clean_environment

_MOST_BYTES = 65_536
_PARENT_DEATH_SIGNAL = 1
"""Linux's PR_SET_PDEATHSIG."""


class Forked:
    """A process that was forked for us; its keeper tells how it ended."""

    def __init__(self, pid: int, output: "Pipe", told: "Pipe") -> None:
        self.pid = pid
        self.output = output.reader
        self._pipes = (output, told)
        self._end = asyncio.create_task(told.reader.readline())

    @property
    def returncode(self) -> int | None:
        return int(self._end.result()) if self._end.done() else None

    async def wait(self) -> int:
        """Return the exit code when the process has ended, negative for the signal it died of."""
        return int(await asyncio.shield(self._end))

    def send_signal(self, number: signal.Signals) -> None:
        if not self._end.done():
            os.kill(self.pid, number)

    async def close(self) -> None:
        """Close what led to the process, which has ended."""
        for pipe in self._pipes:
            pipe.transport.close()
        await asyncio.sleep(0)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


async def fork(**settings: str) -> Forked:
    """Start `frt run` with these settings."""
    output, into = os.pipe()
    told, tell = os.pipe()
    try:
        socket.send_fds(_nursery(), [json.dumps(settings).encode()], [into, tell])
    finally:
        os.close(into)
        os.close(tell)
    said, end = await _opened(output), await _opened(told)
    return Forked(int(await end.reader.readline()), said, end)


class Pipe(NamedTuple):
    """What comes out of a pipe, and what closes it."""

    reader: asyncio.StreamReader
    transport: asyncio.BaseTransport


async def _opened(pipe: int) -> Pipe:
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: protocol, os.fdopen(pipe, "rb"))
    return Pipe(reader, transport)


@functools.cache
def _nursery() -> socket.socket:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.worker", str(theirs.fileno())],
        cwd=Path(__file__).parents[2],
        env=clean_environment(),
        pass_fds=[theirs.fileno()],
    )
    theirs.close()
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


def next_settings(asked: socket.socket) -> dict[str, str] | None:
    """Wait to be asked for processes; return in each the settings it was asked for with.

    In the process that forks them it returns nothing, when nobody can ask any more.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        words, pipes, *_ = socket.recv_fds(asked, _MOST_BYTES, 2)
        if not words:
            return None
        if not os.fork():
            asked.close()
            _keep(*pipes)
            settings: dict[str, str] = json.loads(words)
            return settings
        for pipe in pipes:
            os.close(pipe)


def _keep(into: int, tell: int) -> None:
    """Return in a process of its own that speaks into a pipe; wait for it, tell how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _end_with_parent()
    if pid := os.fork():
        os.close(into)
        os.write(tell, b"%d\n" % pid)
        _, status = os.waitpid(pid, 0)
        os.write(tell, b"%d\n" % os.waitstatus_to_exitcode(status))
        os._exit(0)
    _end_with_parent()
    os.close(tell)
    os.dup2(into, 1)
    os.dup2(into, 2)
    os.close(into)


def _end_with_parent() -> None:
    """Be killed when the parent ends, however it does: tests that are cut off leave nothing."""
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
