"""Rows of posted messages that show something which may change."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import Card


async def add(session: AsyncSession, card: Card) -> None:
    """Remember that a message shows a subject; a message that is known already is left alone."""
    key = (card.team_id, card.subject, card.subject_key, card.channel_id, card.message_ts)
    if await session.get(Card, key) is None:
        session.add(card)
        await session.flush()


async def of_subject(
    session: AsyncSession, team_id: int, subject: str, subject_key: str
) -> Sequence[Card]:
    """Return the messages that show a subject, oldest first."""
    query = (
        select(Card)
        .where(Card.team_id == team_id, Card.subject == subject, Card.subject_key == subject_key)
        .order_by(col(Card.message_ts), Card.channel_id)
    )
    return (await session.exec(query)).all()


async def of_message(session: AsyncSession, channel_id: str, message_ts: str) -> Sequence[Card]:
    """Return everything that a message shows, by subject."""
    query = (
        select(Card)
        .where(Card.channel_id == channel_id, Card.message_ts == message_ts)
        .order_by(col(Card.team_id), Card.subject, Card.subject_key)
    )
    return (await session.exec(query)).all()
