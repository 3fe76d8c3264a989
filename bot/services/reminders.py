"""Which owners are reminded of what is due, and whose work is offered to the lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.db import Database
from bot.metrics.actions import ActionFacts, is_reminded
from bot.metrics.clocks import Rhythm, from_micros, reminder, reminders, to_micros
from bot.metrics.plans import ItemFacts
from bot.metrics.problems import ProblemFacts
from bot.metrics.registers import AnyEntry
from bot.models import Card, Delivery, Team
from bot.services.deliveries import Due
from bot.services.people import language_for
from bot.services.registers import holders
from bot.services.team import is_gone, leads_told, posting_times
from bot.store import actions as store
from bot.store import cards
from bot.store.people import people
from bot.store.plans import items as plan_items
from bot.store.problems import problems
from bot.store.team import writes as team_writes

KIND = "reminder"
VIEW = "reminder"
LEFT = "left"
"""The kind and the view of what is offered of an owner who left."""
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Left:
    """What a lead is offered: open actions, items, problems and entries of who left the workspace.

    `zone` is the team's.
    """

    language: str
    owner_id: str
    team_name: str
    zone: ZoneInfo
    actions: tuple[ActionFacts, ...]
    items: tuple[ItemFacts, ...] = ()
    problems: tuple[ProblemFacts, ...] = ()
    entries: tuple[AnyEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Reminder:
    """What an owner is told: their actions and entries by due date, in their language."""

    language: str
    team_name: str
    actions: tuple[ActionFacts, ...]
    entries: tuple[AnyEntry, ...] = ()


async def due(database: Database, team: Team, after: datetime, until: datetime) -> Sequence[Due]:
    """Return the reminders of the latest local date whose time came in this span.

    One for each owner of an open action or entry to be reminded of on that date; a date that passed
    while nobody was awake is not made up for.
    """
    assert team.id is not None  # noqa: S101  a stored team has its id
    async with database.read() as session:
        rhythm = await posting_times(session, team)
        day = _latest(rhythm, after, until)
        if day is None or not rhythm.clock.is_working_day(day):
            return ()
        last = rhythm.clock.next_working_day(day)
        found = await store.due_until(session, team.id, last)
        entries = await holders.due_until(session, team.id, last)
    at = from_micros(reminder(rhythm, day))
    held: list[tuple[str | None, date | None]] = [(one.owner_id, one.due_on) for one in found]
    held += [(one.owner_id, one.due_on) for one in entries]
    owners = dict.fromkeys(
        owner for owner, on in held if owner and on and is_reminded(on, day, rhythm.clock)
    )
    return [Due(KIND, owner, f"{team.id}:{day.isoformat()}", at) for owner in owners]


async def content(database: Database, row: Delivery) -> Reminder | str:
    """Return what a reminder says now, or the named reason why there is none.

    Everything of the owner's that is overdue, due or due on the next working day.
    """
    day = date.fromisoformat(row.slot.partition(":")[2])
    async with database.read() as session:
        team = await session.get_one(Team, row.team_id)
        clock = (await posting_times(session, team)).clock
        last = clock.next_working_day(day)
        found = await store.due_until(session, row.team_id, last)
        entries = await holders.due_until(session, row.team_id, last)
        person = await people.person(session, row.channel_id)
    own = tuple(action for action in found if action.owner_id == row.channel_id)
    held = tuple(one for one in entries if one.owner_id == row.channel_id)
    if not own and not held:
        return "nothing_due"
    if person is not None and person.deleted:
        return "owner_deactivated"
    if person is not None and not person.reminders:
        return "reminders_off"
    own = tuple(sorted(own, key=lambda action: (action.due_on, action.number)))
    return Reminder(language_for(person), team.name, own, held)


async def owners_to_check(
    database: Database, team: Team, after: datetime, until: datetime
) -> Sequence[str]:
    """Return whose work is open, when a working day's report time came in this span."""
    assert team.id is not None  # noqa: S101  a stored team has its id
    async with database.read() as session:
        rhythm = await posting_times(session, team)
        day = _latest(rhythm, after, until)
        if day is None or not rhythm.clock.is_working_day(day):
            return ()
        owners = await store.owners(session, team.id)
        owners += await plan_items.owners(session, team.id)
        owners += await holders.owners(session, team.id)
        return list(dict.fromkeys([*owners, *await problems.owners(session, team.id)]))


