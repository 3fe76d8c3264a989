"""Retention: once a day, what has been kept long enough is deleted."""

from datetime import timedelta
from functools import partial

import structlog

from bot.clock import system_clock
from bot.deps import Deps
from bot.planner.schedule import Schedule
from bot.services.retention import purge

log = structlog.get_logger()
_FIRST = timedelta(minutes=5)


def scheduled(deps: Deps) -> Schedule:
    """Return what deletes five minutes after it is started and every day from then on.

    Several replicas may do so at once: what one has deleted the others no longer find.
    """
    return Schedule(partial(_purge, deps), timedelta(days=1), first=_FIRST)


async def _purge(deps: Deps) -> None:
    try:
        gone = await purge(deps.database, deps.settings, system_clock())
    except Exception:
        log.exception("nothing was deleted; the next day tries again")
        return
    if gone:
        log.info("kept long enough, deleted", **gone)
