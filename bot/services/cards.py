"""Where cards stand: the posted messages that show something which may change."""

from collections.abc import Sequence

from bot.db import Database
from bot.models import Card
from bot.store import cards as store


async def remember(database: Database, cards: Sequence[Card]) -> None:
    """Remember what a message shows."""
    async with database.write() as session:
        for card in cards:
            await store.add(session, card)


async def of_subject(
    database: Database, team_id: int, subject: str, subject_key: str
) -> Sequence[Card]:
    """Return the messages that show a subject."""
    async with database.read() as session:
        return await store.of_subject(session, team_id, subject, subject_key)
