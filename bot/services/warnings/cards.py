"""Posted warnings: what they are known by, and how each stands now."""

from datetime import date, datetime

from bot.db import Database
from bot.metrics.warnings.report import WarningCard
from bot.models import Card
from bot.services.team import measured
from bot.services.warnings.notes import card as made
from bot.store import warnings as store

SUBJECT = store.SUBJECT
VIEW = "raised"


def key_of(metric: str, raised_on: date) -> str:
    """Return what the cards of a warning are known by."""
    return store.subject_key(raised_on, metric)


def shows_of(metric: str, raised_on: date, shown: date) -> tuple[str, str]:
    """Return the subject key and the view of a card that shows the days up to one."""
    return key_of(metric, raised_on), f"{VIEW}.{shown.isoformat()}"


async def posted_card(database: Database, card: Card, now: datetime) -> WarningCard | None:
    """Return a posted warning in its present state; None when it can't be told any more."""
    metric, _, raised = card.subject_key.partition(":")
    shown = date.fromisoformat(card.view.partition(".")[2])
    async with database.read() as session:
        if await store.day(session, card.team_id, metric, shown) is None:
            return None
        it = await measured(session, card.team_id, now)
        posted = await store.posted_at(session, card.channel_id, card.message_ts) or now
        return await made(session, it, metric, shown, posted, date.fromisoformat(raised))
