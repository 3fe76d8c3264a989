"""Which owners are reminded of what: on the day before an action is due, and on the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.db import Database
from bot.metrics.actions import ActionFacts
from bot.metrics.instants import from_micros, to_micros
from bot.metrics.slots import Rhythm, reminder
from bot.models import Card, Delivery, Team
from bot.services.delivery import Due
from bot.services.readers import language_for
from bot.services.standing import business_clock
from bot.store import actions as store
from bot.store import cards, people, teams

KIND = "reminder"
VIEW = "reminder"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reminder:
    """What an owner is told: their actions by due date, in their language."""

    language: str
    team_name: str
    actions: tuple[ActionFacts, ...]


async def due(database: Database, team: Team, after: datetime, until: datetime) -> Sequence[Due]:
    """Return the reminders of the latest local date whose time came in this span.

    One for each owner of an open action that is due on that date or the next; a date that passed
    while nobody was awake is not made up for.
    """
    assert team.id is not None  # noqa: S101  a stored team has its id
    async with database.read() as session:
        rhythm = _rhythm(team, await teams.hours(session, team.id))
        day = _latest(rhythm, after, until)
        if day is None:
            return ()
        found = await store.due_between(session, team.id, day, day + _ONE_DAY)
    at = from_micros(reminder(rhythm, day))
    owners = dict.fromkeys(action.owner_id for action in found)
    return [Due(KIND, owner, f"{team.id}:{day.isoformat()}", at) for owner in owners]


async def content(database: Database, row: Delivery) -> Reminder | str:
    """Return what a reminder says now, or the named reason why there is none."""
    day = date.fromisoformat(row.slot.partition(":")[2])
    async with database.read() as session:
        found = await store.due_between(session, row.team_id, day, day + _ONE_DAY)
        own = tuple(action for action in found if action.owner_id == row.channel_id)
        person = await people.person(session, row.channel_id)
    if not own:
        return "nothing_due"
    if person is not None and person.deleted:
        return "owner_deactivated"
    own = tuple(sorted(own, key=lambda action: (action.due_on, action.number)))
    return Reminder(language_for(person), own[0].team_name, own)


async def shown_on(database: Database, card: Card) -> Reminder | None:
    """Return what a posted reminder shows, as it stands now."""
    async with database.read() as session:
        rows = await cards.of_message(session, card.channel_id, card.message_ts)
        numbers = [int(row.subject_key) for row in rows]
        found = await store.several(session, card.team_id, numbers)
    language = card.view.partition(".")[2]
    return Reminder(language, found[0].team_name, tuple(found)) if found else None


def _latest(rhythm: Rhythm, after: datetime, until: datetime) -> date | None:
    day = until.astimezone(rhythm.zone).date() + _ONE_DAY
    first = after.astimezone(rhythm.zone).date() - _ONE_DAY
    while day >= first:
        if to_micros(after) < reminder(rhythm, day) <= to_micros(until):
            return day
        day -= _ONE_DAY
    return None


def _rhythm(team: Team, hours: tuple[tuple[date, str], ...]) -> Rhythm:
    clock = business_clock(team.zone, hours, team.country)
    return Rhythm(ZoneInfo(team.zone), clock, team.report_at, team.review_weekday, team.review_at)
