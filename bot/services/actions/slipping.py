"""The weekly list for leads of what slipped, and how often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.db import Database
from bot.metrics.actions.slipping import Move, Slipped, slipped
from bot.metrics.clocks import from_micros, to_micros, weekly_lists
from bot.models import Delivery, Team
from bot.services.actions.life import SUBJECT
from bot.services.deliveries import Due
from bot.services.people import language_for
from bot.services.team import measured
from bot.store import actions as store
from bot.store import history
from bot.store.people import people
from bot.store.team import roles

KIND = "slipped"
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class List:
    """What slipped in a team, in its reader's language."""

    language: str
    team_name: str
    slipped: tuple[Slipped, ...]


async def due(database: Database, team: Team, after: datetime, until: datetime) -> Sequence[Due]:
    """Return the lists due in this span, one for each lead, on the day of the weekly review."""
    assert team.id is not None  # noqa: S101  a stored team has its id
    async with database.read() as session:
        it = await measured(session, team.id, until)
        slots = weekly_lists(it.rhythm, to_micros(after), to_micros(until))
        leading = await roles.leading(session, team.id) if slots else []
    leads = [user_id for user_id, role in leading if role == "lead"]
    return [
        Due(KIND, user_id, f"{team.id}:{slot.key}", from_micros(slot.due))
        for slot in slots
        for user_id in leads
    ]


async def content(database: Database, row: Delivery, now: datetime) -> List | str:
    """Return what a list says now, or the named reason why there is none."""
    async with database.read() as session:
        actions = await store.open_in(session, row.team_id)
        rows = await history.of_event(session, row.team_id, SUBJECT, "due_moved")
        person = await people.person(session, row.channel_id)
    moves = [
        Move(
            int(one.subject_key),
            one.at,
            date.fromisoformat(str(history.values(one.before)["due"])),
        )
        for one in rows
    ]
    found = slipped(actions, moves, row.due_at - _WEEK, now)
    if not found:
        return "nothing_slipped"
    return List(language_for(person), found[0].action.team_name, found)
