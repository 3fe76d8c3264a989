"""Somebody else who writes: a small import every second, as `frt import` does.

Run as `python -m benchmarks.writer URL FOLDER SIZE`. Each changes the subject of two tickets, of
one team after the other, so that nothing that was kept of the database holds any longer.
"""

import asyncio
import itertools
import os
import sys
import time
from pathlib import Path

from benchmarks import tickets
from bot.db import sync_engine
from bot.services.imports import ImportRequest, importing

EVERY_SECONDS = 1.0
_SEEN_SECONDS = 0.2


class Writer:
    """Imports files of one row into a database."""

    def __init__(self, url: str, folder: Path, size: int) -> None:
        self._engine = sync_engine(url)
        self._folder, self._size = folder, size

    def write(self, team: int) -> None:
        """Import a change of two tickets of a team; raises RuntimeError when nothing changed."""
        path = self._folder / f"change-{os.getpid()}.csv"
        first = self._folder / f"{self._size}-{team}.parquet"
        path.write_text(tickets.changed(first, f"Changed at {time.time_ns()}"))
        request = ImportRequest(team + 1, tickets.ZONE.key, path, "benchmark")
        result = importing.run(self._engine, request, tickets.NOW)
        path.unlink()
        if result.updated != 2:
            raise RuntimeError(f"a change that is none: {result}")

    async def seen(self, team: int) -> None:
        """Do so, and return when every bot sees it: a tenth of a second later at most."""
        await asyncio.to_thread(self.write, team)
        await asyncio.sleep(_SEEN_SECONDS)

    def close(self) -> None:
        self._engine.dispose()


def main() -> None:
    """Write once a second until ended."""
    url, folder, size = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    writer = Writer(url, folder, size)
    for turn in itertools.count():
        began = time.monotonic()
        writer.write(turn % tickets.TEAMS)
        time.sleep(max(0.0, EVERY_SECONDS - (time.monotonic() - began)))


if __name__ == "__main__":
    main()
