"""Somebody else who writes: a small import every second, as `frt import` does.

Run as `python -m benchmarks.writer URL FOLDER SIZE GATE`, which writes while there is a file GATE.
Each changes two tickets, of one team after the other, so that nothing that was kept of the team
holds any longer.
"""

import asyncio
import itertools
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import processes, tickets
from benchmarks.bench import Bench
from benchmarks.processes import Process
from bot.db import sync_engine
from bot.services.imports import importing

EVERY_SECONDS = 1.0
_SEEN_SECONDS = 1.3
_GATE_SECONDS = 0.01


class Writer:
    """Imports files of one row into a database."""

    def __init__(self, url: str, folder: Path, size: int) -> None:
        self._engine = sync_engine(url)
        self._folder, self._size = folder, size

    def write(self, team: int) -> None:
        """Import a change of two tickets of a team; raises RuntimeError when nothing changed."""
        path = self._folder / f"change-{os.getpid()}.csv"
        first = self._folder / f"{self._size}-{team}.parquet"
        now = time.time_ns()
        path.write_text(tickets.changed(first, f"Changed at {now}", now % 3_600))
        request = importing.ImportRequest(team + 1, tickets.ZONE.key, path, "benchmark")
        result = importing.run(self._engine, request, tickets.NOW)
        path.unlink()
        if result.updated != 2:
            raise RuntimeError(f"a change that is none: {result}")

    async def seen(self, team: int) -> None:
        """Do so, and return when nobody is answered any more by what was true before."""
        await asyncio.to_thread(self.write, team)
        await asyncio.sleep(_SEEN_SECONDS)

    def close(self) -> None:
        self._engine.dispose()


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who writes in a process of their own, every second while they may."""

    process: Process
    gate: Path

    def resume(self) -> None:
        """Let them write; raises RuntimeError when they have ended: nothing would be done then."""
        if not self.process.runs():
            raise RuntimeError("it has ended")
        self.gate.touch()

    def pause(self) -> None:
        """Let them end what they have begun, so that no lock is held meanwhile, and no more."""
        self.gate.unlink()


@contextmanager
def writing(made: Bench, url: str, size: int) -> Iterator[Somebody]:
    """Have a file imported every second whenever who is yielded is resumed."""
    with TemporaryDirectory(dir=made.folder) as folder:
        gate = Path(folder, "open")
        words = ["-m", "benchmarks.writer", url, str(made.files(url)), str(size), str(gate)]
        with processes.running(words, env={"POLARS_MAX_THREADS": "1"}) as process:
            yield Somebody(process, gate)


def main() -> None:
    """Write once a second until ended."""
    url, folder, size, gate = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    writer = Writer(url, folder, size)
    for turn in itertools.count():
        while not gate.exists():
            time.sleep(_GATE_SECONDS)
        began = time.monotonic()
        writer.write(turn % tickets.TEAMS)
        time.sleep(max(0.0, EVERY_SECONDS - (time.monotonic() - began)))


if __name__ == "__main__":
    main()
