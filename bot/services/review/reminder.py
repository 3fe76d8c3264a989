"""The one reminder that a weekly review is still open, for the lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.db import Database
from bot.metrics.clocks import from_micros, review_reminder, to_micros
from bot.metrics.review.review import Review
from bot.models import Card, Delivery, Team
from bot.services.deliveries import Due
from bot.services.people import language_for
from bot.services.review import week as reviews
from bot.services.team import leads_told, measured
from bot.store.people import people
from bot.store.review import review as store

REMINDER = "review_reminder"
_BACK = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class StillOpen:
    """What a lead is told: the review as it stands, in their language, and where its message is."""

    language: str
    review: Review
    prompt: Card | None


async def due(database: Database, team: Team, after: datetime, until: datetime) -> Sequence[Due]:
    """Return the reminders due in this span: one to each lead, of the latest open review.

    On the working day after it was due or opened, at noon.
    """
    assert team.id is not None  # noqa: S101  a stored team has its id
    first = reviews.monday_of(after, ZoneInfo(team.zone)) - _BACK
    async with database.read() as session:
        still_open = await store.open_since(session, team.id, first)
        if not still_open:
            return ()
        it, row = await measured(session, team.id, until), still_open[0]
        at = from_micros(review_reminder(it.rhythm, row.week, to_micros(row.opened_at)))
        if not after < at <= until:
            return ()
        told = await leads_told(session, team.id)
    return [Due(REMINDER, lead, f"{team.id}:{row.week}", at) for lead in told]


async def content(database: Database, row: Delivery, now: datetime) -> StillOpen | str:
    """Return what a reminder says now, or the named reason why there is none."""
    week = date.fromisoformat(row.slot.partition(":")[2])
    async with database.read() as session:
        review = await store.review(session, row.team_id, week)
        newer = await store.open_since(session, row.team_id, week + timedelta(days=1))
        prompt = await store.prompt(session, row.team_id, week)
        person = await people.person(session, row.channel_id)
    if review is None or review.status == "finished":
        return "review_finished"
    if newer:
        return "review_overtaken"
    if person is not None and not person.reminders:
        return "reminders_off"
    made = await reviews.content(database, row.team_id, week, now)
    language = language_for(person) if person else made.team.language
    return StillOpen(language, made, prompt)


async def shown_on(database: Database, card: Card, now: datetime) -> StillOpen:
    """Return what a posted reminder shows, as it stands now."""
    week = date.fromisoformat(card.subject_key)
    made = await reviews.content(database, card.team_id, week, now)
    async with database.read() as session:
        prompt = await store.prompt(session, card.team_id, week)
    return StillOpen(card.view.partition(".")[2], made, prompt)
