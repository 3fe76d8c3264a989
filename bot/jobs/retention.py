"""Retention: once a day, what has been kept long enough is deleted."""

from datetime import timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import system_clock
from bot.deps import Deps
from bot.services.retention import purge

log = structlog.get_logger()
_FIRST = timedelta(minutes=5)


def scheduled(deps: Deps) -> AsyncIOScheduler:
    """Return what deletes five minutes after it is started and every day from then on.

    Several replicas may do so at once: what one has deleted the others no longer find.
    """
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        _purge,
        IntervalTrigger(days=1),
        args=[deps],
        next_run_time=system_clock() + _FIRST,
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    return scheduler


async def _purge(deps: Deps) -> None:
    try:
        gone = await purge(deps.database, deps.settings, system_clock())
    except Exception:
        log.exception("nothing was deleted; the next day tries again")
        return
    if gone:
        log.info("kept long enough, deleted", **gone)
