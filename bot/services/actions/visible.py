"""How small a change the window of an action could show: said where a standard was entered."""

from datetime import datetime, timedelta

from bot.db import Database
from bot.metrics.actions.actions import ActionFacts
from bot.metrics.actions.verification import Visible
from bot.services.actions.life import SUBJECT
from bot.services.figures import visible
from bot.services.team import measured
from bot.store import history

_STANDARD = frozenset({"metric", "value", "days", "hours"})


async def of_standard(database: Database, action: ActionFacts, now: datetime) -> Visible | None:
    """Return the smallest change that an action's window shows, where its standard is new.

    None without a standard, and where the last change was one of something else.
    """
    standard = action.standard
    if standard is None:
        return None
    async with database.read() as session:
        rows = await history.of_subject(session, action.team_id, SUBJECT, str(action.number))
        if not rows or not _STANDARD & set(history.values(rows[-1].after)):
            return None
        it = await measured(session, action.team_id, now)
        first = action.today(now) + timedelta(days=1)
        window = (first, first + timedelta(days=standard.days - 1))
        return await visible(session, it, standard, window, now)
