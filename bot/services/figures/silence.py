"""That no tickets come in any more: told once to those who can see to it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.metrics.clocks import Micros, from_micros, reminders, to_micros
from bot.metrics.tickets import Silence
from bot.models import Delivery, Team
from bot.services.deliveries import Due
from bot.services.people import language_for
from bot.services.team import Measured, measured
from bot.store.imports import data_at
from bot.store.people import people
from bot.store.team import roles

KIND = "silence"


async def due(database: Database, team: Team, after: datetime, until: datetime) -> Sequence[Due]:
    """Return the notices due in this span, one for each lead and operations specialist.

    At the report time of a working day on which the data do not live any more. The same silence has
    the same slot on every such day, so it is posted to each of them once.
    """
    assert team.id is not None  # noqa: S101  a stored team has its id
    made: list[Due] = []
    async with database.read() as session:
        it = await measured(session, team.id, until)
        for at in _mornings(it, to_micros(after), to_micros(until)):
            since = await _silent_since(session, it, at)
            if since is None:
                continue
            leading = await roles.leading(session, team.id)
            slot, due_at = f"{team.id}:{since}", from_micros(at)
            made += [Due(KIND, user_id, slot, due_at) for user_id, _ in leading]
    return made


async def content(database: Database, row: Delivery, now: datetime) -> Silence | str:
    """Return what a notice says now, or the named reason why there is none."""
    async with database.read() as session:
        it = await measured(session, row.team_id, now)
        since = await _silent_since(session, it, to_micros(now))
        person = await people.person(session, row.channel_id)
    if since is None or row.slot != f"{row.team_id}:{since}":
        return "data_resumed"
    if person is not None and person.deleted:
        return "person_deactivated"
    return Silence(it.team.name, language_for(person), it.team.zone, since)


def _mornings(it: Measured, after: Micros, until: Micros) -> list[Micros]:
    """Return the report times of working days after one instant and up to another."""
    slots = reminders(it.rhythm, after, until)
    return [slot.due for slot in slots if it.business.is_working_day(slot.first_day)]


async def _silent_since(session: AsyncSession, it: Measured, at: Micros) -> Micros | None:
    """Return since when no tickets came in, None while data live or none ever came in."""
    data = await data_at(session, it.team.id, at, it.business)
    return None if data.is_live else data.until