async def left_due(
    database: Database, team: Team, owners: Sequence[str], after: datetime, until: datetime
) -> Sequence[Due]:
    """Return the offers of the open work of owners who left, one a week for each lead.

    Without a lead, those of operations get them, else the bot's admins; who left gets none.
    """
    assert team.id is not None  # noqa: S101  a stored team has its id
    if not owners:
        return ()
    async with database.read() as session:
        rhythm = await posting_times(session, team)
        day = _latest(rhythm, after, until)
        if day is None:
            return ()
        gone = [owner for owner in owners if await is_gone(session, owner)]
        told = await leads_told(session, team.id) if gone else []
        if gone and not told:
            told = [one.id for one in await team_writes.admins(session) if not one.deleted]
    monday, at = day - day.weekday() * _ONE_DAY, from_micros(reminder(rhythm, day))
    return [
        Due(LEFT, user_id, f"{team.id}:{owner}:{monday}", at) for owner in gone for user_id in told
    ]


async def left_content(database: Database, row: Delivery, now: datetime) -> Left | str:
    """Return what a lead is offered, or the named reason why there is nothing.

    What waited into another week leaves it to the offer of that week.
    """
    _, owner_id, monday = row.slot.split(":")
    async with database.read() as session:
        found = await store.open_of(session, row.team_id, owner_id)
        items = await plan_items.left_of(session, row.team_id, owner_id)
        unsolved = await problems.of_owner(session, owner_id, row.team_id)
        entries = await holders.of_team(session, row.team_id, owner_id)
        person = await people.person(session, row.channel_id)
        team = await session.get_one(Team, row.team_id)
    if not any((found, items, unsolved, entries)):
        return "nothing_open"
    place = (team.name, ZoneInfo(team.zone))
    if now.astimezone(place[1]).date() >= date.fromisoformat(monday) + 7 * _ONE_DAY:
        return "overtaken"
    return Left(
        language_for(person),
        owner_id,
        *place,
        tuple(found),
        tuple(items),
        tuple(unsolved),
        tuple(entries),
    )


async def left_shown_on(database: Database, card: Card) -> Left | None:
    """Return what a posted offer shows, as it stands now."""
    _, language, owner_id = card.view.split(".")
    found = await _shown(database, card)
    async with database.read() as session:
        items = await plan_items.left_of(session, card.team_id, owner_id)
        unsolved = await problems.of_owner(session, owner_id, card.team_id)
        entries = await holders.of_team(session, card.team_id, owner_id)
        team = await session.get_one(Team, card.team_id)
    place = (team.name, ZoneInfo(team.zone))
    return Left(language, owner_id, *place, found, tuple(items), tuple(unsolved), tuple(entries))


async def shown_on(database: Database, card: Card) -> Reminder | None:
    """Return what a posted reminder shows, as it stands now."""
    found = await _shown(database, card)
    async with database.read() as session:
        rows = await cards.of_message(session, card.channel_id, card.message_ts)
        entries = tuple(await holders.shown(session, rows))
    if not found and not entries:
        return None
    return Reminder(card.view.partition(".")[2], (*found, *entries)[0].team_name, found, entries)


async def _shown(database: Database, card: Card) -> tuple[ActionFacts, ...]:
    async with database.read() as session:
        rows = await cards.of_message(session, card.channel_id, card.message_ts)
        numbers = [int(row.subject_key) for row in rows if row.subject == "action"]
        return tuple(await store.several(session, card.team_id, numbers))


def _latest(rhythm: Rhythm, after: datetime, until: datetime) -> date | None:
    slots = reminders(rhythm, to_micros(after), to_micros(until))
    return slots[-1].last_day if slots else None
