"""Work that is done every so often, and finished rather than cut off when the process stops."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

_PATIENCE = 3.0


class Schedule:
    """Does `work` `first` after it was started and then `every` so often, never twice at a time."""

    def __init__(
        self,
        work: Callable[[], Coroutine[Any, Any, object]],
        every: timedelta,
        first: timedelta = timedelta(0),
    ) -> None:
        self._work, self._every, self._first = work, every, first
        self._under_way: asyncio.Task[object] | None = None
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        """Begin to wait for the first time."""
        self._scheduler.add_job(
            self._on_time,
            IntervalTrigger(seconds=self._every.total_seconds()),
            next_run_time=datetime.now(UTC) + self._first,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._scheduler.start()

    async def stop(self) -> None:
        """Begin nothing any more and let what is under way end, for three seconds at most."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._under_way is not None:
            await asyncio.wait({self._under_way}, timeout=_PATIENCE)
            self._under_way.cancel()

    async def _on_time(self) -> None:
        # The scheduler cancels its jobs when it stops, and a read that is cut off can leave its
        # connection waiting for a thread that has ended: then the process hangs. It logs what it
        # cancelled with a traceback, too.
        self._under_way = asyncio.create_task(self._work())
        with suppress(asyncio.CancelledError):
            await asyncio.shield(self._under_way)
